"""A document walks from desk to desk: approved, refused, sent back, handed over, withdrawn."""

from datetime import timedelta

import pytest

from shared_apps.kernel.errors import DomainError, Forbidden, NotFound
from tenant_apps.journal.models import Entry
from tenant_apps.workflow import actions, queries
from tenant_apps.workflow.models import Definition, Event, Item, Run, Step
from tests.make import organization as people
from tests.make import workflow as make
from tests.make.workflow import MONDAY, ask, item_of
from tests.workflow.conftest import People

LATER = MONDAY + timedelta(minutes=51)


@pytest.fixture
def outgoing(staff: People) -> Definition:
    """起草 → 核稿 → 签发 → 登记: the starter, a permission, a chosen leader, a permission."""
    chosen = {"chosen": True, "permission": "correspondence.outgoing.sign"}
    review = {"permission": "correspondence.outgoing.review"}
    register = {"permission": "correspondence.outgoing.register"}
    return make.flow(
        {
            "draft": make.task("起草", "review", who=[{"starter": True}], verb="submit"),
            "review": make.task("核稿", "sign", who=[review], mode="any", due=240),
            "sign": make.task("签发", "register", who=[chosen], verb="sign"),
            "register": make.task("登记编号", "end", who=[register], mode="any"),
        },
        readers=["correspondence.read.unit"],
    )


@pytest.fixture
def run(outgoing: Definition, staff: People) -> Run:
    return make.run(outgoing, staff["clerk"])


def submit(run: Run, staff: People) -> actions.Outcome:
    item = item_of(run, staff["clerk"])
    return actions.approve(item_id=item.pk, by=staff["clerk"], at=MONDAY, request_id=ask())


def to_sign(run: Run, staff: People) -> Item:
    submit(run, staff)
    item = item_of(run, staff["head"])
    chosen = {"sign": [staff["mayor"].pk]}
    actions.approve(
        item_id=item.pk,
        by=staff["head"],
        at=LATER,
        request_id=ask(),
        opinion="拟同意。",
        chosen=chosen,
    )
    return item_of(run, staff["mayor"])


def test_it_walks_to_its_end(run: Run, staff: People) -> None:
    item = to_sign(run, staff)
    assert (item.step.name, item.sender) == ("签发", staff["head"])
    signed = actions.approve(
        item_id=item.pk, by=staff["mayor"], at=LATER, request_id=ask(), opinion="同意。"
    )
    assert (signed.status, signed.nodes, signed.handlers) == (
        "running",
        ("register",),
        (staff["registrar"].pk,),
    )
    last = item_of(run, staff["registrar"])
    done = actions.approve(item_id=last.pk, by=staff["registrar"], at=LATER, request_id=ask())

    assert (done.status, done.nodes) == ("done", ())
    run.refresh_from_db()
    assert (run.status, run.closed_at) == ("done", LATER)


def test_each_act_stands_once_on_the_documents_chain(run: Run, staff: People) -> None:
    to_sign(run, staff)

    entries = Entry.objects.filter(subject_id=run.subject_id).order_by("seq")
    assert [(entry.name, entry.actor_name) for entry in entries] == [
        ("workflow.run.started", "李文书"),
        ("workflow.step.approved", "李文书"),
        ("workflow.step.approved", "王主任"),
    ]
    assert entries[2].facts["opinion"] == "拟同意。"
    assert not Entry.objects.filter(subject_id=run.pk).exists()


def test_due_in_working_time(run: Run, staff: People) -> None:
    submit(run, staff)

    due = item_of(run, staff["head"]).due_at
    assert due is not None
    assert (due - MONDAY) == timedelta(hours=5)  # four office hours with the noon break between


def test_a_repeat_gets_the_first_answer(run: Run, staff: People) -> None:
    item, request_id = item_of(run, staff["clerk"]), ask()
    first = actions.approve(item_id=item.pk, by=staff["clerk"], at=MONDAY, request_id=request_id)
    actions.approve(
        item_id=item_of(run, staff["head"]).pk,
        by=staff["head"],
        at=LATER,
        request_id=ask(),
        chosen={"sign": [staff["mayor"].pk]},
    )
    before = Event.objects.count()

    again = actions.approve(item_id=item.pk, by=staff["clerk"], at=LATER, request_id=request_id)

    assert (again.repeated, again.nodes) == (True, first.nodes)
    assert Event.objects.count() == before
    answer = actions.answered(run_id=run.pk, by=staff["clerk"], request_id=request_id)
    assert answer is not None
    assert answer.nodes == ("review",)
    assert actions.answered(run_id=run.pk, by=staff["clerk"], request_id=ask()) is None


def test_a_request_id_serves_one_act_of_one_person(run: Run, staff: People) -> None:
    item, request_id = item_of(run, staff["clerk"]), ask()
    actions.approve(item_id=item.pk, by=staff["clerk"], at=MONDAY, request_id=request_id)

    review = item_of(run, staff["head"])
    with pytest.raises(actions.RequestReused):
        actions.approve(item_id=review.pk, by=staff["head"], at=LATER, request_id=request_id)
    with pytest.raises(actions.RequestReused):
        actions.reject(
            item_id=item.pk, by=staff["clerk"], at=LATER, request_id=request_id, opinion="否"
        )


def test_a_stale_act_says_who_was_faster(run: Run, staff: People) -> None:
    other = people.staff("郑副主任", duties=("office_head",))
    submit(run, staff)
    mine, theirs = item_of(run, staff["head"]), item_of(run, other)
    chosen = {"sign": [staff["mayor"].pk]}
    actions.approve(item_id=theirs.pk, by=other, at=LATER, request_id=ask(), chosen=chosen)

    with pytest.raises(DomainError) as refused:
        actions.approve(item_id=mine.pk, by=staff["head"], at=LATER, request_id=ask())

    assert refused.value.code == "workflow.already_handled"
    assert refused.value.message == "此件已由 郑副主任 于 10:21 办理。"
    assert refused.value.extra["nodes"] == ["sign"]


def test_colleagues_see_it_is_not_theirs_and_strangers_see_nothing(
    run: Run, staff: People
) -> None:
    submit(run, staff)
    item = item_of(run, staff["head"])

    with pytest.raises(Forbidden) as refused:
        actions.approve(item_id=item.pk, by=staff["clerk"], at=LATER, request_id=ask())
    assert refused.value.message == "此件由王主任办理，您不能代为办理。"
    stranger = people.staff("赵某")
    with pytest.raises(NotFound):
        actions.approve(item_id=item.pk, by=stranger, at=LATER, request_id=ask())
    with pytest.raises(NotFound):
        actions.approve(item_id=run.pk, by=stranger, at=LATER, request_id=ask())


def test_open_item_or_where_it_is(run: Run, staff: People) -> None:
    item = queries.open_item(run_id=run.pk, node="draft", by=staff["clerk"])
    assert item == item_of(run, staff["clerk"])
    submit(run, staff)

    with pytest.raises(DomainError, match="目前在「核稿」环节，由王主任办理。"):
        queries.open_item(run_id=run.pk, node="draft", by=staff["clerk"])
    with pytest.raises(Forbidden, match="「核稿」由王主任办理。"):
        queries.open_item(run_id=run.pk, node="review", by=staff["clerk"])
    with pytest.raises(NotFound):
        queries.open_item(run_id=run.pk, node="review", by=people.staff("赵某"))
    assert queries.current_nodes(run.pk) == ["review"]


def test_nobody_to_handle_it_is_refused_with_who_can_help(run: Run, staff: People) -> None:
    people.staff("孙安全", duties=("security_admin",))
    staff["head"].is_active = False
    staff["head"].save()

    with pytest.raises(DomainError) as refused:
        submit(run, staff)

    assert refused.value.code == "workflow.nobody_handles"
    assert refused.value.message == (
        "「核稿」环节无人办理：没有人具有“审核”权限。请联系孙安全处理后再提交。"
    )
    assert Event.objects.filter(run=run).count() == 1
    assert item_of(run, staff["clerk"]).status == "open"


@pytest.mark.parametrize(
    ("who", "code"),
    [([], "workflow.choose_handlers"), (["registrar"], "workflow.not_eligible")],
)
def test_the_next_handler_must_be_chosen_among_the_eligible(
    run: Run, staff: People, who: list[str], code: str
) -> None:
    submit(run, staff)
    item = item_of(run, staff["head"])

    with pytest.raises(DomainError) as refused:
        actions.approve(
            item_id=item.pk,
            by=staff["head"],
            at=LATER,
            request_id=ask(),
            chosen={"sign": [staff[one].pk for one in who]},
        )

    assert refused.value.code == code


def test_refused_it_ends_with_the_reason(run: Run, staff: People) -> None:
    item = to_sign(run, staff)
    with pytest.raises(actions.ReasonRequired):
        actions.reject(item_id=item.pk, by=staff["mayor"], at=LATER, request_id=ask(), opinion=" ")

    outcome = actions.reject(
        item_id=item.pk, by=staff["mayor"], at=LATER, request_id=ask(), opinion="不予发文。"
    )

    assert (outcome.status, outcome.nodes) == ("rejected", ())


def test_sent_back_it_is_redone_step_by_step(run: Run, staff: People) -> None:
    item = to_sign(run, staff)

    outcome = actions.send_back(
        item_id=item.pk,
        to="draft",
        by=staff["mayor"],
        at=LATER,
        request_id=ask(),
        opinion="请补充物资清单。",
    )

    assert outcome.nodes == ("draft",)
    assert submit(run, staff).nodes == ("review",)
    again = item_of(run, staff["head"])
    # The choice made earlier holds until another is made.
    redone = actions.approve(item_id=again.pk, by=staff["head"], at=LATER, request_id=ask())
    assert redone.handlers == (staff["mayor"].pk,)
    assert Step.objects.filter(run=run, node="sign").count() == 2


def test_sent_back_straight_it_returns_to_who_sent_it(run: Run, staff: People) -> None:
    item = to_sign(run, staff)
    actions.send_back(
        item_id=item.pk,
        to="draft",
        by=staff["mayor"],
        at=LATER,
        request_id=ask(),
        opinion="请更正日期。",
        straight=True,
    )

    assert submit(run, staff).nodes == ("sign",)


def test_nothing_is_sent_back_to_what_lies_ahead(run: Run, staff: People) -> None:
    item = to_sign(run, staff)
    back = {"by": staff["mayor"], "at": LATER, "opinion": "请补充。"}
    actions.send_back(item_id=item.pk, to="draft", request_id=ask(), **back)
    draft = item_of(run, staff["clerk"])

    # 核稿 was passed once, but going there now would skip the clerk's own correction.
    with pytest.raises(DomainError, match="只能退回到此前已经办过的环节。"):
        actions.send_back(
            item_id=draft.pk,
            to="review",
            by=staff["clerk"],
            at=LATER,
            request_id=ask(),
            opinion="请再核。",
        )


def test_a_seat_moves_to_a_colleague_with_the_right(run: Run, staff: People) -> None:
    item = to_sign(run, staff)
    hand = {"item_id": item.pk, "by": staff["mayor"], "at": LATER}
    with pytest.raises(DomainError, match="林登记没有“签发”权限"):
        actions.transfer(to=staff["registrar"].pk, request_id=ask(), **hand)
    with pytest.raises(DomainError, match="不能转办给自己"):
        actions.transfer(to=staff["mayor"].pk, request_id=ask(), **hand)

    actions.transfer(to=staff["deputy"].pk, request_id=ask(), opinion="请吴镇长阅处。", **hand)

    moved = item_of(run, staff["deputy"])
    assert (moved.slot, moved.turn, moved.principal) == (0, 1, staff["deputy"])
    with pytest.raises(DomainError, match="此件已由 周镇长 于 10:21 转办"):
        actions.approve(item_id=item.pk, by=staff["mayor"], at=LATER, request_id=ask())
    assert Run.objects.visible_to(staff["mayor"]).filter(pk=run.pk).exists()


def test_taken_back_while_nobody_has_acted(run: Run, staff: People) -> None:
    submit(run, staff)

    outcome = actions.take_back(run_id=run.pk, by=staff["clerk"], at=LATER, request_id=ask())

    assert (outcome.nodes, outcome.handlers) == (("draft",), (staff["clerk"].pk,))
    to_sign(run, staff)
    with pytest.raises(DomainError, match="不是您一人办结的"):
        actions.take_back(run_id=run.pk, by=staff["clerk"], at=LATER, request_id=ask())


def test_taken_back_it_still_returns_straight(run: Run, staff: People) -> None:
    item = to_sign(run, staff)
    actions.send_back(
        item_id=item.pk,
        to="draft",
        by=staff["mayor"],
        at=LATER,
        request_id=ask(),
        opinion="请更正日期。",
        straight=True,
    )
    submit(run, staff)
    actions.take_back(run_id=run.pk, by=staff["clerk"], at=LATER, request_id=ask())

    assert submit(run, staff).nodes == ("sign",)


def test_the_starter_withdraws_until_somebody_acted(run: Run, staff: People) -> None:
    to_sign(run, staff)
    with pytest.raises(Forbidden):
        actions.withdraw(run_id=run.pk, by=staff["head"], at=LATER, request_id=ask())
    with pytest.raises(DomainError, match="请先请周镇长退回给您"):
        actions.withdraw(run_id=run.pk, by=staff["clerk"], at=LATER, request_id=ask())
    actions.send_back(
        item_id=item_of(run, staff["mayor"]).pk,
        to="draft",
        by=staff["mayor"],
        at=LATER,
        request_id=ask(),
        opinion="不必再报。",
    )

    outcome = actions.withdraw(run_id=run.pk, by=staff["clerk"], at=LATER, request_id=ask())

    assert outcome.status == "withdrawn"


@pytest.mark.parametrize("length", [0, 65])
def test_a_request_has_an_id(run: Run, staff: People, length: int) -> None:
    item = item_of(run, staff["clerk"])
    with pytest.raises(actions.BadRequestId):
        actions.approve(item_id=item.pk, by=staff["clerk"], at=LATER, request_id="x" * length)


def test_an_opinion_has_an_end(run: Run, staff: People) -> None:
    item = item_of(run, staff["clerk"])
    with pytest.raises(actions.OpinionTooLong):
        actions.approve(
            item_id=item.pk,
            by=staff["clerk"],
            at=LATER,
            request_id=ask(),
            opinion="好" * 10_000_000,
        )


def test_one_live_run_per_subject(run: Run, outgoing: Definition, staff: People) -> None:
    with pytest.raises(actions.AlreadyRunning):
        make.run(outgoing, staff["clerk"], subject_id=run.subject_id)
    actions.withdraw(run_id=run.pk, by=staff["clerk"], at=LATER, request_id=ask())

    assert make.run(outgoing, staff["clerk"], subject_id=run.subject_id).status == "running"


def test_one_approval_costs_twelve_statements(run: Run, staff: People, statements) -> None:
    to_sign(run, staff)
    item = item_of(run, staff["mayor"])

    with statements() as sql:
        actions.approve(
            item_id=item.pk, by=staff["mayor"], at=LATER, request_id=ask(), opinion="同意。"
        )

    # One of them asks whether there is ink to hand in: this is a document.
    assert len(sql) == 12, "\n".join(one["sql"] for one in sql)
