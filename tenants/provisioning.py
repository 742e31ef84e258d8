"""Building a unit: rows, schema, role and grants in one transaction, or nothing at all.

The schema comes from the template script (template.py). Where no fitting pg_dump exists the stock
executor makes it instead: the unit then stays PREPARING, closed to everybody, until the last step,
and a second run completes it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django_tenants.utils import quote_schema_name as quoted

from shared_apps.kernel.errors import DomainError
from tenants import roles, template
from tenants.backend.base import Floor, wrapper
from tenants.current import Nowhere
from tenants.models import Domain, Unit
from tenants.naming import UnitFacts

PROVISIONING_LOCK = 0x4E5302
PATIENCE = "60s"  # for another provisioning to end
LOCK_TIMEOUT = "5s"  # for requests that hold the tables our keys point at


class UnitRefused(DomainError):
    """The unit cannot be made as asked."""

    status = 400
    code = "unit.refused"


def provision(  # noqa: PLR0913  an office verb names all it needs
    *,
    code: str,
    name: str,
    short_name: str,
    kind: str,
    subdomain: str,
    parent_code: str | None = None,
    provenance: str = "",
    position: int = 0,
) -> Unit:
    """建立单位. A unit that already stands is returned as it is; a half-made one is completed."""
    return provision_facts(
        UnitFacts(code, name, short_name, kind, subdomain, parent_code or "", provenance, position)
    )


def provision_facts(facts: UnitFacts) -> Unit:
    """建立单位 from a row of a register."""
    if problems := facts.problems():
        raise UnitRefused("；".join(problems))
    if (
        unit := Unit.objects.filter(code=facts.code).first()
    ) and unit.status != Unit.Status.PREPARING:
        return unit
    text = template.script(facts.schema_name)
    if text is None:
        return _provision_slowly(facts)
    with _building_site():
        unit = _row(facts)
        if unit.status == Unit.Status.PREPARING:
            _replay(text, unit.schema_name)
            _open(unit)
    return unit


def exists(schema: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema])
        return cursor.fetchone() is not None


@contextmanager
def _building_site() -> Iterator[None]:
    """One transaction of the login that builds, and nobody else builds meanwhile."""
    with wrapper().on_floor(Floor(Nowhere(), "public", "")), connection.cursor() as cursor:
        cursor.execute(
            f"SET LOCAL lock_timeout = '{PATIENCE}'; "
            f"SELECT pg_advisory_xact_lock({PROVISIONING_LOCK}); "
            f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"
        )
        yield


def _row(facts: UnitFacts) -> Unit:
    """The unit's row, new or as an earlier attempt left it."""
    if unit := Unit.objects.filter(code=facts.code).first():
        return unit
    parent = Unit.objects.filter(code=facts.parent_code).first() if facts.parent_code else None
    if facts.parent_code and parent is None:
        raise UnitRefused(f"上级单位代码 {facts.parent_code} 不存在，请先建立上级单位。")
    unit = Unit(
        schema_name=facts.schema_name,
        code=facts.code,
        name=facts.name,
        short_name=facts.short_name,
        kind=facts.kind,
        subdomain=facts.subdomain,
        parent=parent,
        provenance=facts.provenance,
        position=facts.position,
    )
    _refuse_twins(unit)
    unit.save()
    host = f"{facts.subdomain}.{settings.HESHU_DOMAIN}"
    Domain.objects.bulk_create([Domain(tenant=unit, domain=host)])  # its first, so the primary one
    return unit


def _refuse_twins(unit: Unit) -> None:
    twin = Unit.objects.filter(Q(name=unit.name) | Q(subdomain=unit.subdomain)).first()
    if twin is not None:
        taken = unit.name if twin.name == unit.name else unit.subdomain
        raise UnitRefused(f"“{taken}”已被 {twin} 使用，请换一个。")
    if exists(unit.schema_name):
        message = f"数据库里已有模式 {unit.schema_name}，却没有对应的单位，请先核对并移走它。"
        raise UnitRefused(message)


def _replay(text: str, schema: str) -> None:
    """An earlier slow attempt may have left a partial schema: the script makes it anew."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"DROP SCHEMA IF EXISTS {quoted(schema)} CASCADE;"
            "SET LOCAL search_path = ''; SET LOCAL check_function_bodies = off;\n"
            f"{text}"
            "SET LOCAL search_path = public; SET LOCAL check_function_bodies = on"
        )


def _open(unit: Unit) -> None:
    roles.settle_unit(unit.schema_name)
    unit.status = Unit.Status.ACTIVE
    unit.save(update_fields=["status"])


def _provision_slowly(facts: UnitFacts) -> Unit:
    """Without a dump: the stock executor commits as it goes, so the unit opens only at the end."""
    with _building_site(), connection.cursor() as cursor:
        unit = _row(facts)
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted(unit.schema_name)}")
    if unit.status == Unit.Status.PREPARING:
        template.migrate_stock(unit.schema_name)
        with _building_site():
            _open(unit)
    return unit
