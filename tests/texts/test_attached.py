"""附件 in place: Excel, PowerPoint or Word opens a file attached to a draft and saves it there."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tenant_apps.files.models import Attachment
from tenant_apps.journal.models import Entry
from tenant_apps.texts.models import EditLock, Pass
from tests.make import files as make
from tests.texts import dav

pytestmark = pytest.mark.usefixtures("one_transaction")
FIRST, NEW, LATE = make.xlsx(), make.xlsx("新"), make.xlsx("晚")
SLIDES = make.archive("[Content_Types].xml", "ppt/presentation.xml")


@pytest.fixture
def attach(text, drafted):
    """A file on the draft, and the way to its passes."""

    def act(name: str, content: bytes) -> str:
        address = f"/api/correspondence/outgoing/{drafted}/attachments"
        answer = text("drafter").client.post(address, {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 201, answer.json()
        one = Attachment.objects.get(name=name)
        return f"/api/texts/attachment/{one.pk}/passes"

    return act


@pytest.fixture
def sheet(attach, text) -> str:
    """预算表.xlsx, open in a desktop program."""
    passes = attach("预算表.xlsx", FIRST)
    return text("drafter").client.post(passes, {}, format="json").json()["address"]


@pytest.mark.parametrize(
    ("name", "content", "program"),
    [
        ("预算表.xlsx", FIRST, "ms-excel"),
        ("附件说明.docx", make.docx(), "ms-word"),
        ("汇报.pptx", SLIDES, "ms-powerpoint"),
    ],
)
def test_each_kind_has_its_program(attach, text, name, content, program):
    found = text("drafter").client.post(attach(name, content), {}, format="json").json()

    assert found["office"] == f"{program}:ofe|u|{found['address']}"
    assert dav.send("GET", found["address"]).body == content


def test_what_no_program_saves_in_place_is_said_to_be_so(attach, text):
    answer = text("drafter").client.post(attach("图.png", make.png()), {}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (409, "texts.no_program")
    assert not Pass.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("head", 403), ("leader", 403)])
def test_who_may_not_edit_the_document_gets_no_pass(attach, text, who, status):
    passes = attach("预算表.xlsx", FIRST)

    assert text(who).client.post(passes, {}, format="json").status_code == status
    assert not Pass.objects.exists()


def test_a_save_is_the_next_version_and_the_journal_says_so(sheet, drafted):
    dav.send("GET", sheet)
    token = dav.token_of(dav.lock(sheet))

    saved = dav.put(sheet, NEW, token)
    unlocked = dav.send("UNLOCK", sheet, lock_token=f"<{token}>")

    assert (saved.status, unlocked.status) == (204, 204)
    one = Attachment.objects.get()
    assert (one.name, one.version.number, one.version.uploader_name) == (
        "预算表.xlsx",
        2,
        "王晓敏",
    )
    assert dav.send("GET", sheet).body == NEW
    said = Entry.objects.filter(subject_id=drafted).values_list("name", flat=True)
    assert {"texts.pass_given", "files.replaced"} <= set(said)
    assert not EditLock.objects.exists()


def test_one_pen_a_file_and_none_of_the_text(sheet, attach, text):
    passes = f"/api/texts/attachment/{Attachment.objects.get().pk}/passes"
    second = text("drafter").client.post(passes, {}, format="json").json()["address"]
    dav.lock(sheet)

    assert dav.lock(second).status == 423
    assert dav.put(second, LATE).status == 423
    assert Attachment.objects.get().version.number == 1
    assert text("drafter").post("/pen/take", key="tab").status_code == 200


def test_an_old_copy_does_not_cover_a_newer_one(sheet, text):
    passes = f"/api/texts/attachment/{Attachment.objects.get().pk}/passes"
    second = text("drafter").client.post(passes, {}, format="json").json()["address"]
    for address in (sheet, second):
        dav.send("GET", address)
    dav.put(second, NEW)

    assert dav.put(sheet, LATE).status == 412
    assert dav.send("GET", second).body == NEW


def test_what_left_the_desk_is_not_saved(sheet, submit):
    dav.send("GET", sheet)
    submit("drafter")

    assert dav.put(sheet, LATE).status == 403
    assert Attachment.objects.get().version.number == 1


def test_removed_it_opens_no_more(sheet, text, drafted):
    one = Attachment.objects.get()
    address = f"/api/correspondence/outgoing/{drafted}/attachments/{one.pk}"
    assert text("drafter").client.delete(address).status_code in (200, 204)

    assert dav.send("GET", sheet).status == 404


def test_it_is_no_text(sheet, text):
    one = Attachment.objects.get()

    assert text("drafter").client.get(f"/api/texts/attachment/{one.pk}").status_code == 404
    assert text("drafter").client.post(f"/api/texts/attachment/{one.pk}/office").status_code == 404
