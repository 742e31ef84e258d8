"""Database roles: one per unit, one for the city floor, one group of all units.

A unit's role may read the city's directory, add to the outbox, and do as it likes with the rows of
its own schema. A forgotten schema is therefore an error, not a leak. (Honest against mistakes of the
ORM; against injected SQL it is no wall, hence no raw SQL outside a short reviewed list.)
Roles belong to the cluster, not to a database, so their names carry the database's.
"""

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django_tenants.utils import quote_schema_name as quoted

UNIT_READS = ("tenants", "directory", "reference", "contenttypes")
UNIT_ADDS = ("outbox_dispatch",)
ROWS = "SELECT, INSERT, UPDATE, DELETE"


def city() -> str:
    return _named("city")


def of_unit(schema: str) -> str:
    return _named(schema)


def settle_public() -> None:
    """After every migration of public: the roles exist and hold exactly what is listed above."""
    everyone = quoted(_named("units"))
    with connection.cursor() as cursor:
        _ensure(cursor, city())
        _ensure(cursor, _named("units"))
        for sql in (
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
            f"GRANT USAGE ON SCHEMA public TO {quoted(city())}, {everyone}",
            f"GRANT {ROWS} ON ALL TABLES IN SCHEMA public TO {quoted(city())}",
            f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {quoted(city())}",
            f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {everyone}",
            # Django itself never needs it, and it is the one-statement way out of a role.
            "REVOKE EXECUTE ON FUNCTION set_config(text, text, boolean) FROM PUBLIC",
        ):
            cursor.execute(sql)
        for table in _tables_of(UNIT_READS):
            cursor.execute(f"GRANT SELECT ON public.{quoted(table)} TO {everyone}")
        for table in UNIT_ADDS:
            cursor.execute(f"GRANT INSERT ON public.{quoted(table)} TO {everyone}")


def settle_unit(schema: str) -> None:
    """After a unit's schema is made or migrated: its role may use the rows, and alter nothing."""
    role, place = quoted(of_unit(schema)), quoted(schema)
    with connection.cursor() as cursor:
        _ensure(cursor, of_unit(schema))
        for sql in unit_grants(schema):
            cursor.execute(sql)
        cursor.execute(f"REVOKE CREATE ON SCHEMA {place} FROM {role}")


def unit_grants(schema: str) -> list[str]:
    role, place = quoted(of_unit(schema)), quoted(schema)
    return [
        f"GRANT {quoted(_named('units'))} TO {role}",
        f"GRANT USAGE ON SCHEMA {place} TO {role}",
        f"GRANT {ROWS} ON ALL TABLES IN SCHEMA {place} TO {role}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {place} TO {role}",
    ]


def _ensure(cursor: CursorWrapper, role: str) -> None:
    """Create the role once and let the serving login step into it (but not inherit it)."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if cursor.fetchone() is None:
        cursor.execute(f"CREATE ROLE {quoted(role)} NOLOGIN")
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [settings.HESHU_APP_LOGIN])
    if cursor.fetchone() is not None:
        cursor.execute(f"GRANT {quoted(role)} TO {quoted(settings.HESHU_APP_LOGIN)}")


def _tables_of(labels: tuple[str, ...]) -> list[str]:
    return [
        model._meta.db_table
        for config in apps.get_app_configs()
        if config.label in labels
        for model in config.get_models(include_auto_created=True)
    ]


def _named(what: str) -> str:
    """At most 63 bytes, PostgreSQL's limit for a name."""
    return f"{connection.settings_dict['NAME']}.{what}"[:63]
