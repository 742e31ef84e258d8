"""The only door between units. Importing this module is a reviewed privilege (.importlinter)."""

from collections.abc import Iterator
from contextlib import contextmanager

from tenants import roles
from tenants.backend.base import Floor, wrapper
from tenants.models import Unit


@contextmanager
def in_unit(unit: Unit) -> Iterator[Unit]:
    """Run a block as one transaction inside a unit, with that unit's rights and no others."""
    with wrapper().on_floor(Floor(unit, unit.schema_name, roles.of_unit(unit.schema_name))):
        yield unit


def each_unit() -> list[Unit]:
    """Every unit that stands, for work that visits them one after another."""
    return list(Unit.objects.standing().order_by("position", "pk"))
