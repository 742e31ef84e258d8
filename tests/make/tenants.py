"""Units built for real, outside any test's transaction, and cleared away again."""

from typing import Any

from django.db import connection, transaction

from tenants import roles
from tenants.models import Domain, Unit
from tenants.provisioning import provision

SHEET = "code,name,short_name,kind,parent_code,subdomain,provenance"


def facts(code: str = "T1", **changes: Any) -> dict[str, Any]:
    """What an operator says about a town that no other test knows."""
    return {
        "code": code,
        "name": f"重庆市合川区试验镇{code}人民政府",
        "short_name": f"试验镇{code}",
        "kind": "town",
        "subdomain": f"t-{code.lower()}",
    } | changes


def row(code: str = "T1", **changes: Any) -> str:
    said = facts(code, **changes)
    names = ("code", "name", "short_name", "kind", "parent_code", "subdomain", "provenance")
    return ",".join(str(said.get(name, "")) for name in names)


def town(code: str = "T1", **changes: Any) -> Unit:
    return provision(**facts(code, **changes))


def place_under(unit: Unit, parent: Unit | None) -> None:
    """In the city's tree, for the length of the test that stands in it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        Unit.objects.filter(pk=unit.pk).update(parent=parent)
        cursor.execute(f'SET LOCAL ROLE "{roles.of_unit(unit.schema_name)}"')


@transaction.atomic
def raze(unit: Unit) -> None:
    """As if it had never been; the house itself never deletes a unit."""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP SCHEMA IF EXISTS "{unit.schema_name}" CASCADE')
        cursor.execute(f'DROP ROLE IF EXISTS "{roles.of_unit(unit.schema_name)}"')
        cursor.execute("DELETE FROM public.outbox_dispatch WHERE unit = %s", [unit.schema_name])
    Domain.objects.filter(tenant=unit).delete()
    Unit.objects.filter(pk=unit.pk)._raw_delete("default")
