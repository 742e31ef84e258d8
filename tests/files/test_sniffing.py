"""What a file is, its bytes say: never its name, never the browser."""

import io
import os
import random

import pytest

from tenant_apps.files.sniffing import DOC, DOCX, OLE, PDF, TEXT, XLS, XLSX, ZIP, is_program, sniff
from tests.make import files as make


def kind(content):
    return sniff(io.BytesIO(content)).content_type


def flaw(content):
    return sniff(io.BytesIO(content)).flaw


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (make.docx(), DOCX),
        (make.xlsx(), XLSX),
        (make.archive("照片/1.jpg", "word/说明.txt"), ZIP),  # a folder called word is not Word
        (make.archive("OFD.xml", "Doc_0/Document.xml"), "application/ofd"),
        (make.ole("WordDocument"), DOC),
        (make.ole("Workbook"), XLS),
        (make.ole("某流"), OLE),
        (make.PDF, PDF),
        (make.PNG, "image/png"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x18ftypmp42\0\0", "video/mp4"),
        ("各村（社区）：请于11月30日前报送。".encode() * 300, TEXT),
        ("各村（社区）：请于11月30日前报送。".encode("gb18030") * 300, TEXT),
        ("MZ 是两个字母".encode(), TEXT),
        (b"<html><script>alert(1)</script>", TEXT),
        (b"\0\x01\x02\x03", "application/octet-stream"),
    ],
)
def test_kinds(content, expected):
    assert kind(content) == expected
    assert flaw(content) == ""


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (make.ole("EncryptedPackage", "EncryptionInfo"), "encrypted"),
        (make.archive("预算表.xlsx", encrypted=True), "encrypted"),
        (make.PDF.replace(b"<<>>\nstartxref", b"<</Encrypt 9 0 R>>\nstartxref"), "encrypted"),
        (make.docx()[:-300], "truncated"),
        (make.PDF[:-20], "truncated"),
        (make.PNG[:-12], "truncated"),
        (make.ole("WordDocument")[:400], "truncated"),
    ],
)
def test_flaws_are_told_not_refused(content, expected):
    assert flaw(content) == expected


@pytest.mark.parametrize(
    "head",
    [
        make.PROGRAM,
        b"\x7fELF\x02\x01",
        b"#!/bin/sh\nrm",
        b"\xca\xfe\xba\xbe\0",
        b"L\0\0\0\x01\x14\x02\0",
    ],
)
def test_programs(head):
    assert is_program(head)
    assert not is_program("MZ 是两个字母，后面是一段足够长的普通文字。".encode() * 3)


def test_an_archive_with_an_enormous_list_is_not_looked_into():
    content = bytearray(make.archive("word/document.xml", "[Content_Types].xml"))
    end = content.rfind(b"PK\x05\x06")
    content[end + 12 : end + 16] = (9 << 20).to_bytes(4, "little")

    assert kind(bytes(content)) == ZIP


def test_no_bytes_whatever_break_it():
    dice = random.Random(7)
    heads = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-", b"RIFF", b"MZ", b""]
    for _ in range(300):
        content = dice.choice(heads) + os.urandom(dice.randrange(1, 3000))
        content = content[: dice.randrange(1, len(content) + 1)]
        assert kind(content)
        is_program(content)
    damaged = make.docx()
    for _ in range(100):
        at = dice.randrange(len(damaged))
        assert kind(damaged[:at] + os.urandom(8) + damaged[at + 8 :])
