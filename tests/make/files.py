"""Files as offices send them, made on the spot."""

import io
import struct
import zipfile
from uuid import UUID

import pikepdf
from docx import Document
from openpyxl import Workbook

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\nstartxref\n0\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40 + b"IEND\xaeB`\x82"
PROGRAM = b"MZ" + b"\0" * 58 + struct.pack("<I", 64) + b"PE\0\0" + b"\0" * 400
SUBJECT = UUID("019a0000-0000-7000-8000-000000000001")


def docx(text: str = "关于申请拨付森林防火专项资金的请示") -> bytes:
    document = Document()
    document.add_heading("附件", level=1)
    document.add_paragraph(text)
    document.add_table(rows=2, cols=2).cell(0, 0).text = "项目"
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def xlsx(said: str = "金额（万元）") -> bytes:
    book = Workbook()
    book.active.append(["项目", said])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def archive(*names: str, encrypted: bool = False) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name in names:
            file.writestr(name, "内容")
    made = bytearray(target.getvalue())
    if encrypted:  # zipfile cannot write it: set the flag in every entry of the list
        at = 0
        while (at := made.find(b"PK\x01\x02", at)) >= 0:
            made[at + 8] |= 1
            at += 4
    return bytes(made)


def ole(*streams: str) -> bytes:
    """An OLE file as far as anybody reads it: header, then a directory with these streams."""
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504)
    header[0x1E:0x20] = (9).to_bytes(2, "little")
    directory = b""
    for name in ("Root Entry", *streams):
        coded = (name + "\0").encode("utf-16-le")
        directory += coded.ljust(64, b"\0") + len(coded).to_bytes(2, "little") + b"\0" * 62
    return bytes(header) + directory.ljust(512, b"\0")


def locked(content: bytes, *, owner: str, user: str) -> bytes:
    """Behind a password; an empty one for who only reads."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as file:
        file.save(target, encryption=pikepdf.Encryption(owner=owner, user=user))
    return target.getvalue()


def pdf(*pages: str) -> bytes:
    """A real one, each page with its own words."""
    import pikepdf

    made = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1)
    font.BaseFont = pikepdf.Name.Helvetica
    for words in pages:
        page = made.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = made.make_stream(f"BT /F1 24 Tf 72 720 Td ({words}) Tj ET".encode())
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def png(width: int = 40, height: int = 30) -> bytes:
    from PIL import Image

    target = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(target, "PNG")
    return target.getvalue()


def inflated(size: int, *, name: str = "word/document.xml") -> bytes:
    """A .docx whose text is nothing but blanks, so many bytes of them."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        with file.open(name, "w", force_zip64=True) as part:
            for _ in range(size >> 20):
                part.write(b" " * (1 << 20))
    return target.getvalue()
