"""抄送, 传阅, 阅知: who is told. None of it holds a run up."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, Q

from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.errors import DomainError, Forbidden, Invalid, NotFound
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import events, notices
from tenant_apps.workflow.board import Board
from tenant_apps.workflow.circulars import Circulation, Notice
from tenant_apps.workflow.models import Item, Run
from tenant_apps.workflow.recording import Outcome, finish
from tenant_apps.workflow.turns import check_text, earlier_outcome, lock_run

MOST_READERS = 100


class NoReaders(Invalid):
    code = "workflow.no_readers"


class NoteTooLong(Invalid):
    code = "workflow.note_too_long"


class DueInThePast(Invalid):
    code = "workflow.due_in_the_past"


class AlreadyTold(DomainError):
    code = "workflow.already_told"


class NotConcerned(Forbidden):
    code = "workflow.not_concerned"


class CirculationOver(DomainError):
    code = "workflow.circulation_over"


class AlreadyRead(DomainError):
    code = "workflow.already_read"


class NoticeWithdrawn(DomainError):
    code = "workflow.notice_withdrawn"


def copy(
    *,
    run_id: UUID,
    people: Sequence[UUID],
    by: Staff,
    at: datetime,
    request_id: str,
    text: str = "",
) -> Outcome:
    """抄送: by anybody who handles it; each person has one copy of a run."""
    run = lock_run(run_id, by=by)
    if earlier := earlier_outcome(run, "cc", by=by, request_id=request_id):
        return earlier
    check_note(text, request_id)
    _refuse_the_unconcerned(run, by)
    told = _readers(people)
    have = Notice.objects.filter(run=run, kind=Notice.Kind.CC, person__in=told)
    known = set(have.values_list("person", flat=True))
    fresh = [one for one in told if one.pk not in known]
    if not fresh:
        raise AlreadyTold("所选人员都已收到此件的抄送，无需重复抄送。")
    outcome = finish(
        Board(run, by=by, at=at),
        "cc",
        events.Copied,
        request_id=request_id,
        people=[str(one.pk) for one in fresh],
        names=[one.name for one in fresh],
        text=text,
    )
    notices.copy(run, [one.pk for one in fresh], sender=by, text=text, at=at)
    return outcome


def circulate(
    *,
    run_id: UUID,
    people: Sequence[UUID],
    serial: bool,
    by: Staff,
    at: datetime,
    request_id: str,
    due_on: date | None = None,
    text: str = "",
) -> Outcome:
    """传阅: to all at once or one after another (`serial`), in the order named."""
    run = lock_run(run_id, by=by)
    if earlier := earlier_outcome(run, "circulate", by=by, request_id=request_id):
        return earlier
    check_note(text, request_id)
    _refuse_the_unconcerned(run, by)
    if due_on is not None and due_on < at.astimezone(ZONE).date():
        message = "阅毕期限不能早于今天。"
        raise DueInThePast(message, by_field={"due_on": [message]})
    readers = _readers(people)
    circulation = Circulation.objects.create(
        run=run, sender=by, serial=serial, text=text, due_on=due_on, created_at=at
    )
    _enrol(circulation, readers, after=0)
    outcome = finish(
        Board(run, by=by, at=at),
        "circulate",
        events.Circulated,
        request_id=request_id,
        circulation=circulation.pk,
        people=[str(one.pk) for one in readers],
        names=[one.name for one in readers],
        serial=serial,
        due_on=due_on.isoformat() if due_on else None,
        text=text,
    )
    notices.call(run.pk, notices.go_on(circulation, at=at))
    return outcome


def add_readers(
    *, circulation_id: UUID, people: Sequence[UUID], by: Staff, at: datetime, request_id: str
) -> Outcome:
    """加阅: more readers for a round under way; serially they come last."""
    run, circulation = _round(circulation_id, by=by)
    if earlier := earlier_outcome(run, "circulate_more", by=by, request_id=request_id):
        return earlier
    check_note("", request_id)
    _refuse_what_is_over(circulation)
    live = Notice.objects.filter(circulation=circulation, withdrawn_at=None)
    known = set(live.values_list("person", flat=True))
    fresh = [one for one in _readers(people) if one.pk not in known]
    if not fresh:
        raise AlreadyTold("所选人员都已在传阅名单中。")
    last = Notice.objects.filter(circulation=circulation).aggregate(last=Max("position"))["last"]
    _enrol(circulation, fresh, after=last or 0)
    names = [one.name for one in fresh]
    outcome = _changed(
        run, circulation, "circulate_more", by=by, at=at, request_id=request_id, added=names
    )
    notices.call(run.pk, notices.go_on(circulation, at=at))
    return outcome


def call_in(
    *,
    circulation_id: UUID,
    by: Staff,
    at: datetime,
    request_id: str,
    people: Sequence[UUID] = (),
) -> Outcome:
    """收回传阅: from those named, or from everybody who has not read; what was read stays read."""
    run, circulation = _round(circulation_id, by=by)
    if earlier := earlier_outcome(run, "circulate_less", by=by, request_id=request_id):
        return earlier
    check_note("", request_id)
    _refuse_what_is_over(circulation)
    live = Notice.objects.filter(circulation=circulation, withdrawn_at=None)
    rows = list(live.select_related("person").order_by("position"))
    wanted = [one for one in rows if not people or one.person_id in set(people)]
    unread = [one for one in wanted if one.read_at is None]
    if not unread:
        raise AlreadyRead("所选人员已经阅毕，不能收回。")
    Notice.objects.filter(pk__in=[one.pk for one in unread]).update(withdrawn_at=at)
    names = [one.person.name for one in unread]
    outcome = _changed(
        run, circulation, "circulate_less", by=by, at=at, request_id=request_id, recalled=names
    )
    came = notices.go_on(circulation, at=at, called_in=not people)
    notices.call(run.pk, [*came, *(one.person_id for one in unread)])
    return outcome


def read(
    *, notice_id: UUID, by: Staff, at: datetime, request_id: str, opinion: str = ""
) -> Notice:
    """阅知; with an opinion the document's own record carries it."""
    check_text(opinion, request_id)
    found = Notice.objects.filter(pk=notice_id, person=by, arrived_at__isnull=False).first()
    if found is None:
        raise NotFound("没有这件待阅，或您无权查看。")
    if not opinion.strip():
        read_all(notice_ids=[notice_id], by=by, at=at)
        return _refused_if_withdrawn(Notice.objects.get(pk=notice_id))
    run = lock_run(found.run_id, by=by) if found.withdrawn_at is None else found.run
    rounds = notices.locked_rounds([found.circulation_id] if found.circulation_id else [])
    notice = _refused_if_withdrawn(Notice.objects.select_for_update().get(pk=notice_id))
    if earlier_outcome(run, "read", by=by, request_id=request_id):
        return notice
    if notice.opinion:
        raise AlreadyRead("您已提交过阅件意见，不能重复提交。")
    notice.read_at, notice.opinion = notice.read_at or at, opinion
    notice.save(update_fields=["read_at", "opinion"])
    finish(
        Board(run, by=by, at=at),
        "read",
        events.ReadWithOpinion,
        request_id=request_id,
        notice=notice.pk,
        opinion=opinion,
    )
    notices.call(run.pk, [by.pk, *(pk for one in rounds for pk in notices.go_on(one, at=at))])
    return notice


def read_all(*, notice_ids: Sequence[UUID], by: Staff, at: datetime) -> int:
    """批量阅知: reading only, never signing. What was read before or is not one's own stays."""
    mine = Notice.objects.unread().filter(pk__in=notice_ids, person=by)
    rounds = notices.locked_rounds(
        mine.filter(circulation__isnull=False).values_list("circulation", flat=True)
    )
    # One's own row: the fact goes to the end of one's own chain.
    Staff.objects.select_for_update(no_key=True).get(pk=by.pk)
    rows = list(mine.select_for_update().order_by("pk"))
    if not rows:
        return 0
    Notice.objects.filter(pk__in=[one.pk for one in rows]).update(read_at=at)
    runs = list(dict.fromkeys(one.run_id for one in rows))
    record(
        events.NoticesRead(subject_id=by.pk, notices=[one.pk for one in rows], runs=runs),
        by=by,
        at=at,
    )
    touched = {one.circulation_id for one in rows}
    for one in rounds:
        if one.pk in touched and (came := notices.go_on(one, at=at)):
            notices.call(one.run_id, came)
    notices.call(runs[0], [by.pk])
    return len(rows)


def _round(circulation_id: UUID, *, by: Staff) -> tuple[Run, Circulation]:
    """The run's lock first, then the round's: the order of every act."""
    run_id = Circulation.objects.filter(pk=circulation_id).values_list("run", flat=True).first()
    if run_id is None:
        raise NotFound("没有这次传阅，或您无权查看。")
    run = lock_run(run_id, by=by)
    (circulation,) = notices.locked_rounds([circulation_id])
    if circulation.sender_id != by.pk and not by.holds("workflow.supervise"):
        raise NotConcerned("只有发起传阅的人和流程监督人可以调整传阅。")
    return run, circulation


def _refuse_what_is_over(circulation: Circulation) -> None:
    if circulation.ended_at is not None:
        said = circulation.get_end_reason_display()
        raise CirculationOver(f"这次传阅{said}；如需继续，请重新发起传阅。")


def _refused_if_withdrawn(notice: Notice) -> Notice:
    if notice.withdrawn_at is not None:
        raise NoticeWithdrawn("此件的传阅已收回，无需再阅。")
    return notice


def _changed(
    run: Run,
    circulation: Circulation,
    op: str,
    *,
    by: Staff,
    at: datetime,
    request_id: str,
    added: Sequence[str] = (),
    recalled: Sequence[str] = (),
) -> Outcome:
    return finish(
        Board(run, by=by, at=at),
        op,
        events.CirculationChanged,
        request_id=request_id,
        circulation=circulation.pk,
        added=list(added),
        recalled=list(recalled),
    )


def _enrol(circulation: Circulation, readers: Sequence[Staff], *, after: int) -> None:
    Notice.objects.bulk_create(
        Notice(
            run_id=circulation.run_id,
            circulation=circulation,
            kind=Notice.Kind.CIRCULATE,
            person=person,
            sender_id=circulation.sender_id,
            text=circulation.text,
            position=place,
        )
        for place, person in enumerate(readers, after + 1)
    )


def _readers(people: Sequence[UUID]) -> list[Staff]:
    if not 0 < len(set(people)) <= MOST_READERS:
        message = f"请选择 1 至 {MOST_READERS} 位人员。"
        raise NoReaders(message, by_field={"people": [message]})
    return notices.colleagues(people)


def _refuse_the_unconcerned(run: Run, by: Staff) -> None:
    if run.starter_id == by.pk or by.holds("workflow.supervise"):
        return
    handled = Q(owner=by) | Q(principal=by) | Q(by=by)
    if not Item.objects.filter(handled, run=run).exists():
        raise NotConcerned("只有发起人、办理人和流程监督人可以抄送或传阅。")


def check_note(text: str, request_id: str) -> None:
    check_text("", request_id)
    if len(text) > notices.LONGEST_NOTE:
        message = f"附言最多 {notices.LONGEST_NOTE} 字，请精简。"
        raise NoteTooLong(message, by_field={"text": [message]})
