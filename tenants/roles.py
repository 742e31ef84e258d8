"""Database roles: one per unit, one for the city floor, one group of all units.

A unit's role may read the city's directory, add to the outbox, and do as it likes with the rows
of its own schema. A forgotten schema is therefore an error, not a leak. (Honest against mistakes
of the ORM; against injected SQL it is no wall, hence no raw SQL outside a short reviewed list.)
Roles belong to the cluster, not to a database, so their names carry the database's.
"""

import hashlib

from django.apps import apps
from django.conf import settings
from django.db.backends.utils import CursorWrapper
from django_tenants.utils import quote_schema_name as quoted

from tenants.backend.base import wrapper

UNIT_READS = ("tenants", "directory", "reference", "templates", "contenttypes")
# Why a unit was suspended, and which templates the others took, is the city's own business.
UNIT_NEVER_READS = ("tenants_unitevent", "templates_taking")
UNIT_ADDS = ("outbox_dispatch",)
LOGIN_READS = ("tenants_unit", "tenants_domain")  # to find the floor it then steps on
ROWS = "SELECT, INSERT, UPDATE, DELETE"
LONGEST_NAME = 63  # bytes, PostgreSQL's limit


def city() -> str:
    return _named("city")


def units() -> str:
    """The group every unit's role belongs to: what all of them may do in public."""
    return _named("units")


def of_unit(schema: str) -> str:
    return _named(schema)


def settle_public() -> None:
    """After every migration of public: the roles exist and hold exactly what is listed above."""
    floor, everyone = quoted(city()), quoted(units())
    with wrapper().cursor() as cursor:
        ensure(cursor, city())
        ensure(cursor, units())
        for sql in (
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
            f"GRANT USAGE ON SCHEMA public TO {floor}, {everyone}",
            f"GRANT {ROWS} ON ALL TABLES IN SCHEMA public TO {floor}",
            f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {floor}",
            f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {everyone}",
            f"REVOKE INSERT, UPDATE, DELETE ON public.django_migrations FROM {floor}",
            *_grants("SELECT", public_tables_read_by_units(), everyone),
            *_grants("INSERT", UNIT_ADDS, everyone),
        ):
            cursor.execute(sql)
        _settle_login(cursor)


def settle_unit(schema: str) -> None:
    """After a unit's schema is made or migrated: its role may use the rows, and alter nothing."""
    with wrapper().cursor() as cursor:
        ensure(cursor, of_unit(schema))
        cursor.execute(";".join(unit_grants(schema)))


def unsettled(schemas: list[str]) -> list[str]:
    """Schemas whose role is missing or was given nothing: a restored dump brings no roles along,
    and a serving login that was made later belongs to none."""
    named = {of_unit(schema): schema for schema in schemas}
    with wrapper().cursor() as cursor:
        cursor.execute(
            """
            SELECT asked.role FROM unnest(%s::text[], %s::text[]) asked (role, schema)
            JOIN pg_namespace n ON n.nspname = asked.schema
            LEFT JOIN pg_roles r ON r.rolname = asked.role
            LEFT JOIN pg_roles login ON login.rolname = %s
            WHERE r.oid IS NULL OR NOT has_schema_privilege(r.oid, n.oid, 'USAGE')
               OR login.oid IS NOT NULL AND NOT pg_has_role(login.oid, r.oid, 'MEMBER')
            """,
            [list(named), list(named.values()), settings.HESHU_APP_LOGIN],
        )
        return [named[role] for (role,) in cursor.fetchall()]


def unit_grants(schema: str) -> list[str]:
    role, place = quoted(of_unit(schema)), quoted(schema)
    return [
        f"GRANT {quoted(units())} TO {role}",
        f"GRANT USAGE ON SCHEMA {place} TO {role}",
        f"REVOKE CREATE ON SCHEMA {place} FROM {role}",
        f"GRANT {ROWS} ON ALL TABLES IN SCHEMA {place} TO {role}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {place} TO {role}",
        f"REVOKE INSERT, UPDATE, DELETE ON {place}.django_migrations FROM {role}",
    ]


def public_tables_read_by_units() -> list[str]:
    tables = [
        model._meta.db_table
        for config in apps.get_app_configs()
        if config.label in UNIT_READS
        for model in config.get_models(include_auto_created=True)
    ]
    return sorted(set(tables) - set(UNIT_NEVER_READS))


def ensure(cursor: CursorWrapper, role: str) -> None:
    """The role exists; the building login and the serving one may step into it."""
    if not _exists(cursor, role):
        cursor.execute(f"CREATE ROLE {quoted(role)} NOLOGIN")
    # From version 16 on, having made a role does not mean that one may also become it.
    stepping = "SET" if wrapper().pg_version >= 160_000 else "MEMBER"
    cursor.execute(
        "SELECT pg_has_role(current_user, %s, %s),"
        " EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s)",
        [role, stepping, settings.HESHU_APP_LOGIN],
    )
    may_become, served = cursor.fetchone()
    if not may_become:
        cursor.execute(f"GRANT {quoted(role)} TO CURRENT_USER")
    if served:
        cursor.execute(f"GRANT {quoted(role)} TO {quoted(settings.HESHU_APP_LOGIN)}")


def _settle_login(cursor: CursorWrapper) -> None:
    """The serving login owns nothing and finds the floors; set_config is a way out of a role.

    Only a superuser can take set_config away; where our login is none, the cluster's maker has
    done it (tenants.postgres.settings) or `unit check` says that it is open.
    """
    login = quoted(settings.HESHU_APP_LOGIN)
    served = _exists(cursor, settings.HESHU_APP_LOGIN)
    if served:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {login}")
        for sql in _grants("SELECT", LOGIN_READS, login):
            cursor.execute(sql)
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if cursor.fetchone()[0]:
        function = "FUNCTION pg_catalog.set_config(text, text, boolean)"
        cursor.execute(f"REVOKE EXECUTE ON {function} FROM PUBLIC")
        if served:
            cursor.execute(f"GRANT EXECUTE ON {function} TO {login}")


def _grants(what: str, tables: tuple[str, ...] | list[str], role: str) -> list[str]:
    return [f"GRANT {what} ON public.{quoted(table)} TO {role}" for table in tables]


def _exists(cursor: CursorWrapper, role: str) -> bool:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    return cursor.fetchone() is not None


def _named(what: str) -> str:
    """`<database>.<what>`; a name PostgreSQL would cut short gets a digest that keeps it apart."""
    name = f"{wrapper().settings_dict['NAME']}.{what}"
    if len(name.encode()) <= LONGEST_NAME:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:12]
    return f"{name.encode()[: LONGEST_NAME - 13].decode(errors='ignore')}.{digest}"
