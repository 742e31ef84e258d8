"""抄送, 阅知, 催办: who is told, who may tell, and what is kept of it."""

from datetime import timedelta
from typing import Any

import pytest

from shared_apps.kernel.errors import DomainError
from tenant_apps.journal.models import Entry
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions
from tenant_apps.workflow.actions import noticing, urging
from tenant_apps.workflow.circulars import Notice
from tenant_apps.workflow.models import Item, Run
from tests.make import organization as people
from tests.make import workflow as make
from tests.make.lending import LATER, approve
from tests.make.workflow import MONDAY, ask, task
from tests.workflow.conftest import People


@pytest.fixture
def run(staff: People) -> Run:
    nodes = {
        "draft": task("拟稿", "a", staff["clerk"]),
        "a": task("审核", "end", staff["head"]),
    }
    run = make.run(make.flow(nodes), staff["clerk"])
    approve(run, staff["clerk"], at=MONDAY)
    return run


@pytest.fixture
def reader(staff: People) -> Staff:
    return people.staff("赵阅文")


def copy(run: Run, by: Staff, *to: Staff, **more: Any) -> actions.Outcome:
    facts = {"run_id": run.pk, "people": [one.pk for one in to], "at": LATER, "request_id": ask()}
    return noticing.copy(by=by, **(facts | more))


def urge(run: Run, by: Staff, **more: Any) -> actions.Outcome:
    return urging.urge(
        run_id=run.pk, by=by, **({"at": LATER, "request_id": ask(), "text": ""} | more)
    )


# ---- 抄送 ------------------------------------------------------------------------------------


def test_a_copy_is_read_by_whom_it_names_and_holds_nothing_up(
    run: Run, staff: People, reader: Staff
) -> None:
    assert not Run.objects.visible_to(reader).exists()
    copy(run, staff["head"], reader, text="供参考")

    notice = Notice.objects.unread().get(person=reader)
    assert (notice.kind, notice.sender, notice.text) == ("cc", staff["head"], "供参考")
    assert Run.objects.visible_to(reader).get() == run
    entry = Entry.objects.get(name="workflow.run.copied")
    assert entry.facts["names"] == ["赵阅文"]
    assert approve(run, staff["head"]).status == "done"


def test_everybody_has_one_copy(run: Run, staff: People, reader: Staff) -> None:
    copy(run, staff["head"], reader)
    copy(run, staff["clerk"], reader, staff["mayor"])
    assert Notice.objects.filter(run=run, person=reader).count() == 1

    with pytest.raises(DomainError, match="所选人员都已收到此件的抄送") as refusal:
        copy(run, staff["head"], reader)
    assert refusal.value.code == "workflow.already_told"


def test_a_copy_asked_twice_is_one_act(run: Run, staff: People, reader: Staff) -> None:
    request_id = ask()
    copy(run, staff["head"], reader, request_id=request_id)

    assert copy(run, staff["head"], reader, request_id=request_id).repeated


def test_what_is_over_may_still_be_copied(run: Run, staff: People, reader: Staff) -> None:
    approve(run, staff["head"])

    assert copy(run, staff["clerk"], reader).status == "done"
    assert Notice.objects.unread().filter(person=reader).exists()


def test_only_who_has_to_do_with_it_sends_copies(run: Run, staff: People, reader: Staff) -> None:
    with pytest.raises(DomainError, match="没有这件办理事项，或您无权查看"):
        copy(run, staff["registrar"], reader)
    copy(run, staff["head"], staff["registrar"])

    with pytest.raises(DomainError, match="只有发起人、办理人和流程监督人可以抄送或传阅"):
        copy(run, staff["registrar"], reader)


@pytest.mark.parametrize("case", ["nobody", "crowd", "left", "long"])
def test_copies_that_are_refused(run: Run, staff: People, reader: Staff, case: str) -> None:
    gone = people.staff("离职某")
    gone.is_active = False
    gone.save()
    crowd = [people.staff(f"委员{n}") for n in range(101)] if case == "crowd" else []
    to = {"nobody": [], "crowd": crowd, "left": [reader, gone], "long": [reader]}[case]
    code = {
        "nobody": "workflow.no_readers",
        "crowd": "workflow.no_readers",
        "left": "not_found",
        "long": "workflow.note_too_long",
    }[case]

    with pytest.raises(DomainError) as refusal:
        copy(run, staff["head"], *to, text="长" * 501 if case == "long" else "")
    assert refusal.value.code == code
    assert not Notice.objects.filter(run=run).exists()


def test_a_rule_of_the_step_copies_when_it_is_done(staff: People, reader: Staff) -> None:
    cc = [{"staff": [str(reader.pk)]}, {"starter": True}]
    flow = make.flow(
        {
            "a": task("审核", "b", staff["head"], cc=cc),
            "b": task("复核", "end", staff["mayor"], cc=cc),
        }
    )
    run = make.run(flow, staff["clerk"])
    assert not Notice.objects.filter(run=run).exists()

    approve(run, staff["head"])
    told = Notice.objects.filter(run=run).order_by("person__name")
    assert {one.person for one in told} == {reader, staff["clerk"]}
    assert {one.text for one in told} == {"「审核」已办，抄送您知悉"}
    approve(run, staff["mayor"])
    assert Notice.objects.filter(run=run).count() == 2


# ---- 阅知 ------------------------------------------------------------------------------------


def test_read_once_and_many_at_once(run: Run, staff: People, reader: Staff) -> None:
    other = make.run(make.flow({"a": task("阅办", "end", staff["head"])}), staff["clerk"])
    for one in (run, other):
        copy(one, staff["head"], reader, staff["mayor"])
    ids = list(Notice.objects.values_list("pk", flat=True))

    assert noticing.read_all(notice_ids=ids, by=reader, at=LATER) == 2
    assert noticing.read_all(notice_ids=ids, by=reader, at=LATER) == 0
    assert Notice.objects.filter(person=reader, read_at=LATER).count() == 2
    assert Notice.objects.unread().filter(person=staff["mayor"]).count() == 2
    entry = Entry.objects.get(name="workflow.notices.read")
    assert (entry.subject_id, len(entry.facts["runs"])) == (reader.pk, 2)


def test_reading_fifty_costs_what_reading_two_does(
    staff: People, reader: Staff, statements: Any
) -> None:
    flow = make.flow({"a": task("阅办", "end", staff["head"])})
    runs = [make.run(flow, staff["clerk"]) for _ in range(12)]
    for run in runs:
        copy(run, staff["head"], reader)
    ids = list(Notice.objects.filter(person=reader).values_list("pk", flat=True))

    with statements() as few:
        noticing.read_all(notice_ids=ids[:2], by=reader, at=LATER)
    with statements() as many:
        noticing.read_all(notice_ids=ids[2:], by=reader, at=LATER)

    assert len(few) == len(many) == 8, "\n".join(one["sql"] for one in many)


def test_with_an_opinion_the_documents_record_carries_it(
    run: Run, staff: People, reader: Staff
) -> None:
    copy(run, staff["head"], reader)
    notice = Notice.objects.get(person=reader)
    request_id = ask()
    asked = {"notice_id": notice.pk, "by": reader, "at": LATER, "opinion": "请财政所一并研究。"}
    noticing.read(request_id=request_id, **asked)

    assert noticing.read(request_id=request_id, **asked).opinion == "请财政所一并研究。"
    entry = Entry.objects.get(name="workflow.notice.answered")
    assert (entry.subject_id, entry.facts["opinion"]) == (run.subject_id, "请财政所一并研究。")
    with pytest.raises(DomainError, match="您已提交过阅件意见"):
        noticing.read(request_id=ask(), **asked)


def test_what_was_read_silently_may_be_answered_later(
    run: Run, staff: People, reader: Staff
) -> None:
    copy(run, staff["head"], reader)
    asked = {"notice_id": Notice.objects.get(person=reader).pk, "by": reader}
    noticing.read(request_id=ask(), at=LATER, **asked)
    noticing.read(request_id=ask(), at=LATER + timedelta(hours=1), opinion="无意见。", **asked)

    assert Notice.objects.get(person=reader).read_at == LATER


def test_nobody_reads_for_another(run: Run, staff: People, reader: Staff) -> None:
    copy(run, staff["head"], reader)
    notice = Notice.objects.get(person=reader)

    for who in (staff["mayor"], staff["head"]):
        with pytest.raises(DomainError, match="没有这件待阅，或您无权查看"):
            noticing.read(notice_id=notice.pk, by=who, at=LATER, request_id=ask())
        assert noticing.read_all(notice_ids=[notice.pk], by=who, at=LATER) == 0


# ---- 催办 ------------------------------------------------------------------------------------


def test_who_has_it_is_reminded(run: Run, staff: People) -> None:
    urge(run, staff["clerk"], text="会前需要")

    assert Item.objects.get(run=run, status="open").reminded_at == LATER
    entry = Entry.objects.get(name="workflow.run.urged")
    assert (entry.facts["names"], entry.facts["text"]) == (["王主任"], "会前需要")


def test_not_again_within_ten_minutes_whoever_asks(run: Run, staff: People) -> None:
    request_id = ask()
    urge(run, staff["clerk"], request_id=request_id)
    assert urge(run, staff["clerk"], request_id=request_id).repeated

    chief = people.staff("孙督办", duties=("office_head",))
    with pytest.raises(
        DomainError, match="李文书已于 10:21 催办，10:31 以后可再次催办"
    ) as refusal:
        urge(run, chief, at=LATER + timedelta(minutes=9))
    assert (refusal.value.code, refusal.value.status) == ("workflow.urged_recently", 429)
    assert refusal.value.extra["retry_after"] == 60
    assert urge(run, chief, at=LATER + timedelta(minutes=10)).status == "running"


def test_who_may_not_urge_and_when(run: Run, staff: People, reader: Staff) -> None:
    with pytest.raises(DomainError, match="没有这件办理事项，或您无权查看"):
        urge(run, reader)
    copy(run, staff["head"], reader)
    with pytest.raises(DomainError, match="只有发起人和流程监督人可以催办"):
        urge(run, reader)
    own = make.run(make.flow({"a": task("补充", "end", staff["clerk"])}), staff["clerk"])
    with pytest.raises(DomainError, match="此件现在在您自己手中，请直接办理"):
        urge(own, staff["clerk"])
    approve(run, staff["head"])
    with pytest.raises(DomainError, match="此件已办结"):
        urge(run, staff["clerk"])
