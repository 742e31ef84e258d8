"""附件: what an office may attach, how it is kept, and how it comes back to a browser."""

import hashlib
import io
from contextlib import closing
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from docx import Document

from shared_apps.kernel import storage
from shared_apps.kernel.errors import DomainError, NotFound
from tenant_apps.files import actions
from tenant_apps.files.api import download
from tenant_apps.files.models import Attachment, Version
from tenant_apps.files.queries import attachments_of, versions_of
from tenant_apps.files.sniffing import DOCX
from tenant_apps.journal.models import Entry
from tenants.crossing import in_unit
from tests.make import files as make
from tests.make import organization as people


@pytest.fixture
def clerk(unit):
    return people.staff("王晓敏", duties=["drafter"])


@pytest.fixture
def attach(clerk, noon):
    def act(name="请示.docx", content=None, subject=make.SUBJECT, size=None, step=7):
        content = make.docx() if content is None else content
        chunks = [content[at : at + step] for at in range(0, min(len(content), 7000), step)]
        chunks.append(content[7000:])
        return actions.attach(
            subject_kind="outgoing",
            subject_id=subject,
            name=name,
            chunks=chunks,
            size=len(content) if size is None else size,
            by=clerk,
            at=noon,
        )

    return act


def names():
    return [attachment.name for attachment in attachments_of("outgoing", make.SUBJECT)]


def body(response):
    with closing(response):
        return b"".join(response) if response.streaming else response.content


def test_a_word_file_comes_back_as_it_went_in(attach, clerk, noon):
    content = make.docx("核定预算120万元，联系人王喆")
    attachment = attach("森林防火资金请示.docx", content)
    response = download.respond(attachment)
    came_back = body(response)

    assert came_back == content
    assert Document(io.BytesIO(came_back)).paragraphs[1].text == "核定预算120万元，联系人王喆"
    assert (attachment.content_type, attachment.size) == (DOCX, len(content))
    assert attachment.sha256 == hashlib.sha256(content).hexdigest()
    assert attachment.version.uploader_name == "王晓敏"
    assert attachment.version.uploaded_by == clerk
    assert attachment.version.at == noon


def test_the_journal_tells_it_in_the_story_of_the_document(attach, clerk):
    attachment = attach("请示.docx")
    entry = Entry.objects.get(subject_id=make.SUBJECT)

    assert (entry.name, entry.actor_name) == ("files.attached", "王晓敏")
    assert entry.facts["sha256"] == attachment.sha256
    assert entry.facts["file_name"] == "请示.docx"


def test_attachments_stand_in_the_order_they_came_under_names_of_their_own(attach):
    for name in ("乙.docx", "甲.docx", "乙.docx"):
        attach(name)
    attach("别的文.docx", subject=uuid4())

    assert names() == ["乙.docx", "甲.docx", "乙(2).docx"]


@pytest.mark.parametrize(
    ("name", "content", "code", "status"),
    [
        ("空.docx", b"", "files.empty", 400),
        ("安装.exe", b"MZ", "files.program", 400),
        ("照片.jpg", make.PROGRAM, "files.program", 400),
        ("清理.txt", b"#!/bin/sh\nrm -rf /\n", "files.program", 400),
        ("通知\u202efdp.scr", make.PDF, "files.program", 400),
        ("...", make.PDF, "files.no_name", 400),
    ],
)
def test_what_is_refused_leaves_nothing_behind(attach, name, content, code, status):
    with pytest.raises(DomainError) as refusal:
        attach(name, content)

    assert (refusal.value.code, refusal.value.status) == (code, status)
    assert not Attachment.objects.exists()
    assert not Entry.objects.filter(subject_id=make.SUBJECT).exists()


@pytest.mark.parametrize("announced", [None, 10])
def test_a_file_over_the_limit_is_refused_whatever_was_announced(attach, settings, announced):
    settings.MAX_ATTACHMENT_BYTES = 1000

    with pytest.raises(DomainError) as refusal:
        attach("大.bin", b"\0\x01" * 600, size=announced)

    assert (refusal.value.code, refusal.value.status) == ("files.too_large", 413)
    assert attach("刚好.bin", b"\0\x01" * 500).size == 1000


def test_an_empty_stream_announced_as_full_is_refused(attach):
    with pytest.raises(DomainError) as refusal:
        attach("空.docx", b"", size=10)

    assert refusal.value.code == "files.empty"


def test_there_is_an_end_to_how_many(attach, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 2)
    first = attach("一.pdf", make.PDF)
    attach("二.pdf", make.PDF)

    with pytest.raises(DomainError) as refusal:
        attach("三.pdf", make.PDF)
    assert refusal.value.code == "files.too_many"

    actions.remove(attachment_id=first.pk, by=first.version.uploaded_by, at=first.added_at)
    assert attach("三.pdf", make.PDF).position == 2


def test_a_file_with_a_password_is_kept_and_marked(attach):
    attachment = attach("工资.xlsx", make.ole("EncryptedPackage"))

    assert attachment.flaw == "encrypted"


def test_a_new_version_takes_the_place_and_the_old_one_stays(attach, clerk, noon):
    attachment = attach("请示.docx", make.docx("第一稿"))
    old, content = attachment.sha256, make.docx("第二稿")

    def replace():
        return actions.replace(
            attachment_id=attachment.pk, chunks=[content], size=len(content), by=clerk, at=noon
        )

    assert replace().sha256 == hashlib.sha256(content).hexdigest()
    replace()  # the same bytes again: nothing new
    (now,) = attachments_of("outgoing", make.SUBJECT)

    assert [version.number for version in versions_of(now)] == [2, 1]
    assert versions_of(now)[1].sha256 == old
    entries = Entry.objects.filter(subject_id=make.SUBJECT).order_by("seq")
    assert [entry.name for entry in entries] == ["files.attached", "files.replaced"]
    assert entries[1].facts["replaced"] == old


def test_a_removed_file_leaves_the_list_but_not_the_books(attach, clerk, noon):
    attachment = attach("请示.docx")
    actions.remove(attachment_id=attachment.pk, by=clerk, at=noon)

    assert names() == []
    assert Attachment.objects.get(pk=attachment.pk).removed_at == noon
    assert Entry.objects.filter(name="files.removed").exists()
    assert attach("请示.docx").name == "请示.docx"
    with pytest.raises(NotFound):
        actions.remove(attachment_id=attachment.pk, by=clerk, at=noon)


def test_a_version_is_never_changed(attach):
    version = attach().version
    version.size = 1

    for change in (version.save, version.delete, Version.objects.all().delete):
        with pytest.raises(TypeError):
            change()
    with pytest.raises(TypeError):
        Version.objects.update(size=1)


def test_the_database_refuses_two_versions_with_one_number(attach, noon):
    version = attach().version
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.create(
            attachment=version.attachment, sha256="0" * 64, size=1, content_type=DOCX, at=noon
        )


def test_what_came_in_an_envelope_is_attached_without_an_uploader(unit, attach, noon):
    sent = attach("原件.docx")
    document, sealed = (
        uuid4(),
        actions.Sealed("原件.docx", sent.sha256, sent.size, sent.content_type),
    )
    said = actions.adopt(
        subject_kind="incoming", subject_id=document, files=[sealed, sealed], at=noon
    )
    came = attachments_of("incoming", document)

    assert [(one.name, one.version.uploader_name) for one in came] == [
        ("原件.docx", "来文"),
        ("原件(2).docx", "来文"),
    ]
    assert [fact.attachment_id for fact in said] == [one.pk for one in came]
    assert body(download.respond(came[0])) == body(download.respond(sent))


def test_another_unit_has_neither_the_row_nor_the_bytes(attach, other_unit):
    attachment = attach("请示.docx", make.docx(str(uuid4())))

    with in_unit(other_unit):
        assert not Attachment.objects.exists()
        with pytest.raises(storage.Missing):
            storage.open_(other_unit.schema_name, attachment.sha256)
        with pytest.raises(DomainError) as refusal:
            download.respond(attachment)
    assert refusal.value.code == "files.bytes_missing"


@pytest.mark.parametrize(
    ("name", "content", "how"),
    [
        ("请示.docx", make.docx(), "attachment"),
        ("照片.html", b"<script>alert(1)</script>", "attachment"),
        ("图.svg", b"<svg onload='alert(1)'/>", "attachment"),
        ("图.png", make.PNG, "inline"),
        ("批复.pdf", make.PDF, "inline"),
    ],
)
def test_nothing_runs_in_our_page(attach, name, content, how):
    response = download.respond(attach(name, content))

    assert response["Content-Disposition"].startswith(f"{how}; filename=")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Content-Security-Policy"].startswith("sandbox;")
    assert "html" not in response["Content-Type"]
    assert int(response["Content-Length"]) == len(content) == len(body(response))


def test_a_hostile_name_stays_a_name(attach):
    response = download.respond(attach('怪"名\r\nSet-Cookie: a=b;.pdf', make.PDF))
    header = response["Content-Disposition"]

    assert body(response) == make.PDF
    assert header.startswith("inline; filename=\"file.pdf\"; filename*=UTF-8''%E6%80%AA")
    assert "\n" not in header
    assert "Set-Cookie:" not in header
