"""文档转换: by a warm LibreOffice in a process of its own, which may die at any moment."""

import io
import os
import signal
import tempfile
import threading
import time
import zipfile
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn

from tenant_apps.files import converting
from tenant_apps.files.converting import Away, NotInstalled, Unconvertible
from tenant_apps.files.sniffing import DOCX, TEXT, XLSX
from tests.make import files as make

pytestmark = pytest.mark.office


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_bounded() for page in document)


def pdf_of(content: bytes, kind: str = DOCX) -> bytes:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        return converting.to_pdf(file, kind)


def converted(content: bytes, kind: str = DOCX) -> str:
    return words(pdf_of(content, kind))


def named(*faces: str) -> bytes:
    document = Document()
    for face in faces:
        run = document.add_paragraph().add_run("关于做好森林防火工作的通知")
        run.font.name = face
        run._element.rPr.rFonts.set(qn("w:eastAsia"), face)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "kind", "said"),
    [
        (make.docx("核定预算十万元"), DOCX, "核定预算十万元"),
        (make.xlsx(), XLSX, "金额"),
        ("会议安排".encode(), TEXT, "会议安排"),
    ],
    ids=["docx", "xlsx", "txt"],
)
def test_each_kind_becomes_a_pdf_that_says_the_same(office, content, kind, said):
    assert said in converted(content, kind)


@pytest.mark.parametrize("warm", [True, False], ids=["service", "alone"])
def test_an_old_text_becomes_a_word_file(request, settings, tmp_path, warm):
    settings.HESHU_CONVERTER = str(tmp_path / "none.sock")
    if warm:
        request.getfixturevalue("office")
    old = b"{\\rtf1\\ansi\\uc1 \\u26680?\\u23450?\\par}"

    made = converting.to_docx(old, "application/rtf")

    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert "核定" in file.read("word/document.xml").decode()


def test_the_names_of_official_type_lead_to_our_own_faces(office):
    pdf = pdf_of(named("仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"))
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        used = {char["fontname"].partition("+")[2] for char in document.pages[0].chars}

    assert used == {
        "FandolFang-Regular",
        "FandolKai-Regular",
        "FandolHei-Regular",
        "FandolSong-Regular",
    }


@pytest.mark.parametrize(
    "content",
    [make.docx()[:-3000], make.archive("[Content_Types].xml", "word/document.xml")],
    ids=["truncated", "hollow"],
)
def test_what_cannot_be_read_is_said_to_be_so_and_the_next_file_is_read(office, content):
    with suppress(Unconvertible):  # it may also be mended, as far as it goes
        converted(content)

    assert "核定" in converted(make.docx("核定预算"))


def test_killed_in_the_middle_the_file_is_made_all_the_same(office):
    victim = office.office()
    killer = threading.Timer(0.05, os.kill, [victim, signal.SIGKILL])
    killer.start()
    long = make.docx("防汛抗旱工作总结。\n" * 4_000)

    assert "防汛抗旱" in converted(long)
    killer.join()
    assert "核定" in converted(make.docx("核定预算"))
    assert office.office() != victim


def test_it_is_nobodys_process_and_has_no_network(office):
    status = Path(f"/proc/{office.office()}/status").read_text()
    uid = next(line for line in status.splitlines() if line.startswith("Uid:")).split()[1]
    network = os.readlink(f"/proc/{office.office()}/ns/net")

    assert uid == "65534" or os.geteuid() != 0
    assert network != os.readlink("/proc/self/ns/net")


def test_a_picture_named_elsewhere_is_not_fetched(office):
    asked = []

    class Somewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_GET

    server = HTTPServer(("127.0.0.1", 0), Somewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    converted(_linking(f"http://127.0.0.1:{server.server_port}/beacon.png"))
    server.shutdown()
    server.server_close()

    assert asked == []


def _linking(address: str) -> bytes:
    """A .docx whose template and picture lie at that address."""
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/attachedTemplate" Target="{address}" TargetMode="External"/>'
        "</Relationships>"
    )
    target = io.BytesIO(make.docx())
    with zipfile.ZipFile(target, "a") as file:
        file.writestr("word/_rels/settings.xml.rels", rels)
    return target.getvalue()


def test_without_the_service_one_is_started_for_the_file(settings, tmp_path):
    settings.HESHU_CONVERTER = str(tmp_path / "none.sock")

    assert "核定预算" in converted(make.docx("核定预算"))


def test_without_libreoffice_only_this_is_off(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(converting.soffice, "program", lambda: None)
    settings.HESHU_CONVERTER = str(tmp_path / "o.sock")
    with pytest.raises(NotInstalled):
        converted(make.docx())

    Path(settings.HESHU_CONVERTER).touch()  # there was one: it will come back
    with pytest.raises(Away):
        converted(make.docx())


def test_a_service_that_says_nothing_is_not_waited_for(office, settings, monkeypatch):
    """Stopped, not dead: the kernel still takes our call."""
    monkeypatch.setattr(converting, "PATIENCE", 1.0)
    office.process.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    try:
        assert "核定" in converted(make.docx("核定预算"))
    finally:
        office.process.send_signal(signal.SIGCONT)
    assert time.monotonic() - began < 40
