"""撤销、废止、更正 in the registers and on the slips: whoever keeps the books reads it there."""

import io
from datetime import date

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from tenant_apps.correspondence.certificate.ruler import measured
from tenant_apps.correspondence.models import OutgoingDocument
from tests.correspondence.conftest import tomorrow

REASON = "依据的文件已失效"


@pytest.fixture
def told(arrived, office, desk, relay):
    """The document lies at both ends; the deciding verb and what it says are the test's."""

    def decide(verb: str, **more: object) -> str:
        document = str(OutgoingDocument.objects.get().pk)
        said = {"reason": REASON} | more
        answer = desk(office.leader).post(f"outgoing/{document}/{verb}", **said)
        assert answer.status_code == 200, answer.json()
        relay()
        return document

    return decide


@pytest.fixture
def desks(office, desk, district):
    """The registrar of the sender and of the receiver, each with their own book."""
    return {
        "outgoing": desk(office.registrar),
        "incoming": district.desk(district.people.registrar),
    }


def states(desk, book: str, **asked: object) -> list[str]:
    said = desk.client.get(f"{desk.root}/registers/{book}", asked).json()
    at = [one["key"] for one in said["columns"]].index("state")
    return [line["cells"][at] for line in said["results"]]


def words(content: bytes) -> str:
    return "".join(line.text for page in measured(content) for line in page.lines)


@pytest.mark.parametrize("book", ["outgoing", "incoming"])
def test_a_register_says_it_and_can_be_asked_by_it(told, desks, book):
    keeper = desks[book]
    before = states(keeper, book)

    told("revoke")

    assert (before, states(keeper, book)) == ([""], ["已撤销"])
    assert states(keeper, book, standing="revoked") == ["已撤销"]
    for other in ("in_force", "repealed", "corrected"):
        assert states(keeper, book, standing=other) == []
    file = keeper.client.get(f"{keeper.root}/registers/{book}/xlsx")
    head, line = load_workbook(io.BytesIO(b"".join(file.streaming_content))).active.values
    assert line[head.index("状态")] == "已撤销"
    paper = words(keeper.get(f"registers/{book}/pdf?standing=revoked").content)
    assert paper.count("已撤销") == 2  # by what it was narrowed, and in the line


def test_from_which_day_it_is_repealed_stands_in_the_book(told, desks):
    told("repeal", from_on=tomorrow())

    day = date.fromisoformat(tomorrow())
    assert states(desks["incoming"], "incoming") == [f"{day.year}年{day.month}月{day.day}日起废止"]


def test_what_was_given_back_says_both(told, desks):
    (row,) = desks["incoming"].get("incoming").json()["results"]
    desks["incoming"].post(f"incoming/{row['id']}/decline", reason="非我单位职责")

    told("revoke")  # before the receipt of the return has come

    assert states(desks["incoming"], "incoming") == ["退回；已撤销"]


def test_the_slips_say_who_decided_when_and_why(told, desks):
    (row,) = desks["incoming"].get("incoming").json()["results"]
    slips = {
        "outgoing": f"outgoing/{OutgoingDocument.objects.get().pk}/dispatch_slip",
        "incoming": f"incoming/{row['id']}/slip",
    }
    for book, path in slips.items():
        assert "效力" not in words(desks[book].get(path).content)

    told("revoke")

    today = timezone.localdate()
    for book, path in slips.items():
        said = words(desks[book].get(path).content)
        assert "效力已撤销" in said
        assert f"{today.year}年{today.month}月{today.day}日太和镇撤销：{REASON}" in said
