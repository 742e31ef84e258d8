"""撤回 before 签收: the recipient's own row decides, and exactly one of the two happens."""

import pytest

from shared_apps.exchange import receipts, withdrawing
from shared_apps.exchange.models import Delivery, Receipt
from shared_apps.kernel.errors import NotFound
from shared_apps.kernel.ids import new_id
from tenants.crossing import in_unit
from tenants.current import public_floor
from tests.make import exchange as make


@pytest.fixture
def state():
    def read():
        with public_floor():
            return Delivery.objects.get().state

    return read


@pytest.fixture
def ask(noon):
    def run(envelope, **facts):
        return withdrawing.ask(envelope.pk, at=noon, by_name="王登记", reason="附件有误", **facts)

    return run


def test_what_is_in_transit_is_withdrawn_on_the_spot(
    desk, unit, other_unit, relay, noon, ask, state
):
    envelope = make.envelope(["ZFB"], at=noon)

    ask(envelope)
    assert state() == "withdrawn"
    relay()

    assert (desk.arrivals, desk.pleas) == ([], [])
    assert [news.receipt for news in desk.news] == ["withdrawn"]


def test_what_arrived_is_decided_by_the_recipients_own_row(
    desk, unit, other_unit, relay, noon, ask, state
):
    envelope = make.envelope(["ZFB"], at=noon)
    relay()

    ask(envelope)
    assert state() == "delivered"
    relay()

    assert state() == "withdrawn"
    assert (desk.pleas[0].reason, desk.pleas[0].from_unit) == ("附件有误", unit)
    assert desk.places[-2:] == ["zfb", "taihe"]
    assert desk.news[-1].receipt == "withdrawn"


def test_what_the_recipient_took_first_stays_there(
    desk, unit, other_unit, relay, noon, ask, state
):
    envelope = make.envelope(["ZFB"], at=noon)
    relay()
    desk.grants = False  # its row says 已签收, though the receipt is still on its way

    ask(envelope)
    relay()
    with in_unit(other_unit):
        receipts.acknowledged(envelope.pk, at=noon, by_name="李机要")
    relay()

    assert state() == "acknowledged"
    assert [news.receipt for news in desk.news] == [
        "delivered",
        "withdrawal_refused",
        "acknowledged",
    ]


def test_an_acknowledged_copy_is_refused_without_asking_the_app(
    desk, unit, other_unit, relay, noon, ask, state
):
    envelope = make.envelope(["ZFB"], at=noon)
    relay()
    with in_unit(other_unit):
        receipts.acknowledged(envelope.pk, at=noon, by_name="李机要")

    ask(envelope)
    ask(envelope)
    relay()

    assert (state(), desk.pleas) == ("acknowledged", [])
    with public_floor():
        assert Receipt.objects.filter(kind="withdrawal_refused").count() == 1


def test_asking_twice_withdraws_once(desk, unit, other_unit, relay, noon, ask, state):
    envelope = make.envelope(["ZFB"], at=noon)
    relay()

    assert (ask(envelope), ask(envelope)) == (1, 1)
    relay()
    assert ask(envelope) == 0

    assert len(desk.pleas) == 1
    assert [news.receipt for news in desk.news] == ["delivered", "withdrawn"]


def test_nobody_withdraws_what_another_unit_sent(desk, unit, other_unit, noon, ask):
    envelope = make.envelope(["ZFB"], at=noon)

    with in_unit(other_unit), pytest.raises(NotFound):
        ask(envelope)


def test_what_was_never_posted_is_not_found(unit, noon):
    with pytest.raises(NotFound, match="可能还没有投出"):
        withdrawing.ask(new_id(), at=noon, by_name="王登记")


def test_only_the_chosen_recipients_are_asked(desk, unit, other_unit, noon, ask, state):
    envelope = make.envelope(["ZFB"], at=noon)

    with pytest.raises(NotFound):
        ask(envelope, units=["SOMEBODY"])
    assert ask(envelope, units=["ZFB"]) == 1
    assert state() == "withdrawn"
