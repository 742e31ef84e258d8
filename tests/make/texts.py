"""Word files as offices have them, with changes tracked and things no browser carries."""

import io
import zipfile

from docx import Document

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ON = 'w:date="2026-11-20T09:00:00Z"'
INSERTED = '<w:ins w:id="{id}" w:author="{by}" {on}><w:r><w:t>{text}</w:t></w:r></w:ins>'
STRUCK = '<w:del w:id="{id}" w:author="{by}" {on}><w:r><w:delText>{text}</w:delText></w:r></w:del>'


def said(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def inserted(text: str, *, by: str = "陈思雨", id: int = 1) -> str:
    return INSERTED.format(on=ON, id=id, by=by, text=text)


def struck(text: str, *, by: str = "陈思雨", id: int = 2) -> str:
    return STRUCK.format(on=ON, id=id, by=by, text=text)


def word(*paragraphs: str) -> bytes:
    """A .docx of these paragraphs, each in WordprocessingML; plain words are wrapped."""
    target = io.BytesIO()
    Document().save(target)
    body = "".join(f"<w:p>{one if one.startswith('<') else said(one)}</w:p>" for one in paragraphs)
    return with_part(
        target.getvalue(),
        "word/document.xml",
        f'<?xml version="1.0" encoding="UTF-8"?><w:document {W}><w:body>{body}<w:sectPr/>'
        "</w:body></w:document>",
    )


def with_part(content: bytes, name: str, part: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, part)
    return target.getvalue()
