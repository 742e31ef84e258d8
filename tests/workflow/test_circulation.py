"""传阅: a round among named readers, all at once or one after another, until all have read."""

from datetime import date
from typing import Any

import pytest

from shared_apps.kernel.errors import DomainError
from tenant_apps.journal.models import Entry
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions
from tenant_apps.workflow.actions import noticing
from tenant_apps.workflow.circulars import Circulation, Notice
from tenant_apps.workflow.models import Run
from tests.make import organization as people
from tests.make import workflow as make
from tests.make.lending import LATER, approve
from tests.make.workflow import ask, task
from tests.workflow.conftest import People


@pytest.fixture
def run(staff: People) -> Run:
    return make.run(make.flow({"a": task("拟办", "end", staff["head"])}), staff["clerk"])


@pytest.fixture
def readers(staff: People) -> list[Staff]:
    return [people.staff(name) for name in ("赵一", "钱二", "孙三")]


def send(run: Run, by: Staff, readers: list[Staff], **more: Any) -> Circulation:
    facts = {"run_id": run.pk, "people": [one.pk for one in readers], "serial": False}
    facts |= {"at": LATER, "request_id": ask()}
    noticing.circulate(by=by, **(facts | more))
    return Circulation.objects.latest("pk")


def unread(circulation: Circulation) -> list[str]:
    rows = Notice.objects.unread().filter(circulation=circulation).order_by("position")
    return list(rows.values_list("person__name", flat=True))


def read(circulation: Circulation, person: Staff, opinion: str = "") -> Notice:
    notice = Notice.objects.get(circulation=circulation, person=person, withdrawn_at=None)
    return noticing.read(
        notice_id=notice.pk, by=person, at=LATER, request_id=ask(), opinion=opinion
    )


def add(circulation: Circulation, by: Staff, *fresh: Staff, **more: Any) -> actions.Outcome:
    facts = {"people": [one.pk for one in fresh], "at": LATER, "request_id": ask()}
    return noticing.add_readers(circulation_id=circulation.pk, by=by, **(facts | more))


def call_in(circulation: Circulation, by: Staff, *whom: Staff) -> actions.Outcome:
    return noticing.call_in(
        circulation_id=circulation.pk,
        people=[one.pk for one in whom],
        by=by,
        at=LATER,
        request_id=ask(),
    )


def test_all_at_once_until_all_have_read(run: Run, staff: People, readers: list[Staff]) -> None:
    due = date(2026, 11, 27)
    circulation = send(run, staff["head"], readers, due_on=due, text="请阅并提意见")
    assert unread(circulation) == ["赵一", "钱二", "孙三"]
    assert (circulation.due_on, circulation.get_end_reason_display()) == (due, "传阅中")

    read(circulation, readers[2], opinion="同意印发。")
    read(circulation, readers[0])
    circulation.refresh_from_db()
    assert circulation.ended_at is None
    read(circulation, readers[1])

    circulation.refresh_from_db()
    assert (circulation.ended_at, circulation.end_reason) == (LATER, "read")


def test_one_after_another(run: Run, staff: People, readers: list[Staff]) -> None:
    circulation = send(run, staff["head"], readers, serial=True)
    assert unread(circulation) == ["赵一"]
    assert not Run.objects.visible_to(readers[1]).exists()
    with pytest.raises(DomainError, match="没有这件待阅，或您无权查看"):
        read(circulation, readers[1])

    for person, following in zip(readers, ["钱二", "孙三", ""], strict=True):
        read(circulation, person, opinion="已阅。" if person is readers[1] else "")
        assert unread(circulation) == ([following] if following else [])
    circulation.refresh_from_db()
    assert circulation.end_reason == "read"


def test_the_batch_moves_a_round_on_too(run: Run, staff: People, readers: list[Staff]) -> None:
    rounds = [send(run, staff["head"], readers[:2], serial=True) for _ in range(2)]
    ids = list(Notice.objects.filter(person=readers[0]).values_list("pk", flat=True))

    assert noticing.read_all(notice_ids=ids, by=readers[0], at=LATER) == 2
    assert [unread(one) for one in rounds] == [["钱二"], ["钱二"]]


def test_readers_are_added_last(run: Run, staff: People, readers: list[Staff]) -> None:
    circulation = send(run, staff["head"], readers[:1], serial=True)
    add(circulation, staff["head"], readers[1], readers[0])
    assert unread(circulation) == ["赵一"]

    read(circulation, readers[0])
    assert unread(circulation) == ["钱二"]
    with pytest.raises(DomainError, match="所选人员都已在传阅名单中"):
        add(circulation, staff["head"], readers[0])
    entry = Entry.objects.get(name="workflow.circulation.changed")
    assert entry.facts["added"] == ["钱二"]


def test_called_in_from_one_it_goes_on(run: Run, staff: People, readers: list[Staff]) -> None:
    circulation = send(run, staff["head"], readers, serial=True)
    call_in(circulation, staff["head"], readers[0])
    assert unread(circulation) == ["钱二"]
    assert not Run.objects.visible_to(readers[0]).exists()

    add(circulation, staff["head"], readers[0])
    read(circulation, readers[1])
    read(circulation, readers[2])
    assert unread(circulation) == ["赵一"]


def test_called_in_altogether_what_was_read_stays_read(
    run: Run, staff: People, readers: list[Staff]
) -> None:
    circulation = send(run, staff["head"], readers)
    read(circulation, readers[0])
    waiting = Notice.objects.get(circulation=circulation, person=readers[1])
    call_in(circulation, staff["head"])

    circulation.refresh_from_db()
    assert circulation.end_reason == "recalled"
    assert Run.objects.visible_to(readers[0]).exists()
    for opinion in ("", "迟到的意见"):
        with pytest.raises(DomainError, match="此件的传阅已收回，无需再阅"):
            noticing.read(
                notice_id=waiting.pk, by=readers[1], at=LATER, request_id=ask(), opinion=opinion
            )
    for act in (
        lambda: add(circulation, staff["head"], staff["mayor"]),
        lambda: call_in(circulation, staff["head"]),
    ):
        with pytest.raises(DomainError, match="这次传阅已收回；如需继续，请重新发起传阅"):
            act()


def test_when_the_last_unread_is_called_in_the_rest_have_read(
    run: Run, staff: People, readers: list[Staff]
) -> None:
    circulation = send(run, staff["head"], readers[:2])
    read(circulation, readers[0])
    with pytest.raises(DomainError, match="所选人员已经阅毕，不能收回"):
        call_in(circulation, staff["head"], readers[0])
    call_in(circulation, staff["head"], readers[1])

    circulation.refresh_from_db()
    assert circulation.end_reason == "read"


def test_only_its_sender_changes_a_round(run: Run, staff: People, readers: list[Staff]) -> None:
    circulation = send(run, staff["clerk"], readers)

    for stranger, message in (
        (readers[0], "只有发起传阅的人和流程监督人可以调整传阅"),
        (staff["registrar"], "没有这件办理事项，或您无权查看"),
    ):
        with pytest.raises(DomainError, match=message):
            add(circulation, stranger, staff["mayor"])
        with pytest.raises(DomainError, match=message):
            call_in(circulation, stranger)
    assert add(circulation, staff["head"], staff["mayor"]).status == "running"


def test_a_reader_does_not_send_it_on(run: Run, staff: People, readers: list[Staff]) -> None:
    send(run, staff["head"], readers[:1])

    with pytest.raises(DomainError, match="只有发起人、办理人和流程监督人可以抄送或传阅"):
        send(run, readers[0], readers[1:])


def test_it_outlives_the_run_and_is_begun_once(
    run: Run, staff: People, readers: list[Staff]
) -> None:
    request_id = ask()
    circulation = send(run, staff["head"], readers[:1], request_id=request_id)
    send(run, staff["head"], readers[:1], request_id=request_id)
    assert Circulation.objects.count() == 1
    approve(run, staff["head"])

    read(circulation, readers[0], opinion="已阅。")
    circulation.refresh_from_db()
    assert circulation.end_reason == "read"


def test_a_limit_lies_ahead(run: Run, staff: People, readers: list[Staff]) -> None:
    with pytest.raises(DomainError, match="阅毕期限不能早于今天") as refusal:
        send(run, staff["head"], readers, due_on=date(2026, 11, 22))
    assert refusal.value.code == "workflow.due_in_the_past"
