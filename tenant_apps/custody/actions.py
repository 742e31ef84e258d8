"""涉密纸件: taken in, handed over, returned, destroyed; each with day and people (条例 34)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.errors import DomainError, Forbidden, Invalid, NotFound
from tenant_apps.custody import events, rules
from tenant_apps.custody.models import KEEPS, ClassifiedPaper
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff


class SaysTooMuch(Invalid):
    """What was typed is more than a number, a term or a place."""

    code = "custody.says_too_much"


class NumberTaken(DomainError):
    code = "custody.number_taken"


class NotHeld(DomainError):
    code = "custody.not_held"


class UnfitDay(Invalid):
    code = "custody.unfit_day"


class UnknownPerson(Invalid):
    code = "custody.unknown_person"


class OwnWitness(Invalid):
    code = "custody.own_witness"


@transaction.atomic
def take_in(*, content: dict[str, Any], by: Staff, at: datetime) -> ClassifiedPaper:
    """登记: one copy comes into the unit's keeping."""
    refuse_others(by)
    _refuse_unfit(content)
    _refuse_future(content["received_on"], at)
    said = {name: value for name, value in content.items() if name != "holder"}
    paper = ClassifiedPaper(holder=_person(content["holder"], "holder"), **said)
    try:
        with transaction.atomic():
            paper.save(force_insert=True)
    except IntegrityError:
        message = f"编号“{paper.number}”已登记。"
        raise NumberTaken(message, by_field={"number": [message]}) from None
    told = events.PaperTakenIn(
        subject_id=paper.pk, number=paper.number, holder=paper.holder.name, place=paper.place
    )
    record(told, by=by, at=at)
    return paper


@transaction.atomic
def hand_over(
    *, paper_id: UUID, holder: UUID, place: str, by: Staff, at: datetime
) -> ClassifiedPaper:
    """移交: to another pair of hands, another cupboard, or both."""
    paper = _held(paper_id, by=by)
    _refuse_unfit({"place": place})
    paper.holder, paper.place = _person(holder, "holder"), place
    paper.save(update_fields=["holder", "place"])
    told = events.PaperHandedOver(
        subject_id=paper.pk, number=paper.number, holder=paper.holder.name, place=place
    )
    record(told, by=by, at=at)
    return paper


@transaction.atomic
def give_back(
    *, paper_id: UUID, closed_on: date, approved_by: UUID, by: Staff, at: datetime
) -> ClassifiedPaper:
    """清退: back to who issued it, as approved."""
    paper = _held(paper_id, by=by)
    _refuse_before(paper, closed_on, at)
    paper.state, paper.closed_on = ClassifiedPaper.State.RETURNED, closed_on
    paper.approved_by = _person(approved_by, "approved_by").name
    paper.save(update_fields=["state", "closed_on", "approved_by"])
    told = events.PaperReturned(
        subject_id=paper.pk, number=paper.number, approved_by=paper.approved_by
    )
    record(told, by=by, at=at)
    return paper


@transaction.atomic
def destroy(
    *, paper_id: UUID, closed_on: date, approved_by: UUID, witness: UUID, by: Staff, at: datetime
) -> ClassifiedPaper:
    """销毁: approved, and before a second pair of eyes (监销)."""
    paper = _held(paper_id, by=by)
    _refuse_before(paper, closed_on, at)
    if witness == by.pk:
        message = "监销人应当是经办人以外的人。"
        raise OwnWitness(message, by_field={"witness": [message]})
    paper.state, paper.closed_on = ClassifiedPaper.State.DESTROYED, closed_on
    paper.approved_by = _person(approved_by, "approved_by").name
    paper.witness = _person(witness, "witness").name
    paper.save(update_fields=["state", "closed_on", "approved_by", "witness"])
    told = events.PaperDestroyed(
        subject_id=paper.pk,
        number=paper.number,
        approved_by=paper.approved_by,
        witness=paper.witness,
    )
    record(told, by=by, at=at)
    return paper


def refuse_others(by: Staff) -> None:
    if not by.holds(KEEPS):
        raise Forbidden("由机要文书登记和保管涉密纸件。")


def _held(paper_id: UUID, *, by: Staff) -> ClassifiedPaper:
    """Locked, seen, and still in the unit's keeping."""
    rows = ClassifiedPaper.objects.visible_to(by).select_for_update(no_key=True, of=("self",))
    paper = rows.filter(pk=paper_id).first()
    if paper is None:
        raise NotFound("没有这份纸件，或您无权查看。")
    refuse_others(by)
    if paper.state != ClassifiedPaper.State.HELD:
        raise NotHeld(f"此件{paper.get_state_display()}，不能再办理。", state=paper.state)
    return paper


def _person(staff_id: UUID, field: str) -> Staff:
    found = Staff.objects.in_service().filter(pk=staff_id).first()
    if found is None:
        raise UnknownPerson("没有这个人，或已离岗。", by_field={field: ["请另选。"]})
    return found


def _refuse_unfit(said: dict[str, Any]) -> None:
    if found := rules.unfit(said):
        raise SaysTooMuch("；".join(one[0] for one in found.values()), by_field=found)


def _refuse_future(day: date, at: datetime) -> None:
    if day > at.astimezone(ZONE).date():
        raise UnfitDay("日期晚于今天，请核对。")


def _refuse_before(paper: ClassifiedPaper, day: date, at: datetime) -> None:
    _refuse_future(day, at)
    if day < paper.received_on:
        message = "日期早于收到的日期，请核对。"
        raise UnfitDay(message, by_field={"closed_on": [message]})
