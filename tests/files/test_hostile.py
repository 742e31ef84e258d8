"""Hostile uploads: refused or handled in words; nothing runs, nothing is fetched."""

import io
import resource
import zipfile

import pikepdf
import pytest

from shared_apps.kernel import storage
from tenant_apps.files import actions, confined, extracting, inflating
from tenant_apps.files.intake import TooLarge
from tests.make import files as make
from tests.make import organization as people

DOCX = {"[Content_Types].xml": "<Types/>"}


def packed(**parts: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return target.getvalue()


def said(attachment) -> str:
    return extracting.text_of(attachment.version)


def test_macros_are_kept_marked_and_never_run(attach):
    modern = packed(**DOCX, **{"word/document.xml": "<a/>", "word/vbaProject.bin": "x"})

    assert attach("报表.docm", modern).flaw == "macros"
    assert attach("报表.doc", make.ole("WordDocument", "Macros", "VBA")).flaw == "macros"
    assert attach("请示.docx", make.docx()).flaw == ""


def test_an_entity_of_another_file_stays_shut(attach):
    document = (
        '<!DOCTYPE w [<!ENTITY steal SYSTEM "file:///etc/passwd">]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>开头&steal;结尾</w:t></w:r></w:p></w:body></w:document>"
    )
    attachment = attach("外部实体.docx", packed(**DOCX, **{"word/document.xml": document}))

    assert "root:" not in said(attachment)


def test_entities_that_grow_without_end_are_not_grown(attach):
    grown = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    document = (
        f'<!DOCTYPE w [<!ENTITY a0 "哈哈">{grown}]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:t>&a9;</w:t></w:document>"
    )
    attachment = attach("爆炸.docx", packed(**DOCX, **{"word/document.xml": document}))

    assert len(said(attachment)) < 1000


@pytest.mark.parametrize(
    "content",
    [
        make.inflated(300 << 20),
        packed(**{f"{number}.txt": "" for number in range(inflating.MOST_ENTRIES + 1)}),
        packed(**{f"{number}.zip": "PK" for number in range(inflating.MOST_NESTED + 1)}),
    ],
    ids=["inflated", "entries", "nested"],
)
def test_an_archive_that_would_grow_too_large_is_known_by_its_list(content):
    assert inflating.is_a_bomb(io.BytesIO(content))


@pytest.mark.parametrize("content", [make.docx(), make.xlsx(), make.PDF, b"PK\x03\x04"])
def test_what_offices_send_is_no_bomb(content):
    assert not inflating.is_a_bomb(io.BytesIO(content))


def test_an_archive_that_lies_about_its_size_is_stopped_where_it_is_read(attach):
    attachment = attach("说谎.docx", make.inflated(100 << 20))

    assert said(attachment) == ""


def test_javascript_in_a_pdf_runs_nowhere(attach, relay):
    with pikepdf.open(io.BytesIO(make.pdf("words"))) as document:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.launchURL('http://x/')")
        document.Root.OpenAction = document.make_indirect(script)
        target = io.BytesIO()
        document.save(target)
    attachment = attach("带脚本.pdf", target.getvalue())

    assert "words" in said(attachment)


def test_a_child_that_asks_for_too_much_is_ended_and_we_live(unit):
    sha256, _ = storage.put(unit.schema_name, [make.pdf("one")])
    little = confined.Limits(memory=64 << 20)
    with (
        storage.open_(unit.schema_name, sha256) as file,
        pytest.raises(confined.Refused),
    ):
        confined.run("tenant_apps.files.inside.pages", ["1", "1"], stdin=file, limits=little)


def test_a_child_that_takes_too_long_is_ended(unit):
    sha256, _ = storage.put(unit.schema_name, [make.pdf("one")])
    short = confined.Limits(seconds=0.01)
    with (
        storage.open_(unit.schema_name, sha256) as file,
        pytest.raises(confined.Refused, match="late"),
    ):
        confined.run("tenant_apps.files.inside.pages", ["1", "1"], stdin=file, limits=short)


def test_one_byte_over_the_limit_is_refused_while_it_streams(unit, noon, settings):
    """Two hundred megabytes and a byte, never in memory at once."""
    limit = settings.MAX_ATTACHMENT_BYTES
    piece = b"\0\x01" * (1 << 19)

    def endless():
        for _ in range(limit // len(piece)):
            yield piece
        yield b"\0"

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(TooLarge):
        actions.attach(
            subject_kind="outgoing",
            subject_id=make.SUBJECT,
            name="大.bin",
            chunks=endless(),
            size=10,
            by=people.staff("王晓敏", duties=["drafter"]),
            at=noon,
        )

    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 32 << 10  # kilobytes
