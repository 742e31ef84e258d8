"""收发文簿: what one may see, narrowed; as a workbook that runs nothing, and on paper."""

import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from shared_apps.kernel.ids import new_id
from tenant_apps.correspondence.certificate.ruler import measured
from tenant_apps.correspondence.models import IncomingDocument, OutgoingDocument
from tenant_apps.correspondence.registers import sheets, workbooks
from tenant_apps.correspondence.registers.workbooks import neutral

ROOT = "/api/correspondence/registers"


def received(number: int, **more: object) -> IncomingDocument:
    """A copy that came by exchange and waits at the door."""
    now = timezone.now()
    said = {
        "envelope_id": new_id(),
        "source_id": new_id(),
        "from_code": "ZFB",
        "from_name": "重庆市合川区人民政府办公室",
        "from_short_name": "区政府办公室",
        "doc_kind": "notice",
        "urgency": "none",
        "title": f"关于第{number}件事的通知",
        "number": f"合川府办发〔2026〕{number}号",
        "body": "",
        "sealed_at": now,
        "received_at": now,
        "pdf_sha256": f"{number:064}",
        "page_count": 1,
    }
    return IncomingDocument(**said | more)


@pytest.fixture
def book(office, desk):
    """The registers as the registrar asks for them."""

    def ask(path: str, who=None, **asked: object):
        return desk(who or office.registrar).client.get(f"{ROOT}/{path}", asked)

    return ask


@pytest.fixture
def several(unit):
    def make(count: int, **more: object) -> None:
        keys = sorted(new_id() for _ in range(count))  # those of one moment have no order
        IncomingDocument.objects.bulk_create(
            received(number, **{"id": key, **more}) for number, key in enumerate(keys, start=1)
        )

    return make


def rows_of(answer) -> list[tuple]:
    assert answer.status_code == 200
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    return list(sheet.iter_rows(values_only=True))


def test_the_register_of_what_went_out_has_its_filters(office, book, carry):
    carry("print")
    year = OutgoingDocument.objects.get().registered_at.year

    said = book("outgoing", year=year, kind="request", stage="print", unit="ZFB").json()

    (line,) = said["results"]
    cells = dict(zip((one["key"] for one in said["columns"]), line["cells"], strict=True))
    assert cells["number"].startswith("太和府〔")
    assert (cells["kind"], cells["main"], cells["count"]) == ("请示", "区政府办公室", "3")
    assert line["id"] == str(OutgoingDocument.objects.get().pk)
    for nothing in ({"year": year - 1}, {"prefix": "别的"}, {"unit": "500117124"}):
        assert book("outgoing", **nothing).json()["results"] == []


def test_the_register_of_what_came_in_has_its_own(book, several):
    several(2)
    IncomingDocument.objects.bulk_create([received(3, doc_kind="letter", from_code="JYW")])

    def titles(**asked: object) -> list[str]:
        said = book("incoming", **asked).json()
        at = [one["key"] for one in said["columns"]].index("title")
        return [line["cells"][at] for line in said["results"]]

    assert len(titles()) == 3
    assert titles(kind="letter") == ["关于第3件事的通知"]
    assert titles(unit="JYW", stage="arrived", channel="exchange") == ["关于第3件事的通知"]
    assert titles(q="第2件") == ["关于第2件事的通知"]
    assert titles(channel="paper") == []
    assert titles(year=timezone.localdate().year - 1) == []


def test_who_handles_nothing_sees_an_empty_book(office, book, several):
    several(1)

    assert book("incoming", who=office.stranger).json()["results"] == []
    assert len(rows_of(book("incoming/xlsx", who=office.stranger))) == 1


def test_there_are_two_books(book):
    assert book("others").status_code == 404


def test_the_workbook_runs_nothing_and_says_where_it_stops(book, several, monkeypatch):
    several(3, title="=1+1")
    monkeypatch.setattr(workbooks, "MOST_EXPORTED", 2)

    head, first, _, last = rows_of(book("incoming/xlsx"))

    assert head[0] == "收文号"
    assert first[head.index("标题")] == "'=1+1"
    assert last[0] == "只导出最新的 2 件，请缩小范围后分次导出。"


def test_days_and_counts_are_such_in_the_workbook(office, book, carry):
    carry("print")
    document = OutgoingDocument.objects.get()

    head, row = rows_of(book("outgoing/xlsx"))
    cells = dict(zip(head, row, strict=True))

    day = timezone.localdate(document.registered_at)
    assert (cells["登记日期"].date(), cells["份数"]) == (day, 3)
    assert cells["发出日期"] is None


def test_a_title_pasted_with_its_line_break_does_not_stop_the_book(book, several):
    several(1, title="关于防汛\x0b工作的通知")

    head, row = rows_of(book("incoming/xlsx"))

    assert row[head.index("标题")] == "关于防汛 工作的通知"


@pytest.mark.parametrize("year", ["²", "99999", "0", "二〇二六", "-1"])
@pytest.mark.parametrize("key", ["outgoing", "incoming"])
def test_what_is_no_year_narrows_nothing(book, several, key, year):
    several(1)

    assert len(book(key, year=year).json()["results"]) == (key == "incoming")


def test_on_paper_it_says_by_what_it_was_narrowed(book, several):
    several(1)

    (page,) = measured(book("incoming/pdf", unit="ZFB", stage="arrived").content)
    text = "".join(line.text for line in page.lines)

    assert "待签收" in text.split("收文号")[0]
    assert "区政府办公室" in text.split("收文号")[0]


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1"])
def test_a_cell_is_never_a_formula(text):
    assert neutral(text) == f"'{text}"
    assert neutral("关于=的通知") == "关于=的通知"


def test_on_paper_it_lies_across_with_its_head_on_every_page(book, several):
    several(60)

    pages = measured(book("incoming/pdf", q="事").content)
    texts = ["".join(line.text for line in page.lines) for page in pages]

    assert len(pages) > 1
    assert all(page.width > page.height for page in pages)
    assert all("收文号来文机关来文字号标题" in text for text in texts)
    assert [f"第{at}页，共{len(pages)}页" in text for at, text in enumerate(texts, 1)] == [
        True
    ] * len(pages)
    assert "重庆市合川区太和镇人民政府收文簿" in texts[0]
    assert "含“事”" in texts[0]


def test_what_is_too_long_for_paper_is_refused_and_says_what_to_do(book, several, monkeypatch):
    several(3)
    monkeypatch.setattr(sheets, "MOST_PRINTED", 2)

    refused, narrowed = book("incoming/pdf"), book("incoming/pdf", q="第2件")

    said = refused.json()
    assert (refused.status_code, said["code"]) == (409, "register.too_long_to_print")
    assert said["message"].startswith("符合条件的超过 2 件，一次最多打印 2 件；")
    assert narrowed.status_code == 200


@pytest.mark.parametrize(("key", "most"), [("outgoing", 4), ("incoming", 3)])
def test_a_page_of_a_register_costs_the_same_however_long_it_is(
    office, desk, book, several, drafted, statements, key, most
):
    several(40)
    client = desk(office.registrar).client
    client.get(f"{ROOT}/{key}")

    with statements() as sql:
        said = client.get(f"{ROOT}/{key}").json()

    asked = [one["sql"] for one in sql if "SAVEPOINT" not in one["sql"]]
    assert len(asked) == most, asked
    assert not any("COUNT(" in one for one in asked)
    assert bool(said["next"]) == (key == "incoming")
