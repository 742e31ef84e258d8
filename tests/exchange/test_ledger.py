"""The books balance whatever happens on the road, and say so when somebody meddled with them."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from shared_apps.exchange import counting, receipts, withdrawing
from shared_apps.exchange.ledger import ledger
from shared_apps.exchange.models import Delivery, Receipt
from shared_apps.outbox.models import Dispatch
from tenants.crossing import in_unit
from tenants.current import current_unit, public_floor
from tests.make import exchange as make


@pytest.fixture
def traffic(desk, unit, other_unit, relay, noon):
    """太和镇 → 区政府办公室: one in every state, and an answer the other way."""
    made = {
        name: make.envelope(["ZFB"], at=noon, title=name)
        for name in ("delivered", "acknowledged", "returned", "withdrawn")
    }
    with in_unit(other_unit):
        made["answer"] = make.envelope(["500117124"], at=noon, title="关于请示的批复")
    relay()
    with in_unit(other_unit):
        receipts.acknowledged(
            made["acknowledged"].pk, at=noon, by_name="李机要", by_post="机要文书"
        )
        receipts.returned(made["returned"].pk, at=noon, by_name="李机要", reason="缺少附件")
    withdrawing.ask(made["withdrawn"].pk, at=noon, by_name="王登记")
    relay()
    made["in_transit"] = make.envelope(["ZFB"], at=noon, title="in_transit")
    return made


def test_every_copy_is_counted_once_and_the_difference_is_nought(traffic, noon):
    books = ledger(at=noon)

    there, back = sorted(books.pairs, key=lambda pair: -pair.sent)
    assert (there.from_unit["short_name"], there.to_unit["short_name"]) == (
        "太和镇",
        "区政府办公室",
    )
    assert (there.sent, there.acknowledged, there.delivered) == (5, 1, 1)
    assert (there.in_transit, there.returned, there.withdrawn) == (1, 1, 1)
    assert (back.sent, back.delivered, books.totals.sent, books.totals.difference) == (1, 1, 6, 0)
    assert books.balanced


def test_a_copy_without_its_receipt_leaves_a_difference(traffic, noon):
    with public_floor():
        Receipt.objects.filter(delivery__envelope=traffic["delivered"]).delete()

    books = ledger(at=noon)

    assert (books.totals.difference, books.balanced) == (1, False)


def test_a_copy_that_is_back_in_transit_on_paper_only_leaves_a_difference(traffic, noon):
    with public_floor():
        Delivery.objects.filter(envelope=traffic["delivered"]).update(
            state="in_transit", delivered_at=None
        )

    assert ledger(at=noon).totals.difference == -1


def test_the_page_shows_the_books(traffic, visit):
    response = visit("leader").get("/api/city/ledger")

    body = response.json()
    assert (response.status_code, body["balanced"], body["totals"]["sent"]) == (200, True, 6)
    assert body["pairs"][0]["to_unit"]["short_name"] in ("区政府办公室", "太和镇")
    assert body["outbox"] == {"waiting": 1, "retrying": 0, "dead": 0}


def test_the_board_shows_every_recipient_and_no_persons_name(traffic, visit):
    response = visit("leader").get("/api/city/exchange")

    rows = {row["title"]: row for row in response.json()["results"]}
    states = {title: row["recipients"][0]["state"] for title, row in rows.items()}
    assert states.pop("关于请示的批复") == "delivered"
    assert states == {state: state for state in Delivery.State.values}
    assert rows["returned"]["recipients"][0]["reason"] == "缺少附件"
    assert "李机要" not in response.content.decode()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"state": "returned"}, ["returned"]),
        ({"q": "批复"}, ["关于请示的批复"]),
        ({"q": "区政府办"}, ["关于请示的批复"]),
        ({"unit": "ZFB", "state": "in_transit"}, ["in_transit"]),
        ({"unit": "NOWHERE"}, []),
    ],
)
def test_the_board_can_be_narrowed(traffic, visit, query, titles):
    rows = visit().get("/api/city/exchange", query).json()["results"]

    assert [row["title"] for row in rows] == titles


def test_an_unknown_state_is_refused(traffic, visit):
    response = visit().get("/api/city/exchange", {"state": "lost"})

    assert (response.status_code, response.json()["code"]) == (400, "exchange.unknown_state")


@pytest.mark.parametrize("path", ["exchange", "ledger", "dead-letters"])
def test_strangers_stay_outside(client_at, db, path):
    assert client_at().get(f"/api/city/{path}").status_code == 401


def test_leaders_do_not_see_dead_letters(visit, unit):
    assert visit("leader").get("/api/city/dead-letters").status_code == 403


def test_the_board_costs_the_same_for_one_and_for_many(
    desk, unit, other_unit, relay, noon, visit, statements
):
    client = visit()
    make.envelope(["ZFB"], at=noon)
    client.get("/api/city/exchange")
    with statements() as one:
        client.get("/api/city/exchange")
    for number in range(12):
        make.envelope(["ZFB"], at=noon, title=f"第{number}件")
    with statements() as many:
        client.get("/api/city/exchange")

    assert len(one) == len(many)


def test_dead_letters_are_listed_with_their_error(visit, unit, noon):
    with public_floor():
        Dispatch.objects.create(
            unit=unit.schema_name,
            subscriber="tests.broken",
            event="tests.event",
            facts={"secret": "正文"},
            created_at=noon,
            attempts=12,
            last_error="RuntimeError: 收文表已满",
            dead_at=noon,
        )

    response = visit("operator").get("/api/city/dead-letters")

    row = response.json()["results"][0]
    assert (row["short_name"], row["last_error"]) == ("太和镇", "RuntimeError: 收文表已满")
    assert "正文" not in response.content.decode()


@pytest.fixture
def counted(desk, unit):
    """The units' own books: 太和镇 says it sent two, 区政府办公室 says it received one."""
    said = {
        "taihe": counting.Count(sent={"ZFB": 2}, received={}),
        "zfb": counting.Count(sent={}, received={"500117124": 1}),
    }
    counting.counts(make.KIND)(lambda: said[current_unit().subdomain])
    yield said
    counting._counters.pop(make.KIND)


def test_the_deep_ledger_asks_every_unit(counted, unit, other_unit, relay, noon):
    make.envelope(["ZFB"], at=noon)
    relay()
    out = StringIO()

    with pytest.raises(CommandError, match="账目不平"):
        call_command("exchange", "ledger", "--deep", stdout=out)
    assert "500117124 与 ZFB：tests.note 发出，单位登记 2 件，交换台账 1 件" in out.getvalue()

    counted["taihe"] = counting.Count(sent={"ZFB": 1}, received={})
    out = StringIO()
    call_command("exchange", "ledger", "--deep", "--json", stdout=out)
    answer = json.loads(out.getvalue())
    assert (answer["balanced"], answer["mismatches"]) == (True, [])


def test_the_command_draws_the_books(traffic):
    out = StringIO()

    call_command("exchange", "ledger", stdout=out)

    assert "太和镇" in out.getvalue()
    assert out.getvalue().rstrip().endswith("对平。")


def test_one_envelope_can_be_followed(traffic):
    out = StringIO()
    call_command("exchange", "show", str(traffic["returned"].pk), stdout=out)
    assert "完好" in out.getvalue()
    assert "区政府办公室 已退回 缺少附件" in out.getvalue()

    with public_floor():
        type(traffic["returned"]).objects.filter(pk=traffic["returned"].pk).update(title="另一件")
    out = StringIO()
    call_command("exchange", "show", str(traffic["returned"].pk), "--json", stdout=out)
    assert "与封签不符" in json.loads(out.getvalue())["seal"]


@pytest.mark.parametrize("name", ["nonsense", "01923e10-0000-7000-8000-000000000000"])
def test_an_unknown_envelope_is_said_to_be_unknown(db, name):
    with pytest.raises(CommandError, match="没有编号为"):
        call_command("exchange", "show", name)


def test_an_empty_post_office_balances(db):
    assert ledger(at=timezone.now()).balanced
