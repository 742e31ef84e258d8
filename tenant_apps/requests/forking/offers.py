"""市级模板 as a unit's administrator sees them: there, newer, or being taken over."""

from dataclasses import dataclass
from typing import Any

from shared_apps.kernel.errors import NotFound
from shared_apps.templates import queries as templates
from shared_apps.templates.models import Template
from tenant_apps.forms.models import Form
from tenant_apps.requests.forking import updating
from tenant_apps.requests.models import RequestKind
from tenant_apps.workflow.models import FlowDraft


@dataclass(frozen=True)
class Offer:
    """`state`: offered (not taken), current, newer, updating, own (drawn by the unit itself)."""

    key: str
    name: str
    group: str
    hint: str
    icon: str
    state: str
    begun: int  # 0: not taken
    newest: int  # 0: not the city's
    pending: int
    note: str
    drafts: list[str]
    form_key: str
    flow_key: str


@dataclass(frozen=True)
class Comparison:
    """One kind and the city's newest version of it, change by change."""

    offer: Offer
    news: list[Template]  # what the city published since, newest first
    form_revision: int
    flow_edit: int
    rows: list[updating.Row]


def every() -> list[Offer]:
    kinds = {kind.key: kind for kind in RequestKind.objects.order_by("position", "name")}
    drafts = _drafts()
    offered = {one.key: one for one in templates.in_force()}
    mine = [_offer(kind, offered.get(kind.template), drafts) for kind in kinds.values()]
    return mine + [_unclaimed(one) for key, one in offered.items() if key not in kinds]


def one(key: str) -> Comparison:
    kind = RequestKind.objects.filter(key=key).first()
    if kind is None:
        raise NotFound("没有这个事项，或本单位还没有采用。")
    if not kind.template:
        return Comparison(_offer(kind, None, _drafts()), [], 0, 0, [])
    update = updating.of(kind)
    news = [
        version
        for version in templates.versions(kind.template)
        if version.number > kind.template_number
    ]
    return Comparison(
        offer=_offer(kind, update.city, _drafts()),
        news=news,
        form_revision=update.form.revision,
        flow_edit=update.draft.edit if update.draft else 0,
        rows=update.rows if news and kind.pending is None else [],
    )


def _offer(kind: RequestKind, city: Template | None, drafts: dict[str, list[str]]) -> Offer:
    newest = city.number if city else 0
    return Offer(
        **{name: getattr(kind, name) for name in ("key", "name", "group", "hint", "icon")},
        state=_state(kind, newest),
        begun=kind.template_number,
        newest=newest,
        pending=(kind.pending or {}).get("number", 0),
        note=city.note if city else "",
        drafts=drafts.get(kind.form_key, []),
        form_key=kind.form_key,
        flow_key=kind.flow_key,
    )


def _state(kind: RequestKind, newest: int) -> str:
    if not kind.template:
        return "own"
    if kind.pending is not None:
        return "updating"
    return "newer" if newest > kind.template_number else "current"


def _unclaimed(city: Template) -> Offer:
    body: dict[str, Any] = city.body
    return Offer(
        key=city.key,
        **{name: body[name] for name in ("name", "group", "hint", "icon")},
        state="offered",
        begun=0,
        newest=city.number,
        pending=0,
        note=city.note,
        drafts=[],
        form_key="",
        flow_key="",
    )


def _drafts() -> dict[str, list[str]]:
    """Key of form and flow, which are one → what is drawn and not published."""
    found: dict[str, list[str]] = {}
    for key in Form.objects.exclude(draft=None).values_list("key", flat=True):
        found.setdefault(key, []).append("form")
    for key in FlowDraft.objects.values_list("key", flat=True):
        found.setdefault(key, []).append("flow")
    return found
