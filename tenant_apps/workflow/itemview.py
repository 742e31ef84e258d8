"""One item as its reader sees it: what they may do, else why not, and who can help.

The answers are those the acts themselves give: a button and its act cannot disagree.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared_apps.kernel.errors import DomainError, NotFound
from tenant_apps.organization.models import Staff
from tenant_apps.organization.queries import holders_of
from tenant_apps.workflow import (
    allowances,
    choosing,
    graphs,
    groups,
    options,
    returning,
    rules,
    subjects,
    supervising,
    timeline,
)
from tenant_apps.workflow.actions import intervening
from tenant_apps.workflow.boxes import WorkItem, as_work
from tenant_apps.workflow.models import Item, Run
from tenant_apps.workflow.supervisors import granted

LABELS = {
    "approve": "同意",
    "reject": "不同意",
    "send_back": "退回",
    "transfer": "转办",
    "delegate": "委派",
    "add": "加签",
    "remove": "减签",
    "take_back": "取回",
}
ON_DOCUMENT = ("approve", "reject", "send_back")  # they change the document as well
ON_ITS_PAGE = "请在公文页面办理。"
HELPERS = 5


@dataclass(frozen=True)
class Act:
    verb: str
    label: str
    allowed: bool
    reason: str
    who_can: list[str]
    danger: bool


@dataclass(frozen=True)
class Asked:
    """Somebody who was added at this step and has not acted."""

    item: UUID
    name: str
    place: str
    method: str
    status: str
    removable: bool


@dataclass(frozen=True)
class RunOf:
    id: UUID
    title: str
    status: str
    starter: str
    starter_department: str
    created_at: datetime
    flow_name: str
    resume_at: datetime | None
    parent: timeline.Above | None


@dataclass(frozen=True)
class Matter:
    """A run as its starter and its readers see it: nothing of it waits for them."""

    run: RunOf
    form: subjects.FormPart | None
    subject_label: str
    url: str


@dataclass(frozen=True)
class ItemDetail:
    work: WorkItem
    run: RunOf
    status: str
    kind: str
    mode: str
    acts: list[Act]
    asked: list[Asked]
    choices: list[choosing.Choice]  # 下一步办理人由您指定
    opinion_draft: str
    opinion_kind: str
    opinion_label: str
    acting_for: Staff | None
    answers_to: str  # who decides where this seat only gives an opinion
    blind: bool
    free: bool
    compulsory: bool
    form: subjects.FormPart | None
    subject_label: str
    own_verbs: bool
    url: str


def find(item_id: UUID, *, viewer: Staff) -> Item:
    seen = Run.objects.visible_to(viewer).values("pk")
    found = Item.objects.filter(pk=item_id, run__in=seen)
    item = found.select_related(
        "run__definition", "run__starter__department", "step", "owner", "principal", "sender",
        "mandate", "by",
    ).first()  # fmt: skip
    if item is None:
        raise NotFound("没有这件待办，或您无权查看。")
    return item


def detail(item_id: UUID, *, viewer: Staff, now: datetime) -> ItemDetail:
    item = find(item_id, viewer=viewer)
    look = Look(item, viewer, now)
    node, run = look.node, item.run
    kind = subjects.kind_of(run)
    return ItemDetail(
        work=as_work(item),
        run=_as_run(run, viewer),
        status=str(item.status),
        kind=str(item.kind),
        mode=node.mode.value,
        # What is a person's to keep is done by them on its own page: nothing of it is handed on.
        acts=[] if kind.stays_with else [*(look.act(verb) for verb in LABELS), *look.ways()],
        asked=[look.asked(one) for one in look.added()],
        choices=look.choices(),
        opinion_draft=item.draft if item.owner_id == viewer.pk else "",
        opinion_kind=node.opinion_kind,
        opinion_label=options.OPINION_KINDS[node.opinion_kind],
        acting_for=item.principal if item.principal_id != item.owner_id else None,
        answers_to=look.answers_to(),
        blind=node.blind,
        free=node.free,
        compulsory=node.compulsory,
        form=subjects.form_part(run, allowances.rights_of(node, item, viewer)),
        subject_label=kind.label,
        own_verbs=kind.own_verbs,
        url=subjects.page_of(run),
    )


def matter(run_id: UUID, *, viewer: Staff) -> Matter:
    """我发起的, 抄送·待阅: what it is about, with its form as far as this reader may see it."""
    run = supervising.readable(run_id, viewer=viewer)
    return Matter(
        run=_as_run(run, viewer),
        form=subjects.read_part(run, viewer),
        subject_label=subjects.kind_of(run).label,
        url=subjects.page_of(run),
    )


def _as_run(run: Run, viewer: Staff) -> RunOf:
    return RunOf(
        run.pk,
        run.title,
        str(run.status),
        run.starter.name,
        run.starter.department.name,
        run.created_at,
        run.definition.name,
        run.resume_at,
        timeline.above(run, viewer=viewer),
    )


class Look:
    """One reader before one item: the answers the acts would give."""

    def __init__(self, item: Item, viewer: Staff, now: datetime) -> None:
        self.item, self.viewer, self.now = item, viewer, now
        of_step = Item.objects.filter(step=item.step_id)
        self.seats = list(
            of_step.select_related("step", "owner", "principal", "mandate", "by").order_by("slot")
        )
        self.chart = graphs.load(item.run.graph_id)
        self.node = self.chart.nodes.get(item.step.node) or graphs.Node(
            item.step.node, "task", item.step.name, ()
        )
        self.own_verbs = subjects.kind_of(item.run).own_verbs
        self.waits = self._waits()

    def _waits(self) -> DomainError | None:
        refusal = rules.why_not_handle(self.item, self.item.run, self.viewer, now=self.now)
        if isinstance(refusal, rules.NotYourTurn):
            return allowances.why_waiting(self.item, self.seats) or refusal
        return refusal

    def act(self, verb: str) -> Act:
        refusal = self.why_not(verb)
        return Act(
            verb=verb,
            label=self.label(verb),
            allowed=refusal is None,
            reason=refusal.message if refusal else "",
            who_can=self.who_can(refusal) if refusal else [],
            danger=verb == "reject",
        )

    def label(self, verb: str) -> str:
        if verb == "approve" and self.item.confirm:
            return f"提交意见，交回{self.item.principal.name}"
        if verb == "approve" and allowances.decides(self.item) and not self.own_verbs:
            return _deed_of(self.node)
        return "收回" if verb == "take_back" and self._given_away() else LABELS[verb]

    def why_not(self, verb: str) -> DomainError | None:
        if verb == "remove":
            return self._why_not_remove()
        if verb == "take_back":
            return self._why_not_take_back()
        if self.waits:
            return self.waits
        if self.own_verbs and allowances.decides(self.item) and verb in ON_DOCUMENT:
            others = self.item.owner_id != self.viewer.pk
            return rules.ActOnDocument(ON_ITS_PAGE, who=[self.item.owner.name] if others else [])
        return None if verb == "approve" else self._why_not_here(verb)

    def _why_not_here(self, verb: str) -> DomainError | None:
        if refusal := allowances.why_not_verb(self.node, self.item, self.seats, verb):
            return refusal
        if verb == "send_back" and not returning.targets(self.item):
            return rules.CannotSendBack("此前没有已经办过的环节，不能退回。")
        if verb == "add" and self.own_verbs:
            return allowances.why_not_add_to_document(self.node, self.seats, "before")
        return None

    def ways(self) -> list[Act]:
        """流程调度, where the step grants it and nothing is against it now."""
        run = self.item.run
        found = granted(run, self.seats, self.viewer)
        if not found or run.starter_id == self.viewer.pk:  # nobody leads a matter of their own
            return []
        try:
            intervening.refuse_unturnable(run)
        except DomainError:
            return []
        names = options.GRANTS
        return [Act(op, names[op], True, "", [], False) for op in names if op in found]

    def choices(self) -> list[choosing.Choice]:
        """A document's own verbs name people in their own way."""
        if self.own_verbs or self.waits:
            return []
        rights = allowances.rights_of(self.node, self.item, self.viewer)
        return choosing.choices(self.item, self.node, self.chart, self.seats, rights)

    def added(self) -> list[Item]:
        return [one for one in self.seats if one.parent_id and one.status in Item.LIVE]

    def asked(self, item: Item) -> Asked:
        removable = self._why_not_let_go(item) is None
        place = "with" if item.kind not in groups.ADDED else str(item.kind)
        return Asked(item.pk, item.owner.name, place, item.method, str(item.status), removable)

    def answers_to(self) -> str:
        if self.item.confirm:
            return self.item.principal.name
        if self.item.kind in groups.ADDED:
            return next(iter(allowances.askers_of(self.item, self.seats))).name
        return ""

    def who_can(self, refusal: DomainError) -> list[str]:
        """Those the refusal names; else, for a rule of the flow, who may set it aside."""
        found = refusal.extra.get("who", [])
        if isinstance(found, list) and found:
            return [str(one) for one in found]
        if isinstance(refusal, rules.AlreadyHandled) and self.item.run.status in Run.LIVE:
            return _holding(self.item.run)
        if isinstance(refusal, allowances.NotAllowedHere | rules.CannotSendBack):
            return [person.name for person in holders_of("workflow.supervise")[:HELPERS]]
        return []

    def _why_not_remove(self) -> DomainError | None:
        added = self.added()
        if not added:
            return allowances.CannotRemove("本环节没有尚未办理的加签人员。")
        if refusal := rules.why_not_running(self.item.run):
            return refusal
        refusals = [self._why_not_let_go(one) for one in added]
        return refusals[0] if all(refusals) else None

    def _why_not_let_go(self, item: Item) -> DomainError | None:
        return allowances.why_not_remove(item, self.seats, self.viewer) or (
            allowances.why_not_verb(self.node, item, self.seats, "remove")
        )

    def _given_away(self) -> Item | None:
        """The seat I gave to somebody, who has not acted yet."""
        turns = [one for one in self.seats if one.slot == self.item.slot]
        last = max(turns, key=lambda one: one.turn)
        mine = last.principal_id == self.viewer.pk != last.owner_id
        return last if mine and last.status in Item.LIVE else None

    def _why_not_take_back(self) -> DomainError | None:
        if refusal := rules.why_not_running(self.item.run):
            return refusal
        if self._given_away():
            return None
        if self.own_verbs:
            return rules.ActOnDocument(ON_ITS_PAGE)
        if allowances.is_own_piece(self.item):
            return allowances.why_not_retract(self.node, self.item, self.seats, self.viewer)
        if self.item.by_id != self.viewer.pk or self.item.status != Item.Status.DONE:
            return rules.CannotTakeBack("您办理之后、下一环节办理之前，才可以取回。")
        return returning.why_not_take_back(self.item.run, self.viewer)


def _deed_of(node: graphs.Node) -> str:
    """Who fills in or carries out does not agree to anything."""
    if node.verb == "submit":
        return "提交"
    return "办理完毕" if node.opinion_kind == "result" else LABELS["approve"]


def _holding(run: Run) -> list[str]:
    open_ = Item.objects.filter(run=run, status=Item.Status.OPEN).select_related("owner")
    return list(dict.fromkeys(item.owner.name for item in open_.order_by("slot")))


# ---- whom and where an act could lead ---------------------------------------------------------


@dataclass(frozen=True)
class Targets:
    nodes: list[returning.Target]
    people: list[Staff]


def targets(item_id: UUID, verb: str, *, viewer: Staff, now: datetime, q: str = "") -> Targets:
    """send_back: passed steps; approve: steps to choose handlers for; else colleagues."""
    item = find(item_id, viewer=viewer)
    if verb == "send_back":
        return Targets(returning.targets(item), [])
    if verb == "approve":
        asked = Look(item, viewer, now).choices()
        return Targets(returning.to_choose(asked), [])
    return Targets([], returning.colleagues(item, verb, q=q))
