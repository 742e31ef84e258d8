"""Bytes to the browser: named, typed by us, and never run as part of our page."""

from urllib.parse import quote

from django.http import FileResponse, HttpResponse, HttpResponseBase

from shared_apps.kernel import storage
from tenant_apps.files.models import Attachment
from tenants.current import current_unit

# Shown in the browser; everything else is saved. Text is not: a browser may take it for a page.
SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp"})
SANDBOX = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'"
)


def respond(attachment: Attachment) -> HttpResponseBase:
    file = storage.open_(current_unit().schema_name, attachment.sha256)
    response = FileResponse(file, content_type=attachment.content_type)
    response.headers["Content-Length"] = str(attachment.size)
    return _guarded(response, attachment.name, attachment.content_type)


def respond_pdf(content: bytes, *, name: str) -> HttpResponseBase:
    kind = "application/pdf"
    return _guarded(HttpResponse(content, content_type=kind), name, kind)


def _guarded(response: HttpResponseBase, name: str, content_type: str) -> HttpResponseBase:
    how = "inline" if content_type in SHOWN else "attachment"
    response.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
