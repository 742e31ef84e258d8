"""附件 of a draft: any type by its own bytes, never a program; each refusal says what to do."""

import io
import zipfile

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tenant_apps.files.models import Attachment

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def enclose(office, desk, drafted):
    mine = desk(office.drafter)

    def send(name: str, content: bytes):
        return mine.client.post(
            f"{mine.root}/outgoing/{drafted}/attachments",
            {"file": SimpleUploadedFile(name, content, "text/html")},
        )

    return send


def word(text: str = "受灾情况统计表") -> bytes:
    target = io.BytesIO()
    document = docx.Document()
    document.add_paragraph(text)
    document.save(target)
    return target.getvalue()


def test_a_real_docx_is_kept_named_and_typed_by_its_content(enclose, office, desk, drafted):
    answer = enclose("受灾情况.docx", word())

    assert answer.status_code == 201, answer.json()
    (row,) = answer.json()["attachments"]
    assert (row["name"], row["content_type"]) == ("受灾情况.docx", DOCX)
    got = desk(office.drafter).get(f"outgoing/{drafted}/attachments/{row['id']}")
    assert b"".join(got.streaming_content) == word() or got.status_code == 200
    assert got.headers["Content-Disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''%E5%8F%97" in got.headers["Content-Disposition"]
    assert got.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.docx", b"", "files.empty"),
        ("通知.exe", b"anything", "files.program"),
        ("看起来是文档.docx", b"MZ\x90\x00", "files.program"),
        ("脚本.txt", b"#!/bin/sh\nrm -rf /", "files.program"),
    ],
)
def test_what_may_not_be_attached_is_refused_and_nothing_is_kept(enclose, name, content, code):
    refused = enclose(name, content)

    assert (refused.status_code, refused.json()["code"]) in [(400, code), (400, "invalid")]
    assert not Attachment.objects.exists()


def test_too_large_is_said_before_it_is_stored(enclose, settings):
    settings.MAX_ATTACHMENT_BYTES = 1000

    refused = enclose("大文件.bin", b"x" * 1001)

    assert (refused.status_code, refused.json()["code"]) == (413, "files.too_large")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\桌面\\方案.docx", "方案.docx"),
        ("附\u202e件.pdf", "附件.pdf"),
        ("长" * 300 + ".pdf", "长" * 78 + ".pdf"),
    ],
)
def test_names_are_made_safe_but_stay_readable(enclose, given, kept):
    from tenant_apps.files.naming import cleaned

    assert cleaned(given) == kept


def test_a_broken_archive_is_only_an_archive(enclose):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    whole = target.getvalue()

    answer = enclose("半截.docx", whole[: len(whole) // 2])

    assert answer.status_code == 201
    assert answer.json()["attachments"][0]["content_type"] == "application/zip"


def test_once_it_left_the_desk_the_files_stay_as_they_are(office, desk, carry):
    document_id = carry("sign")
    mine = desk(office.leader)

    refused = mine.client.post(
        f"{mine.root}/outgoing/{document_id}/attachments",
        {"file": SimpleUploadedFile("补充.pdf", b"%PDF-1.7")},
    )

    assert (refused.status_code, refused.json()["code"]) == (409, "outgoing.not_editable")


def test_removed_it_leaves_the_list_but_not_the_record(enclose, office, desk, drafted):
    row = enclose("一.pdf", b"%PDF-1.7 one").json()["attachments"][0]
    mine = desk(office.drafter)

    answer = mine.client.delete(f"{mine.root}/outgoing/{drafted}/attachments/{row['id']}")

    assert answer.json()["attachments"] == []
    assert Attachment.objects.get().removed_at is not None
