"""Taking a document in hand: lock first, then refuse, in the house's order (404, 403, 409)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from shared_apps.kernel.errors import DomainError, Invalid
from tenant_apps.correspondence import flows, judging, rules, ruling, validity
from tenant_apps.correspondence.models import (
    Addressee,
    IncomingDocument,
    JointMatter,
    OutgoingDocument,
)
from tenant_apps.correspondence.queries import find_outgoing
from tenant_apps.organization.models import Staff
from tenant_apps.organization.queries import staff_by_ids
from tenant_apps.workflow import actions as workflow
from tenant_apps.workflow import queries as work
from tenant_apps.workflow.models import Item, Run
from tenant_apps.workflow.recording import Outcome

# Whom the page names: read along, or each would cost a look of its own.
PEOPLE = {
    OutgoingDocument: ("drafter", "signatory"),
    IncomingDocument: ("acknowledged_by", "lead", "urger"),
}
EXTRA = OutgoingDocument.Stage.EXTRA
D = TypeVar("D", OutgoingDocument, IncomingDocument)


class NotAtThisStage(DomainError):
    code = "correspondence.not_at_this_stage"


class UnfitPerson(Invalid):
    code = "incoming.unfit_person"


class BreaksARule(DomainError):
    code = "outgoing.breaks_a_rule"


class NeedsAReason(DomainError):
    code = "outgoing.needs_a_reason"


class NotEditable(DomainError):
    code = "outgoing.not_editable"


def lock(document: D) -> D:
    """Nobody else is acting on this document until we commit. The run's row is the lock."""
    run = None
    if document.run_id:
        run = Run.objects.select_for_update(no_key=True).get(pk=document.run_id)
    else:
        type(document)._default_manager.select_for_update(no_key=True).get(pk=document.pk)
    document.refresh_from_db(
        from_queryset=type(document)._default_manager.select_related(*PEOPLE[type(document)])
    )
    if run is not None:
        document.run = run
    return document


def lock_matter(seen: JointMatter) -> JointMatter:
    """The run's row is the lock where there is one, as for any document."""
    if run_id := seen.seal_run_id or seen.run_id:
        Run.objects.select_for_update(no_key=True).get(pk=run_id)
    found = JointMatter.objects.select_for_update(no_key=True, of=("self",))
    return found.select_related("signatory", "acknowledged_by", "run", "seal_run").get(pk=seen.pk)


def sign_for(document: IncomingDocument, *, by: Staff, at: datetime) -> None:
    """In memory: signed for, and on its way; whoever calls saves and records."""
    document.acknowledged_at, document.acknowledged_by = at, by
    flows.ensure(flows.INCOMING, at=at)
    document.run = workflow.start(
        flow=flows.INCOMING,
        subject_kind="incoming",
        subject_id=document.pk,
        title=validity.titled(document),
        labels={
            "doc_kind": document.doc_kind,
            "number": document.number,
            "urgency": document.urgency,
            "from_unit": document.from_short_name,
        },
        by=by,
        at=at,
    )
    document.stage = "register"


def said_before(
    document: OutgoingDocument | IncomingDocument, *, by: Staff, request_id: str
) -> bool:
    """The same click again (a retry over a bad line): answer as before, do nothing."""
    run_id = document.run_id
    if run_id is None:
        return False
    return workflow.answered(run_id=run_id, by=by, request_id=request_id) is not None


def item_at(document: OutgoingDocument | IncomingDocument, stage: str, *, by: Staff) -> Item:
    """The viewer's open item at this stage, else the refusal that fits."""
    if document.stage != stage:
        raise NotAtThisStage(
            f"此件现在“{document.get_stage_display()}”环节，不能再办这一步。请刷新查看。",
            stage=document.stage,
        )
    return any_item(document, by=by)


def any_item(document: OutgoingDocument | IncomingDocument, *, by: Staff) -> Item:
    """The viewer's open item at whatever stage the document is. For a locked document."""
    if document.run is None:
        raise NotAtThisStage("此件还没有签收，请先签收再办理。", stage=document.stage)
    node = document.stage
    if node == EXTRA:
        node = work.current_nodes(document.run.pk)[0]
    return work.seat_of(document.run, node=node, by=by)


def stage_of(node: str, of: type[OutgoingDocument | IncomingDocument]) -> str:
    """审签, 阅批: what was drawn in beside the steps of the regulation has no stage of its own."""
    return node if node in of.Stage.values else str(EXTRA)


def follow(document: OutgoingDocument, outcome: Outcome, *changed: str) -> None:
    """The document stands where its run stands: earlier drawings of the road have fewer stages."""
    document.stage = stage_of(outcome.nodes[0], OutgoingDocument) if outcome.nodes else "released"
    document.save(update_fields=["stage", *changed])


def move(document: IncomingDocument, outcome: Outcome, *changed: str) -> None:
    """The same for what came in; a run that is over leaves it to the caller to say how."""
    if outcome.nodes:
        document.stage = stage_of(outcome.nodes[0], IncomingDocument)
    document.save(update_fields=["stage", *changed])


def fit(chosen: Sequence[UUID], permission: str, what: str) -> dict[UUID, Staff]:
    """Those chosen, by id; refused when one of them may not do it."""
    people = staff_by_ids(chosen)
    unfit = [
        people[one].name for one in chosen if one in people and not people[one].holds(permission)
    ]
    if len(people) != len(set(chosen)) or unfit:
        names = "、".join(unfit) or "所选人员"
        raise UnfitPerson(f"{names}没有{what}职责，请另选。")
    return people


def about(document: IncomingDocument) -> dict[str, Any]:
    """What every fact of 收文 says."""
    return {
        "subject_id": document.pk,
        "envelope_id": document.envelope_id,
        "title": document.title,
    }


def refuse_breaches(document: OutgoingDocument, recipients: Iterable[Addressee]) -> ruling.Verdict:
    """行文规则: the hard ones refuse; the conditional ones ask for a reason."""
    verdict = judging.verdict_on(document, recipients)
    if found := verdict.refused:
        said = "；".join(f"{one.title}（{one.article}）：{one.detail}" for one in found)
        raise BreaksARule(said, rules=[one.code for one in found])
    if found := verdict.unexplained:
        said = "；".join(f"{one.title}（{one.article}）" for one in found)
        raise NeedsAReason(f"{said}。请改正，或说明理由。", rules=[one.code for one in found])
    return verdict


def to_edit(document_id: UUID, *, by: Staff) -> OutgoingDocument:
    """Locked, and open to changes by this person: it lies on the desk at 起草 or 审核."""
    document = lock(find_outgoing(document_id, viewer=by))
    if document.stage not in rules.EDITABLE:
        raise NotEditable(
            f"此件已到“{document.get_stage_display()}”环节，文稿和附件不能再改；需要修改请退回。"
        )
    any_item(document, by=by)
    return document
