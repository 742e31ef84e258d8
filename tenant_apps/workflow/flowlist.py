"""Which flows a unit has, in what versions, and how many matters run on each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.db.models.fields.json import KeyTextTransform

from tenant_apps.workflow import definitions, designing, graphs, wording
from tenant_apps.workflow.models import Definition, FlowDraft, FlowSource, Run

SHIPPED = "系统预置"


@dataclass(frozen=True)
class FlowLine:
    """One flow of the list. Version 0: drawn, but never published."""

    key: str
    name: str
    version: int
    draft: bool
    active: bool
    runs_open: int
    updated_at: datetime
    updated_by: str
    is_stock: bool
    form: str  # the form it asks for; empty where that carries the flow's own key, or is none


@dataclass(frozen=True)
class Version:
    version: int
    name: str
    at: datetime
    by: str
    is_active: bool
    is_stock: bool


@dataclass(frozen=True)
class Flow:
    """One flow as its designer sees it."""

    key: str
    name: str
    version: int
    graph: dict[str, Any] | None
    draft: FlowDraft | None
    versions: list[Version]
    runs_open: int
    is_stock: bool
    names: dict[str, str]
    locked: list[str] = field(default_factory=list)  # compulsory steps and office verbs
    fixed: bool = False  # the steps of a document's flow are given; their settings are not
    room: str = ""  # of such a flow: the step before which the unit may draw in more
    imported: bool = False


def flows() -> list[FlowLine]:
    """Those in force and those only drawn, the documents' first."""
    drafts = {draft.key: draft for draft in FlowDraft.objects.select_related("updated_by")}
    active = Definition.objects.filter(is_active=True)
    in_force = list(active.annotate(form=KeyTextTransform("form", "graph__body")).order_by("key"))
    versions = {(one.key, one.number): one for one in _published(flow.key for flow in in_force)}
    stock = set(Definition.objects.filter(is_stock=True).values_list("key", flat=True))
    counted = _running()
    lines = [
        _line(flow, versions.get((flow.key, flow.version)), drafts.pop(flow.key, None))
        for flow in in_force
    ]
    lines += [_only_drawn(draft) for draft in drafts.values()]
    return [
        FlowLine(
            **{
                **vars(line),
                "runs_open": counted.get(line.key, 0),
                "is_stock": line.key in stock,
            }
        )
        for line in sorted(lines, key=lambda line: (line.key not in stock, line.key))
    ]


def flow(key: str) -> Flow:
    current = Definition.objects.filter(key=key, is_active=True).select_related("graph").first()
    draft = designing.draft_of(key)
    if current is None and draft is None:
        raise _unknown()
    bodies = [current.graph.body] if current else []
    bodies += [draft.body] if draft else []
    named = wording.names_in(*bodies)
    stock = definitions.stock_of(key)
    tasks = graphs.load(stock.graph_id).tasks() if stock else []
    return Flow(
        key=key,
        name=draft.name if draft else current.name if current else key,
        version=current.version if current else 0,
        graph=current.graph.body if current else None,
        draft=draft,
        versions=versions(key),
        runs_open=_running().get(key, 0),
        is_stock=stock is not None,
        names={**named.of, **named.flows},
        locked=[node.key for node in tasks if node.verb or getattr(node, "compulsory", False)],
        fixed=bool(tasks) and all(node.verb for node in tasks),
        room=definitions.room_in(key),
        imported=FlowSource.objects.filter(key=key).exists(),
    )


def published(key: str) -> list[Version]:
    """The versions of a flow alone; a flow that was only drawn has none yet."""
    found = versions(key)
    if not found and designing.draft_of(key) is None:
        raise _unknown()
    return found


def _unknown() -> definitions.UnknownFlow:
    return definitions.UnknownFlow("没有这个流程，请回到流程列表刷新。")


def versions(key: str) -> list[Version]:
    """Newest first, each with who published it and when (django-simple-history)."""
    active = {
        flow.version: flow.is_active
        for flow in Definition.objects.filter(key=key).only("version", "is_active")
    }
    return [
        Version(
            version=one.number,
            name=one.name,
            at=one.at,
            by=one.by,
            is_active=active.get(one.number, False),
            is_stock=one.is_stock,
        )
        for one in sorted(_published([key]), key=lambda one: -one.number)
    ]


@dataclass(frozen=True)
class _Published:
    key: str
    number: int
    name: str
    at: datetime
    by: str
    is_stock: bool


def _published(keys: Iterable[str]) -> list[_Published]:
    """The birth of every version, from the history."""
    born = Definition.history.filter(key__in=list(keys), history_type="+")
    return [
        _Published(
            key=row.key,
            number=row.version,
            name=row.name,
            at=row.history_date,
            by=row.history_user.name if row.history_user else SHIPPED,
            is_stock=row.is_stock,
        )
        for row in born.select_related("history_user")
    ]


def _running() -> dict[str, int]:
    rows = Run.objects.live().values("definition__key").annotate(open=Count("pk"))
    return {row["definition__key"]: row["open"] for row in rows.order_by()}


def _line(flow: Definition, born: _Published | None, draft: FlowDraft | None) -> FlowLine:
    by = draft.updated_by.name if draft else born.by if born else SHIPPED
    at: Any = draft.updated_at if draft else born.at if born else None
    return FlowLine(
        key=flow.key,
        name=flow.name,
        version=flow.version,
        draft=draft is not None,
        active=True,
        runs_open=0,
        updated_at=at,
        updated_by=by,
        is_stock=flow.is_stock,
        form=_form(draft.body if draft else {"form": flow.form}),  # type: ignore[attr-defined]  # annotated
    )


def _form(body: Mapping[str, Any]) -> str:
    return str(body.get("form") or "")


def _only_drawn(draft: FlowDraft) -> FlowLine:
    return FlowLine(
        key=draft.key,
        name=draft.name,
        version=0,
        draft=True,
        active=False,
        runs_open=0,
        updated_at=draft.updated_at,
        updated_by=draft.updated_by.name,
        is_stock=False,
        form=_form(draft.body),
    )
