"""采用市级模板: a kind the unit lacks, or a newer version of one that it has made its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from shared_apps.kernel.errors import DomainError, Forbidden, Invalid, NotFound
from shared_apps.kernel.merging import Side
from shared_apps.templates import queries as templates
from tenant_apps.forms import actions as forms
from tenant_apps.forms import queries as form_queries
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.requests import events, kinds
from tenant_apps.requests.forking import updating
from tenant_apps.requests.models import RequestKind
from tenant_apps.workflow import designing
from tenant_apps.workflow import merging as flows

PERMISSION = "workflow.design"


class KindThere(DomainError):
    code = "requests.kind_there"


class NotForked(DomainError):
    """The kind is the unit's own: the city has no part in it."""

    code = "requests.not_forked"


class NoNewerVersion(DomainError):
    code = "requests.no_newer_version"


class OfferMoved(DomainError):
    """The city has published again, or a colleague has drawn, since the page was read."""

    status = 412
    code = "requests.offer_moved"


class Undecided(Invalid):
    code = "requests.undecided"


class NotAFlow(DomainError):
    code = "requests.not_a_flow"


class UpdateUnderWay(DomainError):
    code = "requests.update_under_way"


class NoUpdate(DomainError):
    code = "requests.no_update"


class DraftsWaiting(DomainError):
    code = "requests.drafts_waiting"


@transaction.atomic
def adopt(*, key: str, by: Staff, at: datetime) -> RequestKind:
    """采用: a kind the unit does not have, in the city's newest version."""
    refuse_others(by)
    template = templates.newest(key)
    if RequestKind.objects.filter(key=key).exists():
        raise KindThere(f"本单位已有“{template.name}”，请用“比较并更新”。")
    try:
        with transaction.atomic():
            kind = kinds.ship(template, at=at)
    except IntegrityError:
        raise KindThere(f"“{template.name}”刚刚由同事采用，请刷新页面。") from None
    fact = events.KindAdopted(subject_id=kind.pk, key=key, number=template.number)
    record(fact, by=by, at=at)
    return kind


@transaction.atomic
def begin(
    *,
    key: str,
    number: int,
    form_revision: int,
    flow_edit: int,
    choices: Mapping[str, Side],
    by: Staff,
    at: datetime,
) -> tuple[RequestKind, list[str]]:
    """采用新版本: what was chosen becomes drafts to be checked and published; never more.

    Returns the kind and the names of steps that found no place in the flow.
    """
    refuse_others(by)
    kind = _locked(key)
    if kind.pending is not None:
        raise UpdateUnderWay("上一次更新还没有完成，请先发布草稿并完成更新，或放弃它。")
    update = _update_of(kind)
    _refuse_stale(update, number, form_revision, flow_edit)
    _refuse_undecided(update, choices)
    made = update.outcome(choices)
    if problem := flows.misdrawn(made.flow):
        raise NotAFlow(f"这样选画不成流程：{problem}请改选相关环节的“走向”。")
    if made.form != update.ui:
        name = update.form.name
        forms.save_draft(
            key=kind.form_key, revision=form_revision, name=name, ui=made.form, by=by, at=at
        )
    if made.flow != update.flow:
        drawing = designing.Drawing(kind.name, made.flow)
        designing.save(key=kind.flow_key, drawing=drawing, edit=flow_edit, by=by, at=at)
    kind.pending = {"number": number, "card": made.card, "settings": made.settings}
    _keep(kind, ["pending"], by)
    fact = events.UpdateBegun(
        subject_id=kind.pk,
        key=key,
        number=number,
        taken=made.taken,
        kept=made.kept,
        lost=made.lost,
    )
    record(fact, by=by, at=at)
    return kind, made.lost


@transaction.atomic
def finish(*, key: str, by: Staff, at: datetime) -> RequestKind:
    """完成更新: form and flow are published; name, title and limits of the kind follow them."""
    refuse_others(by)
    kind = _locked(key)
    pending = _pending(kind)
    if waiting := drafts_of(kind):
        raise DraftsWaiting(f"{'和'.join(waiting)}草稿还没有发布，请核对并发布后再完成更新。")
    fresh = {**pending["card"], "settings": pending["settings"]}
    changed = [name for name, value in fresh.items() if getattr(kind, name) != value]
    for name in changed:
        setattr(kind, name, fresh[name])
    kind.template_number, kind.pending = pending["number"], None
    _keep(kind, [*changed, "template_number", "pending"], by)
    fact = events.UpdateFinished(
        subject_id=kind.pk, key=key, number=kind.template_number, changed=changed
    )
    record(fact, by=by, at=at)
    return kind


@transaction.atomic
def abandon(*, key: str, by: Staff, at: datetime) -> RequestKind:
    """放弃更新: the kind stays with its version; drafts are dropped where they are drawn."""
    refuse_others(by)
    kind = _locked(key)
    number = _pending(kind)["number"]
    kind.pending = None
    _keep(kind, ["pending"], by)
    record(events.UpdateAbandoned(subject_id=kind.pk, key=key, number=number), by=by, at=at)
    return kind


def drafts_of(kind: RequestKind) -> list[str]:
    """Which of the two are drawn and not published yet."""
    has_form = form_queries.find(kind.form_key).draft is not None
    has_flow = designing.draft_of(kind.flow_key) is not None
    return [word for word, there in (("表单", has_form), ("流程", has_flow)) if there]


def refuse_others(by: Staff) -> None:
    if not by.holds(PERMISSION):
        raise Forbidden("只有具有“设计流程和表单”权限的人员可以采用市级模板，请联系系统管理员。")


def _locked(key: str) -> RequestKind:
    kind = RequestKind.objects.select_for_update(no_key=True).filter(key=key).first()
    if kind is None:
        raise NotFound("没有这个事项，或本单位还没有采用。")
    if not kind.template:
        raise NotForked(f"“{kind.name}”是本单位自建的事项，不来自市级模板。")
    return kind


def _update_of(kind: RequestKind) -> updating.Update:
    update = updating.of(kind)
    if update.city.number <= kind.template_number:
        raise NoNewerVersion(f"“{kind.name}”已是市级模板的最新版本。")
    return update


def _refuse_stale(
    update: updating.Update, number: int, form_revision: int, flow_edit: int
) -> None:
    seen = number, form_revision, flow_edit
    edit = update.draft.edit if update.draft else 0
    if seen != (update.city.number, update.form.revision, edit):
        raise OfferMoved("模板、表单或流程刚刚有了新的改动，请刷新页面，核对差异后再采用。")


def _refuse_undecided(update: updating.Update, choices: Mapping[str, Side]) -> None:
    if strange := set(choices) - {row.place for row in update.rows}:
        raise Invalid(f"没有“{min(strange)}”这处改动，请刷新页面。")
    if left := update.undecided(choices):
        said = "、".join(f"“{row.name}{'·' if row.label else ''}{row.label}”" for row in left[:5])
        raise Undecided(
            f"还有 {len(left)} 处双方都改过，请选择采用哪一方：{said}。",
            by_field={row.place: ["双方都改过，请选择。"] for row in left},
        )


def _pending(kind: RequestKind) -> dict[str, Any]:
    if kind.pending is None:
        raise NoUpdate(f"“{kind.name}”没有正在进行的更新。")
    return dict(kind.pending)


def _keep(kind: RequestKind, changed: list[str], by: Staff) -> None:
    kind._history_user = by  # type: ignore[attr-defined]  # read by simple_history
    kind.save(update_fields=changed)
