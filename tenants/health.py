"""Is every unit as it ought to be? Each examination returns what it found wrong, in Chinese."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.db.backends.utils import CursorWrapper

from tenants import migrating, roles
from tenants.backend.base import wrapper
from tenants.fingerprints import differences
from tenants.models import Domain, Unit

SHORTEST_KEY = 32  # characters
SHOWN = 5  # differences of one unit that are spelt out


@dataclass(frozen=True)
class Finding:
    what: str  # structure, history, rights, login, domains, keys
    unit: str  # its code; empty where the whole city is meant
    message: str


def examine(units: list[Unit]) -> Iterator[tuple[str, list[Finding]]]:
    """One examination after another, so that whoever waits sees progress."""
    for name, label, look in EXAMINATIONS:
        yield label, [Finding(name, unit, said) for unit, said in look(units)]


Said = Iterator[tuple[str, str]]


def _structures(units: list[Unit]) -> Said:
    missing = migrating.unbuilt(units)
    for unit in missing:
        yield unit.code, f"没有模式 {unit.schema_name}，或其中没有升级记录"
    for difference in differences([unit for unit in units if unit not in missing]):
        for line in difference.lacks[:SHOWN]:
            yield difference.unit.code, f"缺少 {line}"
        for line in difference.extra[:SHOWN]:
            yield difference.unit.code, f"多出 {line}"
        if (rest := len(difference.lacks) + len(difference.extra) - 2 * SHOWN) > 0:
            yield difference.unit.code, f"还有约 {rest} 处不同"


def _histories(units: list[Unit]) -> Said:
    missing = migrating.unbuilt(units)
    for group in migrating.plan([unit for unit in units if unit not in missing]):
        if group.migrations:
            for unit in group.units:
                said = f"落后 {len(group.migrations)} 步升级，请运行 migrate_units"
                yield unit.code, said


def _rights(units: list[Unit]) -> Said:
    with wrapper().cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE NOT rolcanlogin")
        standing = {name for (name,) in cursor.fetchall()}
        present = [unit for unit in units if roles.of_unit(unit.schema_name) in standing]
        for unit in units:
            if unit not in present:
                yield unit.code, f"没有数据库角色 {roles.of_unit(unit.schema_name)}"
        if roles.city() not in standing or roles.units() not in standing:
            yield "", "缺少全区的数据库角色，请运行 migrate_city"
            return
        yield from _own_tables(cursor, present)
        yield from _foreign_schemas(cursor, present)
        yield from _public_tables(cursor, present)


def _own_tables(cursor: CursorWrapper, units: list[Unit]) -> Said:
    """Every table of the unit serves its role, and the role can alter none of them."""
    for unit in units:
        role = roles.of_unit(unit.schema_name)
        cursor.execute(
            """
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = %(schema)s AND c.relkind IN ('r', 'p', 'v', 'm')
              AND NOT (has_schema_privilege(%(role)s, n.oid, 'USAGE')
                AND has_table_privilege(%(role)s, c.oid, 'SELECT')
                AND (c.relname = 'django_migrations' OR (
                    has_table_privilege(%(role)s, c.oid, 'INSERT')
                    AND has_table_privilege(%(role)s, c.oid, 'UPDATE')
                    AND has_table_privilege(%(role)s, c.oid, 'DELETE'))))
            """,
            {"schema": unit.schema_name, "role": role},
        )
        if closed := [table for (table,) in cursor.fetchall()]:
            yield unit.code, f"角色用不了自己的表：{'、'.join(closed)}"
        cursor.execute(
            "SELECT has_schema_privilege(%s, oid, 'CREATE') FROM pg_namespace WHERE nspname = %s",
            [role, unit.schema_name],
        )
        if (may := cursor.fetchone()) and may[0]:
            yield unit.code, "角色能在自己的模式里建表"


def _foreign_schemas(cursor: CursorWrapper, units: list[Unit]) -> Said:
    cursor.execute(
        """
        SELECT r.rolname, n.nspname FROM pg_namespace n
        JOIN pg_roles r ON r.rolname = ANY(%s)
        WHERE n.nspname LIKE 'unit\\_%%'
          AND has_schema_privilege(r.oid, n.oid, 'USAGE')
        """,
        [[roles.city(), *(roles.of_unit(unit.schema_name) for unit in units)]],
    )
    own = {(roles.of_unit(unit.schema_name), unit.schema_name): unit for unit in units}
    codes = {roles.of_unit(unit.schema_name): unit.code for unit in units}
    for role, schema in cursor.fetchall():
        if (role, schema) not in own:
            yield codes.get(role, ""), f"角色 {role} 能进入别人的模式 {schema}"


def _public_tables(cursor: CursorWrapper, units: list[Unit]) -> Said:
    """What the units may do in public is listed in roles.py; here is what they really may."""
    allowed = {(table, "SELECT") for table in roles.public_tables_read_by_units()}
    allowed |= {(table, "INSERT") for table in roles.UNIT_ADDS}
    cursor.execute(
        """
        SELECT g.rolname, c.relname, a.privilege_type
        FROM pg_class c, aclexplode(c.relacl) a JOIN pg_roles g ON g.oid = a.grantee
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind <> 'S'
          AND g.rolname = ANY(%s) ORDER BY 1, 2, 3
        """,
        [[roles.units(), *(roles.of_unit(unit.schema_name) for unit in units)]],
    )
    granted = cursor.fetchall()
    for role, table, what in granted:
        if (table, what) not in allowed or role != roles.units():
            yield "", f"角色 {role} 对 public.{table} 多了 {what} 权限"
    held = {(table, what) for role, table, what in granted if role == roles.units()}
    for table, what in sorted(allowed - held):
        yield "", f"各单位对 public.{table} 少了 {what} 权限，请运行 migrate_city"


def _login(units: list[Unit]) -> Said:
    """The serving login owns nothing, inherits nothing, and may step onto every floor."""
    name = settings.HESHU_APP_LOGIN
    with wrapper().cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolinherit, rolcreaterole OR rolcreatedb, rolbypassrls,"
            " EXISTS (SELECT 1 FROM pg_class WHERE relowner = r.oid)"
            " FROM pg_roles r WHERE rolname = %s",
            [name],
        )
        row = cursor.fetchone()
        if row is None:
            yield "", f"没有服务登录名 {name}：网站正以建库的身份运行"
            return
        faults = (
            "是超级用户",
            "会自动继承各单位的权限",
            "能建角色或数据库",
            "能绕过行级规则",
            "拥有数据表",
        )
        for is_so, fault in zip(row, faults, strict=True):
            if is_so:
                yield "", f"服务登录名 {name} {fault}"
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)"
            " AND NOT pg_has_role(%s, oid, 'MEMBER')",
            [[roles.city(), *(roles.of_unit(unit.schema_name) for unit in units)], name],
        )
        for (role,) in cursor.fetchall():
            yield "", f"服务登录名 {name} 进不了 {role}"
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_proc p, aclexplode(coalesce(p.proacl,"
            " acldefault('f', p.proowner))) a WHERE p.proname = 'set_config' AND a.grantee = 0)"
        )
        if cursor.fetchone()[0]:
            yield "", "任何角色都能调用 set_config：请由数据库管理员收回 PUBLIC 的执行权"


def _domains(units: list[Unit]) -> Said:
    rows = Domain.objects.filter(tenant__in=units).order_by("tenant_id", "-is_primary")
    by_unit = {key: list(group) for key, group in groupby(rows, lambda row: row.tenant_id)}
    for unit in units:
        names = by_unit.get(unit.pk, [])
        if not names:
            yield unit.code, "没有域名"
        elif f"{unit.subdomain}.{settings.HESHU_DOMAIN}" not in [name.domain for name in names]:
            said = "、".join(name.domain for name in names)
            yield unit.code, f"域名 {said} 里没有 {unit.subdomain}.{settings.HESHU_DOMAIN}"


def _keys(units: list[Unit]) -> Said:
    names = ("SECRET_KEY", "JOURNAL_KEY", "SEAL_KEY")
    keys = {name: getattr(settings, name) for name in names}
    for name, key in keys.items():
        if len(key) < SHORTEST_KEY:
            yield "", f"{name} 不足 {SHORTEST_KEY} 个字符"
    if len(set(keys.values())) < len(keys):
        yield "", f"{'、'.join(names)} 不应相同"


EXAMINATIONS: list[tuple[str, str, Callable[[list[Unit]], Said]]] = [
    ("structure", "结构一致", _structures),
    ("history", "升级到位", _histories),
    ("rights", "角色与权限", _rights),
    ("login", "服务登录名", _login),
    ("domains", "域名", _domains),
    ("keys", "密钥", _keys),
]
