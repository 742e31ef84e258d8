"""委托代签: how it comes home, who gives it and who ends it."""

from datetime import timedelta
from typing import Any

import pytest

from shared_apps.kernel.errors import DomainError
from shared_apps.outbox.models import Dispatch
from tenant_apps.journal.models import Entry
from tenant_apps.organization import actions as organization
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions, mandate_handlers
from tenant_apps.workflow.actions import lending
from tenant_apps.workflow.models import Event
from tenants.current import public_floor
from tests.make import organization as people
from tests.make import workflow as make
from tests.make.lending import EVENING, FRIDAY, LATER, approve, give, reach_head
from tests.make.workflow import MONDAY, ask, item_of, task
from tests.workflow.conftest import People

# ---- how it comes home ----------------------------------------------------------------------


def test_recalled_everything_open_comes_home_and_what_is_done_stays_done(
    road: Any, staff: People, secretary: Staff, carry: Any
) -> None:
    mandate = give(staff["head"], secretary)
    open_ = [reach_head(road, staff) for _ in range(3)]
    done = reach_head(road, staff)
    approve(done, secretary)
    organization.end_mandate(mandate_id=mandate.pk, by=staff["head"], at=LATER)
    carry(EVENING)

    for run in open_:
        item = item_of(run, staff["head"])
        assert (item.principal, item.mandate, item.due_at is not None) == (
            staff["head"],
            None,
            True,
        )
        assert item_of(run, secretary, "cancelled").action == "recall"
    said = item_of(done, secretary, "done")
    assert (said.principal, said.action) == (staff["head"], "approve")
    assert Event.objects.filter(op="recall").values("run").distinct().count() == 3


def test_the_agent_with_it_on_screen_is_told(
    road: Any, staff: People, secretary: Staff, carry: Any
) -> None:
    mandate = give(staff["head"], secretary)
    run = reach_head(road, staff)
    item = item_of(run, secretary)
    organization.end_mandate(mandate_id=mandate.pk, by=staff["head"], at=LATER)

    with pytest.raises(
        DomainError, match="王主任对您的委托已结束（委托人收回），此件由王主任本人"
    ):
        approve(run, secretary)  # before it is home
    carry(LATER)
    with pytest.raises(DomainError, match=r"此件已由 王主任 于 .* 收回。") as refusal:
        actions.approve(item_id=item.pk, by=secretary, at=LATER, request_id=ask())
    assert (refusal.value.code, refusal.value.status) == ("workflow.already_handled", 409)
    approve(run, staff["head"])


def test_at_its_hour_it_ends_by_itself(
    road: Any, staff: People, secretary: Staff, carry: Any
) -> None:
    mandate = give(staff["head"], secretary)
    run = reach_head(road, staff)
    carry(LATER)

    with pytest.raises(DomainError, match="对您的委托已到期"):
        approve(run, secretary, at=FRIDAY)
    carry(FRIDAY)

    mandate.refresh_from_db()
    assert (mandate.ended_at, mandate.end_reason) == (FRIDAY, "expired")
    assert item_of(run, staff["head"]).sender is None


def test_what_the_outbox_lost_is_found_by_the_hour(
    road: Any, staff: People, secretary: Staff, carry: Any
) -> None:
    mandate = give(staff["head"], secretary)
    run = reach_head(road, staff)
    with public_floor():
        Dispatch.objects.all().delete()

    mandate_handlers.look_after_mandates(FRIDAY)
    with public_floor():
        Dispatch.objects.all().delete()
    mandate_handlers.look_after_mandates(FRIDAY)
    carry(FRIDAY)

    mandate.refresh_from_db()
    assert mandate.end_reason == "expired"
    assert item_of(run, staff["head"])


def test_a_disabled_agent_holds_nothing(
    road: Any, staff: People, secretary: Staff, carry: Any
) -> None:
    admin = people.staff("钱系统", duties=("system_admin",))
    mandate = give(staff["head"], secretary)
    run = reach_head(road, staff)
    organization.disable_staff(staff_id=secretary.pk, by=admin, at=LATER)
    carry(LATER)

    mandate.refresh_from_db()
    assert mandate.end_reason == "left"
    assert item_of(run, staff["head"])
    with pytest.raises(DomainError, match="没有这位同事，或其账号已停用"):
        give(staff["head"], secretary, at=LATER)


def test_a_waiting_seat_comes_home_too(staff: People, secretary: Staff, carry: Any) -> None:
    """Somebody was asked before the agent acts: the agent's turn waits, and is the principal's."""
    flow = make.flow({"a": task("审核", "end", staff["head"])})
    mandate = give(staff["head"], secretary)
    run = make.run(flow, staff["clerk"])
    actions.add(
        item_id=item_of(run, secretary).pk,
        place="before",
        people=[staff["deputy"].pk],
        method="all",
        by=secretary,
        at=LATER,
        request_id=ask(),
    )
    organization.end_mandate(mandate_id=mandate.pk, by=staff["head"], at=LATER)
    carry(LATER)
    assert item_of(run, staff["head"], "waiting").mandate is None

    approve(run, staff["deputy"])
    approve(run, staff["head"])


def test_one_item_is_recalled_and_the_mandate_goes_on(
    road: Any, staff: People, secretary: Staff
) -> None:
    give(staff["head"], secretary)
    first, second = reach_head(road, staff), reach_head(road, staff)
    request_id, item = ask(), item_of(first, secretary)
    calls = {"item_id": item.pk, "by": staff["head"], "at": LATER}
    lending.recall(request_id=request_id, **calls)

    assert lending.recall(request_id=request_id, **calls).repeated
    assert item_of(first, staff["head"]).mandate is None
    assert item_of(second, secretary)
    with pytest.raises(DomainError, match=r"此件已由 王主任 于 .* 收回"):
        lending.recall(request_id=ask(), **calls)


def test_what_was_recalled_is_not_lent_again_by_the_same_mandate(
    staff: People, secretary: Staff
) -> None:
    flow = make.flow({"a": task("审核", "end", staff["head"])})
    give(staff["head"], secretary)
    run = make.run(flow, staff["clerk"])
    asked = {"by": staff["head"], "at": LATER}
    lending.recall(item_id=item_of(run, secretary).pk, request_id=ask(), **asked)
    actions.add(
        item_id=item_of(run, staff["head"]).pk,
        place="before",
        people=[staff["deputy"].pk],
        method="all",
        request_id=ask(),
        **asked,
    )
    approve(run, staff["deputy"])

    assert item_of(run, staff["head"]).mandate is None


def test_who_may_not_recall(road: Any, staff: People, secretary: Staff) -> None:
    give(staff["head"], secretary)
    run = reach_head(road, staff)
    item = item_of(run, secretary)
    asked = {"item_id": item.pk, "at": LATER}

    with pytest.raises(DomainError, match="没有这件待办，或您无权查看"):
        lending.recall(by=staff["mayor"], request_id=ask(), **asked)
    approve(run, secretary)
    with pytest.raises(DomainError, match=r"此件已由 何秘书 于 .* 办理"):
        lending.recall(by=staff["head"], request_id=ask(), **asked)
    mine = {"item_id": item_of(run, staff["mayor"]).pk, "by": staff["mayor"], "at": LATER}
    with pytest.raises(DomainError, match="此件就在您自己手中"):
        lending.recall(request_id=ask(), **mine)


# ---- giving and ending ----------------------------------------------------------------------


def test_asked_twice_given_once(staff: People, secretary: Staff) -> None:
    request_id = ask()
    first = give(staff["head"], secretary, request_id=request_id)

    assert give(staff["head"], secretary, request_id=request_id) == first
    assert Entry.objects.filter(name="organization.mandate.given").count() == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"ends_at": MONDAY}, "mandate.bad_period"),
        ({"starts_at": FRIDAY, "ends_at": MONDAY}, "mandate.bad_period"),
        ({"ends_at": MONDAY + timedelta(days=367)}, "mandate.bad_period"),
    ],
)
def test_periods_that_are_none(
    staff: People, secretary: Staff, more: dict[str, Any], code: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        give(staff["head"], secretary, **more)
    assert (refusal.value.code, refusal.value.status) == (code, 400)


def test_not_to_oneself(staff: People) -> None:
    with pytest.raises(DomainError, match="不能委托给自己"):
        give(staff["head"], staff["head"])


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        ([], [], True),
        ([], ["leave"], True),
        (["leave", "car"], ["car"], True),
        (["leave"], ["car"], False),
    ],
)
def test_one_agent_for_one_thing(
    staff: People, secretary: Staff, first: list[str], second: list[str], clash: bool
) -> None:
    give(staff["head"], secretary, flows=first)
    if not clash:
        assert give(staff["head"], staff["deputy"], flows=second)
        return
    with pytest.raises(DomainError, match="已委托何秘书代办，请先收回那项委托"):
        give(staff["head"], staff["deputy"], flows=second)


def test_one_after_another_is_no_overlap(staff: People, secretary: Staff) -> None:
    give(staff["head"], secretary)

    assert give(
        staff["head"], staff["deputy"], starts_at=FRIDAY, ends_at=FRIDAY + timedelta(days=1)
    )


@pytest.mark.parametrize(
    ("who", "reason"), [("head", "recalled"), ("agent", "returned"), ("supervisor", "stopped")]
)
def test_who_may_end_it(staff: People, secretary: Staff, who: str, reason: str) -> None:
    mandate = give(staff["registrar"], secretary)
    ender = {"head": staff["registrar"], "agent": secretary, "supervisor": staff["head"]}[who]

    organization.end_mandate(mandate_id=mandate.pk, by=ender, at=LATER)

    entry = Entry.objects.get(name="organization.mandate.ended")
    assert (entry.facts["reason"], entry.facts["principal_name"], entry.facts["agent_name"]) == (
        reason,
        "林登记",
        "何秘书",
    )


def test_nobody_else_ends_it_and_nobody_twice(staff: People, secretary: Staff) -> None:
    mandate = give(staff["head"], secretary)
    with pytest.raises(DomainError, match="没有这项委托，或您无权查看"):
        organization.end_mandate(mandate_id=mandate.pk, by=staff["clerk"], at=LATER)
    organization.end_mandate(mandate_id=mandate.pk, by=staff["head"], at=LATER)

    with pytest.raises(DomainError, match="已于11月23日 10:21委托人收回，无需再次收回"):
        organization.end_mandate(mandate_id=mandate.pk, by=staff["head"], at=EVENING)
