"""Ground for what needs real commits: several connections, other processes, the stock executor."""

from collections.abc import Iterator
from typing import Any

import pytest

from tenants.models import Unit
from tests.make import tenants as make


@pytest.fixture
def ground(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Commits are real here; whatever was built is cleared away, children before their parents."""
    with django_db_blocker.unblock():
        before = set(Unit.objects.values_list("pk", flat=True))
        try:
            yield
        finally:
            for unit in Unit.objects.exclude(pk__in=before).order_by("-pk"):
                make.raze(unit)
