"""委托代签: what goes to the agent, what stays, and how it comes home."""

from datetime import timedelta
from typing import Any

import pytest

from shared_apps.kernel.errors import DomainError
from tenant_apps.journal.models import Entry
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions
from tenant_apps.workflow.actions import lending
from tenant_apps.workflow.circulars import Notice
from tenant_apps.workflow.models import Event, Item, Run
from tenant_apps.workflow.timeline import timeline
from tests.make import organization as people
from tests.make import workflow as make
from tests.make.lending import LATER, approve, give, reach_head
from tests.make.workflow import MONDAY, ask, item_of, task
from tests.workflow.conftest import People

# ---- what goes ------------------------------------------------------------------------------


def test_a_seat_that_opens_goes_to_the_agent_and_the_record_names_both(
    road: Any, staff: People, secretary: Staff
) -> None:
    mandate = give(staff["head"], secretary)
    run = reach_head(road, staff)

    item = item_of(run, secretary)
    assert (item.principal, item.mandate) == (staff["head"], mandate)
    assert not Item.objects.filter(run=run, owner=staff["head"]).exists()
    approve(run, secretary)

    entry = Entry.objects.get(name="workflow.step.approved", facts__acts_for_name="王主任")
    assert (entry.actor_name, entry.facts["acts_for"]) == ("何秘书", str(staff["head"].pk))
    event = Event.objects.filter(run=run, op="approve").order_by("-seq").first()
    assert event is not None
    assert event.detail["acts_for_name"] == "王主任"


def test_the_principal_sees_it_but_only_the_owner_acts(
    road: Any, staff: People, secretary: Staff
) -> None:
    give(staff["head"], secretary)
    run = reach_head(road, staff)

    assert Run.objects.visible_to(staff["head"]).filter(pk=run.pk).exists()
    with pytest.raises(DomainError, match="您已委托何秘书代办；如需亲自办理，请先收回") as refusal:
        actions.approve(
            item_id=item_of(run, secretary).pk, by=staff["head"], at=LATER, request_id=ask()
        )
    assert refusal.value.code == "workflow.lent_out"


def test_what_was_done_in_ones_name_lies_there_to_be_read(
    road: Any, staff: People, secretary: Staff
) -> None:
    give(staff["head"], secretary)
    run = reach_head(road, staff)
    assert not Notice.objects.filter(person=staff["head"]).exists()
    approve(run, secretary)

    notice = Notice.objects.unread().get(person=staff["head"])
    assert (notice.kind, notice.sender) == ("done_for", secretary)
    assert notice.text == "「审核」已代您办理：同意"
    assert not Notice.objects.filter(person=secretary).exists()


@pytest.mark.parametrize(
    ("period", "goes"),
    [
        ({"starts_at": MONDAY + timedelta(minutes=52)}, False),
        ({"ends_at": MONDAY + timedelta(minutes=51)}, False),
        ({"ends_at": MONDAY + timedelta(minutes=52)}, True),
    ],
)
def test_only_in_its_hours(
    road: Any, staff: People, secretary: Staff, period: dict[str, Any], goes: bool
) -> None:
    give(staff["head"], secretary, **period)
    run = reach_head(road, staff)

    assert Item.objects.filter(run=run, owner=secretary).exists() is goes


def test_only_the_flows_named(road: Any, staff: People, secretary: Staff) -> None:
    other = make.flow({"a": task("审核", "end", staff["head"])})
    give(staff["head"], secretary, flows=[other.key])

    assert item_of(reach_head(road, staff), staff["head"])
    assert item_of(make.run(other, staff["clerk"]), secretary)


@pytest.mark.parametrize("kind", ["flow", "starter", "doc_kind"])
def test_what_is_excluded_stays(road: Any, staff: People, secretary: Staff, kind: str) -> None:
    said = {"flow": road.key, "starter": str(staff["clerk"].pk), "doc_kind": "request"}
    give(staff["head"], secretary, excluded=[{"kind": kind, "value": said[kind]}])
    run = make.run(road, staff["clerk"], labels={"doc_kind": "request"})
    approve(run, staff["clerk"])

    assert item_of(run, staff["head"])


def test_one_level_only(road: Any, staff: People, secretary: Staff) -> None:
    give(staff["head"], secretary)
    give(secretary, staff["deputy"])
    run = reach_head(road, staff)

    assert item_of(run, secretary).principal == staff["head"]


def test_nobody_signs_what_they_began(road: Any, staff: People) -> None:
    give(staff["head"], staff["clerk"])
    run = reach_head(road, staff)

    assert item_of(run, staff["head"]).mandate is None


def test_nobody_sits_twice_at_one_step(staff: People) -> None:
    flow = make.flow({"a": task("会签", "end", staff["head"], staff["mayor"])})
    give(staff["head"], staff["mayor"])
    run = make.run(flow, staff["clerk"])

    assert item_of(run, staff["head"]).mandate is None
    assert item_of(run, staff["mayor"]).principal == staff["mayor"]


def test_a_mandate_lends_no_right(staff: People, secretary: Staff) -> None:
    who = [{"permission": "correspondence.outgoing.register"}]
    flow = make.flow({"a": task("登记", "end", who=who)})
    give(staff["registrar"], secretary)
    assert item_of(make.run(flow, staff["clerk"]), staff["registrar"])

    people.give(secretary, "registrar")  # then it is one at the step beside the other
    assert item_of(make.run(flow, staff["clerk"]), staff["registrar"]).mandate is None


def test_a_seat_whose_turn_comes_goes_then(staff: People, secretary: Staff) -> None:
    flow = make.flow({"a": task("会签", "end", staff["head"], staff["mayor"], mode="in_turn")})
    give(staff["mayor"], secretary)
    run = make.run(flow, staff["clerk"])
    assert item_of(run, staff["mayor"], "waiting").mandate is None

    approve(run, staff["head"])

    assert item_of(run, secretary).principal == staff["mayor"]


def test_what_is_handed_to_an_absent_colleague_goes_on(staff: People, secretary: Staff) -> None:
    flow = make.flow({"a": task("审核", "end", staff["mayor"])})
    give(staff["head"], secretary)
    run = make.run(flow, staff["clerk"])

    actions.transfer(
        item_id=item_of(run, staff["mayor"]).pk,
        to=staff["head"].pk,
        by=staff["mayor"],
        at=LATER,
        request_id=ask(),
    )

    assert item_of(run, secretary).principal == staff["head"]


def test_the_agent_hands_nothing_on_but_may_give_it_back(
    road: Any, staff: People, secretary: Staff
) -> None:
    give(staff["head"], secretary)
    run = reach_head(road, staff)
    asked = {"item_id": item_of(run, secretary).pk, "by": secretary, "at": LATER}
    with pytest.raises(DomainError, match="不能再转给别人；办不了请交回王主任"):
        actions.transfer(to=staff["deputy"].pk, request_id=ask(), **asked)

    lending.recall(request_id=ask(), **asked)

    assert item_of(run, staff["head"]).mandate is None


def test_taken_back_it_is_the_principals_again(road: Any, staff: People, secretary: Staff) -> None:
    give(staff["head"], secretary)
    run = reach_head(road, staff)
    approve(run, secretary)
    actions.take_back(run_id=run.pk, by=secretary, at=LATER, request_id=ask())

    assert item_of(run, secretary).principal == staff["head"]


def test_what_lay_there_goes_along_when_asked(
    road: Any, staff: People, secretary: Staff, carry: Any
) -> None:
    runs = [reach_head(road, staff) for _ in range(3)]
    own = make.run(
        make.flow({"a": task("阅办", "end", staff["head"])}), secretary, title="秘书发起的"
    )
    give(staff["head"], secretary, existing=True, at=LATER)
    carry(LATER)

    for run in runs:
        item = item_of(run, secretary)
        assert (item.turn, item.principal, item.due_at) == (
            1,
            staff["head"],
            item_of(run, staff["head"], "cancelled").due_at,
        )
    assert item_of(own, staff["head"]).mandate is None


def test_without_being_asked_what_lay_there_stays(
    road: Any, staff: People, secretary: Staff, carry: Any
) -> None:
    run = reach_head(road, staff)
    give(staff["head"], secretary, at=LATER)
    carry(LATER)

    assert item_of(run, staff["head"]).mandate is None


def test_a_lent_seat_costs_two_statements_more(
    road: Any, staff: People, secretary: Staff, statements: Any
) -> None:
    """The mandate, and the flow's name; for a unit where nobody lends, none: test_walking.py."""
    first, second = reach_head(road, staff), reach_head(road, staff)
    with statements() as before:
        approve(first, staff["head"])
    give(staff["mayor"], secretary)

    with statements() as lent:
        approve(second, staff["head"])

    assert len(lent) - len(before) == 2, "\n".join(one["sql"] for one in lent)


def test_the_timeline_says_in_whose_name(road: Any, staff: People, secretary: Staff) -> None:
    give(staff["head"], secretary)
    run = reach_head(road, staff)
    approve(run, secretary)

    places = {place.key: place for place in timeline(run.pk, viewer=staff["head"]).nodes}
    (said,) = places["a"].visits[0].items
    assert (said.owner, said.acts_for) == ("何秘书", "王主任")
