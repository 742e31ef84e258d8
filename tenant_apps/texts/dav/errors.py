"""A refusal of the house as WebDAV says it."""

from collections.abc import Iterator
from contextlib import contextmanager

from wsgidav.dav_error import DAVError

from shared_apps.kernel.errors import DomainError


@contextmanager
def refused() -> Iterator[None]:
    try:
        yield
    except DomainError as refusal:
        raise DAVError(refusal.status, refusal.message) from None
