"""Every save is a version for good: typed or Word, by whom, at which step, in which way."""

import shutil

import pytest
from django.db import transaction

from tenant_apps.correspondence.models import OutgoingDocument
from tenant_apps.journal.models import Entry
from tenant_apps.texts.models import TextVersion
from tests.make import files, texts
from tests.make.correspondence import draft_content

BODY = draft_content()["body"]


def test_what_is_typed_is_kept_version_by_version(text):
    mine = text("drafter")
    mine.type(BODY + "\n再写一句。", version=1)

    shown = mine.read().json()

    assert (shown["form"], shown["number"]) == ("typed", 2)
    assert [(one["number"], one["author_name"], one["step"]) for one in shown["versions"]] == [
        (2, "王晓敏", "draft"),
        (1, "王晓敏", "draft"),
    ]


def test_a_change_of_title_alone_is_no_new_text(text, drafted):
    mine = text("drafter")
    mine.client.patch(
        f"/api/correspondence/outgoing/{drafted}",
        {"title": "另一个标题", "body": BODY},
        format="json",
        headers={"If-Match": "1"},
    )

    assert mine.read().json()["number"] == 1


def test_a_word_file_becomes_the_text_and_its_words_the_body(text, drafted):
    answer = text("drafter").word("今年以来，我镇受灾。", "妥否，请批示。", base=1)

    assert answer.status_code == 201, answer.json()
    assert (answer.json()["form"], answer.json()["number"]) == ("word", 2)
    document = text("drafter").document_now()
    assert document["body"] == "今年以来，我镇受灾。\n妥否，请批示。"
    assert document["version"] == 2
    assert len(document["text_sha256"]) == 64
    names = Entry.objects.filter(subject_id=drafted).order_by("seq").values_list("name", flat=True)
    assert list(names)[-2:] == ["correspondence.outgoing.revised", "texts.saved"]


def test_the_same_file_again_is_the_same_version(text):
    content = texts.word("一样的正文。")
    text("drafter").word(base=1, content=content)

    again = text("drafter").word(base=2, content=content)

    assert again.json()["number"] == 2


def test_the_body_leaves_out_what_is_struck_and_takes_in_what_is_added(text):
    paragraph = texts.said("受灾群众") + texts.struck("约2万人") + texts.inserted("23614人")
    text("drafter").word(paragraph, base=1)

    assert text("drafter").document_now()["body"] == "受灾群众23614人"


def test_the_bytes_come_back_as_they_were(text):
    content = texts.word("原样返回。")
    text("drafter").word(base=1, content=content)

    got = text("drafter").read("/versions/2/file")

    assert got.content == content
    assert got.headers["Content-Disposition"].startswith("attachment; ")


def test_a_typed_version_opens_as_a_word_file_too(text):
    got = text("drafter").read("/versions/1/file")

    from tenant_apps.texts import words

    assert words.text_of(words.body_of(words.parts(got.content))) == BODY


def test_signs_pasted_from_elsewhere_do_not_keep_it_from_opening(text):
    from tenant_apps.texts import words

    mine = text("drafter")
    mine.type("一行\x0b二行\x02，\ufffe完\x1f。", version=1)

    got = mine.read("/versions/2/file")

    assert got.status_code == 200
    assert words.text_of(words.body_of(words.parts(got.content))) == "一行\n二行，完。"


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("正文.docx", files.PDF, 400, "texts.not_word"),
        ("正文.docx", b"", 400, "files.empty"),
        ("正文.exe", b"MZ", 400, "files.program"),
        ("正文.docx", files.archive("[Content_Types].xml", "word/x.xml"), 400, "texts.unreadable"),
        ("正文.docx", files.ole("EncryptedPackage"), 400, "texts.not_word"),
    ],
)
def test_what_is_no_text_is_refused(text, name, content, status, code):
    mine = text("drafter")
    refused = mine.client.post(f"{mine.root}/word", {"file": _file(name, content), "base": 1})

    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert mine.read().json()["number"] == 1


def test_entities_are_never_resolved(text):
    bomb = texts.with_part(
        texts.word("一"),
        "word/document.xml",
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document '
        f"{texts.W}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>",
    )

    assert text("drafter").word(base=1, content=bomb).json()["code"] == "texts.unreadable"


def test_while_it_is_a_word_file_nothing_is_typed_over_it(text):
    mine = text("drafter")
    mine.word("Word 正文。", base=1)

    refused = mine.type("覆盖", version=2)

    assert (refused.status_code, refused.json()["code"]) == (409, "texts.is_word")
    assert mine.document_now()["body"] == "Word 正文。"


def test_back_to_typing_the_words_stay(text):
    mine = text("drafter")
    mine.word("Word 正文。", base=1)

    answer = mine.post("/typed")

    assert (answer.json()["form"], answer.json()["number"]) == ("typed", 3)
    assert mine.document_now()["text_sha256"] == ""
    assert mine.type("Word 正文，改过。", version=3).status_code == 200


def test_the_signature_freezes_the_text_and_binds_the_file(text, submit, drafted):
    text("drafter").word("今年以来，我镇受灾。", base=1)
    submit("drafter")
    submit("head", "review")
    submit("leader", "sign")

    refused = text("leader").word("签发以后改。", base=2)

    assert (refused.status_code, refused.json()["code"]) == (409, "outgoing.not_editable")
    OutgoingDocument.objects.filter(pk=drafted).update(text_sha256="0" * 64)
    changed = text("registrar").client.post(
        f"/api/correspondence/outgoing/{drafted}/verify", {"request_id": "r"}, format="json"
    )
    assert changed.json()["code"] == "outgoing.text_changed"


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("head", 403)])
def test_nobody_else_may(text, who, status):
    """The head reads for the unit, but the draft does not lie on the head's desk."""
    assert text(who).word("抢着改。", base=1).status_code == status
    assert text("drafter").read().json()["number"] == 1


def test_a_version_is_never_changed_nor_deleted(drafted):
    version = TextVersion.objects.get(subject_id=drafted)
    for act in (
        version.save,
        version.delete,
        TextVersion.objects.all().delete,
        lambda: TextVersion.objects.update(text=""),
    ):
        with pytest.raises(TypeError), transaction.atomic():
            act()


@pytest.mark.office
@pytest.mark.timeout(180)
@pytest.mark.parametrize("name", ["旧稿.doc", "旧稿.wps"])
def test_an_old_file_is_converted_on_arrival(text, settings, tmp_path, name):
    settings.HESHU_CONVERTER = str(tmp_path / "none.sock")  # a process for this file alone
    assert shutil.which("soffice"), "LibreOffice is missing: apt install libreoffice-writer-nogui"
    content = old_word(tmp_path, texts.word("老格式的正文。", "第二段。"))

    answer = text("drafter").word(base=1, name=name, content=content)

    assert answer.status_code == 201, answer.json()
    assert text("drafter").document_now()["body"] == "老格式的正文。\n第二段。"
    assert text("drafter").read("/versions/2/file").content.startswith(b"PK")


def old_word(folder, content: bytes) -> bytes:
    """WPS writes the same binary format as Word 97, under its own ending."""
    import subprocess

    (folder / "new.docx").write_bytes(content)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    command += ["--convert-to", "doc:MS Word 97", "--outdir", str(folder), f"{folder}/new.docx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / "new.doc").read_bytes()


def _file(name: str, content: bytes):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, content)
