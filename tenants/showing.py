"""What the operator sees of a unit."""

from typing import Any

from shared_apps.kernel.errors import NotFound
from tenants.backend.base import wrapper
from tenants.console import Desk
from tenants.models import Unit

COLOURS = {
    Unit.Status.ACTIVE: "green",
    Unit.Status.SUSPENDED: "red",
    Unit.Status.PREPARING: "yellow",
}
LABELS = {
    "code": "代码",
    "name": "名称",
    "short_name": "简称",
    "kind": "类别",
    "parent": "上级",
    "subdomain": "域名前缀",
    "schema": "模式",
    "status": "状态",
    "url": "网址",
    "provenance": "来源",
    "created_at": "建立于",
    "domains": "域名",
    "tables": "表",
    "bytes": "字节",
}


def find(named: str) -> Unit:
    """By code or by subdomain, as the operator has it at hand."""
    units = Unit.objects.select_related("parent")
    unit = units.filter(code=named).first() or units.filter(subdomain=named).first()
    if unit is None:
        raise NotFound(f"没有代码或域名前缀为“{named}”的单位，可用 unit list 查看。")
    return unit


def facts_of(unit: Unit) -> dict[str, Any]:
    return {
        "code": unit.code,
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": unit.kind,
        "parent": unit.parent.code if unit.parent else None,
        "subdomain": unit.subdomain,
        "schema": unit.schema_name,
        "status": unit.status,
        "url": unit.url,
        "provenance": unit.provenance,
        "created_at": unit.created_at.isoformat(),
    }


def details_of(unit: Unit) -> dict[str, Any]:
    with wrapper().cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint"
            " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = %s AND c.relkind = 'r'",
            [unit.schema_name],
        )
        tables, size = cursor.fetchone()
    events = unit.events.order_by("-at")
    return facts_of(unit) | {
        "domains": [domain.domain for domain in unit.domains.all()],
        "tables": tables,
        "bytes": size,
        "events": [
            {"verb": said.verb, "at": said.at.isoformat(), "by": said.by_name, "why": said.why}
            for said in events
        ],
    }


def print_list(desk: Desk, units: list[Unit]) -> None:
    rows = [
        [
            unit.code,
            unit.short_name,
            unit.get_kind_display(),
            unit.parent.short_name if unit.parent else "",
            f"[{COLOURS[Unit.Status(unit.status)]}]{unit.get_status_display()}[/]",
            unit.url,
        ]
        for unit in units
    ]
    desk.table("代码", "简称", "类别", "上级", "状态", "网址", rows=rows)
    desk.say(f"共 {len(units)} 个单位")


def print_details(desk: Desk, details: dict[str, Any]) -> None:
    rows = [[label, _words(details[name])] for name, label in LABELS.items()]
    desk.table("", details["short_name"], rows=rows)
    if details["events"]:
        kept = [
            [said["at"][:16], said["verb"], said["by"], said["why"]] for said in details["events"]
        ]
        desk.table("时间", "大事", "谁", "原因", rows=kept)


def _words(value: object) -> str:
    if isinstance(value, list):
        return "、".join(value)
    return "" if value is None else str(value)
