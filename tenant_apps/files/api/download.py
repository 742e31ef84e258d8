"""Bytes to the browser: named, typed by us, and never run as part of our page."""

from pathlib import PurePath
from string import ascii_letters, digits
from typing import BinaryIO
from urllib.parse import quote

from django.http import FileResponse, HttpResponse, HttpResponseBase

from shared_apps.kernel import storage
from shared_apps.kernel.errors import DomainError
from tenant_apps.files.models import Attachment
from tenant_apps.files.sniffing import PDF
from tenants.current import current_unit

# Shown in the browser; everything else is saved. Text is not: a browser may take it for a page.
SHOWN = frozenset({PDF, "image/png", "image/jpeg", "image/gif", "image/webp"})
_PLAIN = frozenset(ascii_letters + digits)
# object-src is what the browser's own PDF viewer needs; Chromium opens it in the sandbox.
_SANDBOX = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'; "
    "frame-ancestors 'self'"
)


class BytesMissing(DomainError):
    """The row is there, the disk lost its file."""

    status = 503
    code = "files.bytes_missing"


def respond(attachment: Attachment) -> HttpResponseBase:
    response = FileResponse(_open(attachment), content_type=attachment.content_type)
    response.headers["Content-Length"] = str(attachment.size)
    response.headers["ETag"] = f'"{attachment.sha256}"'
    return _guarded(response, attachment.name, attachment.content_type)


def respond_pdf(content: bytes, *, name: str) -> HttpResponseBase:
    return _guarded(HttpResponse(content, content_type=PDF), name, PDF)


def respond_saved(content: bytes, *, name: str, content_type: str) -> HttpResponseBase:
    """A file we made on the spot, to be saved under its name."""
    return _guarded(HttpResponse(content, content_type=content_type), name, content_type)


def _open(attachment: Attachment) -> BinaryIO:
    try:
        return storage.open_(current_unit().schema_name, attachment.sha256)
    except storage.Missing:
        raise BytesMissing("服务器上缺少此文件的内容，请联系系统管理员从备份恢复。") from None


def _guarded(response: HttpResponseBase, name: str, content_type: str) -> HttpResponseBase:
    how = "inline" if content_type in SHOWN else "attachment"
    # RFC 6266: old programs read the plain name, everything else the one in RFC 5987's encoding.
    plain = "file" + "".join(c for c in PurePath(name).suffix if c == "." or c in _PLAIN)
    response.headers["Content-Disposition"] = (
        f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    response.headers["Content-Security-Policy"] = _SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
