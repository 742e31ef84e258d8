"""发文 as people look at it: its lists, and one document with everything around it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from shared_apps.kernel.clock import working_hours
from shared_apps.kernel.errors import Forbidden, NotFound
from tenant_apps.correspondence import judging, rules, ruling, viewing
from tenant_apps.correspondence.models import (
    Addressee,
    LedgerNumber,
    Letterhead,
    Origin,
    OutgoingDocument,
)
from tenant_apps.files.models import Attachment
from tenant_apps.files.queries import attachments_of
from tenant_apps.organization.models import Staff
from tenant_apps.organization.queries import departments_within, holders_of
from tenant_apps.workflow import graphs, overruling
from tenant_apps.workflow.models import Item

OUTGOING_STAGES = (
    "draft",
    "review",
    "extra",
    "cosign",
    "sign",
    "verify",
    "register",
    "print",
    "release",
    "released",
)
MAY_READ_LEDGER = ("outgoing.register", "numbering.manage", "read.unit")
OVER = ("void", "declined")


@dataclass(frozen=True)
class Stage:
    key: str
    label: str
    state: str  # done, now, next
    at: datetime | None
    by: str


@dataclass(frozen=True)
class Opinion:
    step: str
    step_name: str
    name: str
    title: str
    text: str
    action: str
    at: datetime


@dataclass(frozen=True)
class Delivery:
    """One copy under way, with the working hours from release to 签收 (or until now)."""

    row: Addressee
    hours: float


@dataclass(frozen=True)
class OutgoingPicture:
    """A document as its page shows it; what is not here is the document's own."""

    document: OutgoingDocument
    addressees: list[dict[str, str]]
    copies: list[dict[str, str]]
    goes_up: bool
    stages: list[Stage]
    attachments: Sequence[Attachment]
    page_count: int
    acts: list[rules.Act]
    may_edit: bool
    verdict: ruling.Verdict
    checklist: list[dict[str, Any]]
    opinions: list[Opinion]
    deliveries: list[Delivery]
    answers: list[Any]
    origin: Origin | None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.document, name)


# ---- lists -----------------------------------------------------------------------------


def outgoing_for(  # noqa: PLR0913  one word for each column one may ask by
    viewer: Staff,
    *,
    stage: str = "",
    q: str = "",
    year: str = "",
    prefix: str = "",
    kind: str = "",
) -> QuerySet[OutgoingDocument]:
    """发文 this person may see; `year` is that of the number, or of the draft without one."""
    found = OutgoingDocument.objects.visible_to(viewer).select_related("drafter")
    for name, value in (("stage", stage), ("prefix", prefix), ("doc_kind", kind)):
        if value:
            found = found.filter(**{name: value})
    if number := year_of(year):
        of_year = Q(number__contains=f"〔{number}〕")  # a 预留号 may be used in the year after
        found = found.filter(of_year | Q(number=None, created_at__year=number))
    if q:
        found = found.filter(
            Q(title__icontains=q) | Q(number__icontains=q) | Q(drafter__name__icontains=q)
        )
    return found


def letterheads() -> QuerySet[Letterhead]:
    return Letterhead.objects.order_by("position", "pk")


def ledger_for(
    viewer: Staff, *, prefix: str = "", year: str = "", state: str = ""
) -> QuerySet[LedgerNumber]:
    """文号台账: for who registers, looks after letterheads or reads for the unit."""
    if not any(viewer.holds(f"correspondence.{one}") for one in MAY_READ_LEDGER):
        raise Forbidden("文号台账由办公室和机要文书查阅。")
    found = LedgerNumber.objects.all()
    for name, value in (("prefix", prefix), ("state", state)):
        if value:
            found = found.filter(**{name: value})
    number = year_of(year)
    return found.filter(year=number) if number else found


def year_of(said: str) -> int | None:
    """A year as a filter gives it; anything else asks for none."""
    return int(said) if re.fullmatch(r"[12][0-9]{3}", said) else None


# ---- one document ----------------------------------------------------------------------


def find_outgoing(document_id: UUID, *, viewer: Staff) -> OutgoingDocument:
    found = (
        OutgoingDocument.objects.visible_to(viewer)
        .select_related("drafter", "signatory", "run")
        .filter(pk=document_id)
        .first()
    )
    if found is None:
        raise NotFound("没有这份公文，或您无权查看。")
    return found


def outgoing_picture(
    document: OutgoingDocument, *, viewer: Staff, at: datetime
) -> OutgoingPicture:
    recipients = list(document.addressees.all())
    items = items_of(document.run_id)
    road, here = _road(document, items), here_of(document.stage, items)
    desk = desk_of(document.stage, road.get(here, document.get_stage_display()), items, viewer)
    released = document.stage == "released"
    attachments = attachments_of("outgoing", document.pk)
    verdict = judging.verdict_on(document, recipients, [one.name for one in attachments])
    return OutgoingPicture(
        document=document,
        addressees=_named(recipients, "main"),
        copies=_named(recipients, "copy"),
        goes_up=judging.goes_up(document, recipients),
        stages=stages_of(road, here, items, ended=document.stage in OVER),
        attachments=attachments,
        page_count=viewing.outgoing_page_count(
            document, recipients, [one.name for one in attachments]
        ),
        acts=rules.outgoing_acts(
            rules.OutgoingView(
                desk=desk,
                signing=signing_of(document, viewer)
                if desk.is_mine and document.stage == "sign"
                else None,
                is_drafter=document.drafter_id == viewer.pk,
                missing=tuple(rules.missing(as_draft(document, recipients))),
                refused=tuple(f"{one.title}（{one.article}）" for one in verdict.refused),
                unexplained=tuple(f"{one.title}（{one.article}）" for one in verdict.unexplained),
                states=frozenset(row.state for row in recipients) if released else frozenset(),
                may_release=viewer.holds("correspondence.outgoing.release"),
                waits=viewing.why_not_on(document),
            )
        ),
        may_edit=desk.is_mine and document.stage in rules.EDITABLE,
        verdict=verdict,
        checklist=_checklist(document, verdict),
        opinions=opinions_of(items),
        deliveries=[Delivery(row, hours_under_way(row, at)) for row in recipients if released],
        answers=list(document.answers.order_by("at")) if released else [],
        origin=Origin.objects.filter(document=document).select_related("source").first(),
    )


def signing_of(document: OutgoingDocument, by: Staff) -> rules.Signing:
    """The question whether this person may sign this document (条例 22)."""
    reach = departments_within(by, "correspondence.outgoing.sign")
    upward = judging.goes_up(document)
    may_major = by.holds("correspondence.outgoing.sign_major")
    asked = (upward or document.is_major) and not may_major
    return rules.Signing(
        upward=upward,
        is_major=document.is_major,
        may_sign=by.holds("correspondence.outgoing.sign"),
        may_sign_major=may_major,
        within_reach=reach is None or document.department_id in reach,
        principals=tuple(one.name for one in holders_of("correspondence.outgoing.sign_major"))
        if asked
        else (),
    )


def _checklist(document: OutgoingDocument, verdict: ruling.Verdict) -> list[dict[str, Any]]:
    """核稿清单: filled by the rules first, to be ticked at 审核; and what was ticked there."""
    if document.stage != "review" and not document.checked:
        return []
    ticked = document.checked.get("ticked", ruling.filled(verdict.findings))
    return [
        {"key": one.key, "text": one.text, "article": one.article, "ticked": one.key in ticked}
        for one in ruling.CHECKLIST
    ]


def as_draft(document: OutgoingDocument, recipients: Iterable[Addressee]) -> rules.Draft:
    return rules.Draft(
        title=document.title,
        body=document.body,
        has_addressees=any(row.role == "main" for row in recipients),
        has_signatory=document.signatory_id is not None,
    )


def hours_under_way(row: Addressee, at: datetime) -> float:
    return working_hours(row.sent_at, row.settled_at or at) if row.sent_at else 0.0


def _road(document: OutgoingDocument, items: list[Item]) -> dict[str, str]:
    """The stages of this document as its run is drawn, named: what may be passed by (会签) only
    where it was not."""
    labels = dict(OutgoingDocument.Stage.choices)
    chart = graphs.load(document.run.graph_id)
    passed = {item.step.node for item in items}
    steps = {
        node.key: str(labels.get(node.key, node.name))
        for node in chart.tasks()
        if node.key in passed or not overruling.avoidable(chart, chart.start, node.key)
    }
    return steps | {"released": str(labels["released"])}


def here_of(stage: str, items: Iterable[Item]) -> str:
    """审签, 阅批 are of several steps: the one where somebody has it now."""
    if stage != "extra":
        return stage
    return next((one.step.node for one in items if one.status == Item.Status.OPEN), "")


def items_of(run_id: UUID) -> list[Item]:
    """Every turn of the run in order: the desk, the opinions and the stages all read it."""
    found = Item.objects.filter(run_id=run_id).select_related("step", "owner", "by")
    return list(found.order_by("step__opened_seq", "slot", "turn"))


def desk_of(stage: str, label: str, items: list[Item], viewer: Staff) -> rules.Desk:
    holding = [item.owner for item in items if item.status == Item.Status.OPEN]
    mine = any(owner.pk == viewer.pk for owner in holding)
    return rules.Desk(stage, label, tuple(owner.name for owner in holding), mine)


def opinions_of(items: list[Item]) -> list[Opinion]:
    return [
        Opinion(
            step=item.step.node,
            step_name=item.step.name,
            name=item.by.name,
            title=item.by.title,
            text=item.opinion,
            action=item.action,
            at=item.closed_at,
        )
        for item in items
        if item.status == Item.Status.DONE and item.by and item.closed_at
    ]


def stages_of(
    road: Mapping[str, str], here: str, items: list[Item], *, ended: bool
) -> list[Stage]:
    """The track at the top of the page: what is behind carries its time and its hand."""
    last = {
        item.step.node: item for item in items if item.action == Item.Action.APPROVE and item.by
    }
    keys = list(road)
    now = keys.index(here) if here in road else -1
    found = []
    for place, (key, label) in enumerate(road.items()):
        item = last.get(key)
        past = place < now or (place == now == len(keys) - 1)
        found.append(
            Stage(
                key=key,
                label=label,
                state="done" if past else "now" if place == now and not ended else "next",
                at=item.closed_at if past and item else None,
                by=item.by.name if past and item and item.by else "",
            )
        )
    return found


def _named(recipients: Iterable[Addressee], role: str) -> list[dict[str, str]]:
    return [
        {"code": row.unit_code, "name": row.name, "short_name": row.short_name}
        for row in recipients
        if row.role == role
    ]
