"""纸质来文: laid down, read, warned of, taken in, and then on the same road as any other."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from shared_apps.kernel.ids import new_id
from tenant_apps.correspondence import counting
from tenant_apps.correspondence.layout import render_pdf
from tenant_apps.correspondence.models import IncomingDocument
from tenant_apps.files.models import Attachment
from tenant_apps.journal.models import Entry
from tests.correspondence.test_reading import NOTICE
from tests.make import files

SENDER = "重庆市合川区教育委员会"
LETTER = {
    "from_name": SENDER,
    "number": "合川教发(2026)058号",
    "title": "关于做好2026年冬季校园安全工作的通知",
    "doc_kind": "notice",
    "shelf_mark": "机要室2号柜3格",
}


@pytest.fixture
def post(office, desk):
    """The registrar's desk for papers."""

    class Post:
        mine = desk(office.registrar)

        def begin(self) -> str:
            return self.mine.post("paper").json()["id"]

        def lay(self, folder: str, name: str, content: bytes):
            upload = SimpleUploadedFile(name, content)
            return self.mine.client.post(
                f"/api/correspondence/paper/{folder}/files", {"file": upload}
            )

        def take(self, folder: str = "", **more: object):
            return self.mine.post(f"paper/{folder or self.begin()}", **LETTER | more)

    return Post()


def test_a_scan_is_read_taken_in_and_registered(post, relay):
    folder = post.begin()
    laid = post.lay(folder, "通知.pdf", render_pdf(NOTICE))
    taken = post.take(folder, written_on="2026-11-20", read=["number", "title"])
    relay()

    assert laid.status_code == 201, laid.json()
    assert laid.json()["read"]["number"] == "合川教发〔2026〕58号"
    assert laid.json()["said"] == "从文件读出 6 项，请逐项核对。"
    assert taken.status_code == 201, taken.json()
    said = taken.json()
    assert (said["id"], said["channel"], said["integrity"]) == (folder, "paper", None)
    assert (said["number"], said["from_unit"]["name"]) == ("合川教发〔2026〕58号", SENDER)
    assert said["register_number"].endswith("〕1号")
    assert [one["name"] for one in said["attachments"]] == ["通知.pdf"]
    entries = Entry.objects.filter(subject_id=folder).order_by("seq")
    told, registered = entries.filter(name__startswith="correspondence.")
    assert (told.name, told.facts["read"]) == (
        "correspondence.incoming.taken",
        ["number", "title"],
    )
    assert registered.name == "correspondence.incoming.registered"


def test_the_paper_alone_is_enough_with_its_shelf_mark(post):
    bare = post.take(shelf_mark="")
    kept = post.take(title="关于另一件事的通知", number="")

    assert (bare.status_code, bare.json()["code"]) == (400, "incoming.nothing_of_it")
    assert kept.status_code == 201
    assert post.mine.get(f"incoming/{kept.json()['id']}/pdf").status_code == 404


def test_a_sender_in_the_directory_is_known_by_its_name(post):
    named = post.take(from_name="区政府办公室")

    assert named.json()["from_unit"]["code"] == "ZFB"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"title": "别的标题"}, "同一来文机关的同一文号"),
        ({"number": ""}, "30天内同一来文机关的同一标题"),
    ],
)
def test_what_is_here_already_is_taken_only_by_who_says_so(post, more, why):
    first = post.take().json()
    folder = post.begin()
    asked = LETTER | more

    warned = post.mine.client.get(
        f"/api/correspondence/paper/{folder}/like",
        {name: asked[name] for name in ("number", "title", "from_name")},
    )
    refused = post.take(folder, **more)
    taken = post.take(folder, despite=True, **more)

    (like,) = warned.json()
    assert (like["id"], like["why"]) == (first["id"], why)
    assert (refused.status_code, refused.json()["code"]) == (409, "incoming.may_repeat")
    assert taken.status_code == 201
    said = Entry.objects.get(subject_id=folder, name="correspondence.incoming.taken")
    assert said.facts["like"] == [first["id"]]


def test_the_same_file_is_found_whatever_it_is_called(post):
    first, second, content = post.begin(), post.begin(), files.docx()
    post.lay(first, "一.docx", content)
    post.take(first)
    post.lay(second, "二.docx", content)

    refused = post.take(second, title="另一件", number="", from_name="某公司")

    assert refused.status_code == 409
    assert "同一个文件" in refused.json()["message"]


def test_after_thirty_days_the_same_title_is_no_repetition(post):
    post.take(number="")
    IncomingDocument.objects.update(received_at=timezone.now() - timedelta(days=31))

    assert post.take(number="").status_code == 201


def test_an_exchanged_copy_warns_of_its_paper(post, incoming):
    taken = post.take(from_name=incoming.from_name, number=incoming.number, title="别的")

    assert taken.status_code == 409


@pytest.fixture
def incoming(unit):
    now = timezone.now()
    return IncomingDocument.objects.create(
        envelope_id=new_id(),
        source_id=new_id(),
        from_code="ZFB",
        from_name="重庆市合川区人民政府办公室",
        from_short_name="区政府办公室",
        doc_kind="notice",
        urgency="none",
        title="关于报送计划的通知",
        number="合川府办发〔2026〕9号",
        body="",
        digest="0" * 64,
        sealed_at=now,
        received_at=now,
        pdf_sha256="0" * 64,
        page_count=1,
    )


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("照片.png", files.PNG, "图片没有文字层"),
        ("说明.docx", files.docx("一段说明文字。"), "没有认出公文要素"),
    ],
)
def test_where_nothing_was_read_it_says_so(post, name, content, said):
    laid = post.lay(post.begin(), name, content)

    assert laid.status_code == 201
    assert said in laid.json()["said"]
    assert not any(laid.json()["read"].values())


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.pdf", b" " * 0, "files.empty"),
        ("程序.pdf", files.PROGRAM, "files.program"),
        ("【机密】方案.pdf", files.PDF, "files.classified"),
        ("方案.docx", files.docx("机密★10年"), "files.classified"),
    ],
)
def test_bad_files_and_marks_of_secrecy_are_refused(post, name, content, code):
    folder = post.begin()

    refused = post.lay(folder, name, content)

    assert refused.status_code == 400
    assert refused.json()["code"] in (code, "invalid")
    assert not Attachment.objects.filter(subject_id=folder).exists()


@pytest.mark.parametrize("field", ["title", "shelf_mark"])
def test_a_mark_of_secrecy_in_what_is_typed_is_refused(post, field):
    refused = post.take(**{field: "【秘密】关于某事的通知"})

    assert (refused.status_code, refused.json()["code"]) == (400, "files.classified")


def test_a_date_to_come_is_a_slip_of_the_pen(post):
    refused = post.take(written_on=str(timezone.localdate() + timedelta(days=1)))

    assert refused.json()["code"] == "incoming.written_in_the_future"


def test_only_the_post_desk_takes_papers_in_and_only_its_own(office, desk, post):
    folder = post.begin()
    post.lay(folder, "一.txt", b"text")
    stranger = desk(office.drafter).post(f"paper/{folder}", **LETTER)
    taken = post.take(folder)
    late = post.lay(folder, "二.txt", b"text")
    again = post.take(folder)

    assert stranger.status_code == 403
    assert (late.status_code, late.json()["code"]) == (409, "incoming.already_taken")
    assert again.json()["id"] == taken.json()["id"]
    assert IncomingDocument.objects.count() == 1


def test_a_file_may_be_taken_away_until_then(post):
    folder = post.begin()
    file = post.lay(folder, "一.txt", b"text").json()["file"]["id"]

    gone = post.mine.client.delete(f"/api/correspondence/paper/{folder}/files/{file}")

    assert gone.status_code == 204
    assert post.take(folder).json()["attachments"] == []


def test_it_goes_the_same_road_and_nothing_is_posted_back(office, desk, post, relay):
    paper = post.take().json()["id"]
    steps = [
        desk(office.registrar).post(f"incoming/{paper}/screen"),
        desk(office.head).post(
            f"incoming/{paper}/propose", opinion="拟请阅示。", leader=str(office.leader.pk)
        ),
        desk(office.leader).post(
            f"incoming/{paper}/instruct", opinion="阅。", handlers=[str(office.handler.pk)]
        ),
        desk(office.handler).post(f"incoming/{paper}/handle", result="已办。"),
        desk(office.head).post(f"incoming/{paper}/complete", answer="已电话答复。"),
    ]
    relay()

    assert [one.status_code for one in steps] == [200] * 5, [one.json() for one in steps]
    assert counting.copies().received == {}


def test_a_reply_to_a_body_outside_names_no_addressee(office, desk, post):
    paper = post.take(from_name="某某有限公司").json()["id"]

    begun = desk(office.head).post(f"incoming/{paper}/reply")

    assert begun.status_code == 201, begun.json()
    draft = desk(office.head).get(f"outgoing/{begun.json()['id']}").json()
    assert draft["addressees"] == []
