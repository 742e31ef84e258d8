"""Are the schemas of all units alike? What each consists of, line by line, names included.

Replayed migrations fit only schemas that are alike to the letter (migrating.py), so this is what
`unit check` watches. The order of columns is left out: a unit that was migrated has its new ones
last, one that was built later has them where the model has them, and no SQL of ours can tell.
"""

from collections import Counter
from dataclasses import dataclass

from tenants.backend.base import Floor, wrapper
from tenants.current import Nowhere
from tenants.models import Unit

PARTS = """
    SELECT 'column ' || c.relname || '.' || a.attname
        || ' ' || format_type(a.atttypid, a.atttypmod)
        || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
        || ' ' || a.attidentity::text || a.attgenerated::text
        || coalesce(' ' || pg_get_expr(d.adbin, d.adrelid), '') AS line
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relnamespace = {place} AND c.relkind IN ('r', 'p', 'v', 'm')
  UNION ALL
    SELECT 'constraint ' || conrelid::regclass || '.' || conname
        || ' ' || pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = {place} AND conrelid <> 0
  UNION ALL
    SELECT 'index ' || pg_get_indexdef(i.indexrelid)
        || CASE WHEN i.indisvalid THEN '' ELSE ' INVALID' END
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace = {place}
  UNION ALL
    SELECT 'trigger ' || pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relnamespace = {place} AND NOT t.tgisinternal
  UNION ALL
    SELECT 'function ' || pg_get_functiondef(oid)
    FROM pg_proc WHERE pronamespace = {place} AND prokind IN ('f', 'p')
  UNION ALL
    SELECT 'view ' || relname || ' ' || pg_get_viewdef(oid)
    FROM pg_class WHERE relnamespace = {place} AND relkind IN ('v', 'm')
  UNION ALL
    SELECT 'sequence ' || c.relname || ' ' || concat_ws(' ', format_type(s.seqtypid, NULL),
        s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle)
    FROM pg_class c JOIN pg_sequence s ON s.seqrelid = c.oid WHERE c.relnamespace = {place}
"""

CASTS = r"::(character varying|text)(\[\])?|[()]"


@dataclass(frozen=True)
class Difference:
    """How one unit's schema differs from what most units have."""

    unit: Unit
    lacks: list[str]
    extra: list[str]


def differences(units: list[Unit]) -> list[Difference]:
    """Units unlike the others, and in what. Of two kinds equally common the newer built is odd."""
    marks = {unit: _mark(unit.schema_name) for unit in units}
    if not marks:
        return []
    usual = Counter(marks.values()).most_common(1)[0][0]
    model = next(unit for unit, mark in marks.items() if mark == usual)
    return [_compare(unit, model) for unit, mark in marks.items() if mark != usual]


def _compare(unit: Unit, model: Unit) -> Difference:
    has, ought = _lines(unit.schema_name), _lines(model.schema_name)
    return Difference(unit, sorted(ought - has), sorted(has - ought))


def _mark(schema: str) -> str:
    hashed = "SELECT md5(string_agg(md5(line), '' ORDER BY line COLLATE \"C\")) FROM"
    return str(_ask(schema, hashed)[0])


def _lines(schema: str) -> set[str]:
    return set(_ask(schema, "SELECT line FROM"))


def _ask(schema: str, select: str) -> list[str]:
    """With an empty search_path names are written in full, so the unit's own can be left out.

    So are casts and brackets: a condition that went through a dump says IN (…) with other ones.
    """
    parts = PARTS.format(place=f"'{schema}'::regnamespace")
    plain = f"regexp_replace(replace(line, '{schema}.', ''), '{CASTS}', '', 'g')"
    own = f"SELECT {plain} AS line FROM ({parts}) said"  # noqa: S608
    with wrapper().on_floor(Floor(Nowhere(), "public", "")), wrapper().cursor() as cursor:
        cursor.execute(f"SET LOCAL search_path = ''; {select} ({own}) lines")
        return [line for (line,) in cursor.fetchall()]
