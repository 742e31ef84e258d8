"""Which unit am I in?"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tenants import roles
from tenants.backend.base import Floor, wrapper
from tenants.models import Unit


class Nowhere:
    """The city floor, where no unit is active."""

    schema_name = "public"


def current_unit() -> Unit:
    """The unit whose schema is active. Asking from nowhere is a bug, so it raises."""
    unit = getattr(connection, "tenant", None)
    if not isinstance(unit, Unit):
        raise RuntimeError("No unit is active here.")
    return unit


@contextmanager
def public_floor() -> Iterator[None]:
    """Run a block on the city floor: public tables, city rights; afterwards we are back."""
    with wrapper().on_floor(Floor(Nowhere(), "public", roles.city())):
        yield
