"""Papers made from a document: its forms to print, and the certificate of its format."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.problems import Problem
from tenant_apps.correspondence import inbox, printing, queries, viewing
from tenant_apps.correspondence.api import serializers as shapes
from tenant_apps.correspondence.api.base import BYTES
from tenant_apps.files.api import download
from tenant_apps.organization.api.base import StaffView
from tenant_apps.organization.models import Staff


def _outgoing(document_id: UUID, viewer: Staff, at: datetime) -> queries.OutgoingPicture:
    document = queries.find_outgoing(document_id, viewer=viewer)
    return queries.outgoing_picture(document, viewer=viewer, at=at)


def _incoming(document_id: UUID, viewer: Staff, at: datetime) -> inbox.IncomingPicture:
    document = inbox.find_incoming(document_id, viewer=viewer)
    return inbox.incoming_picture(document, viewer=viewer)


def _form(
    name: str, title: str, find: Callable[..., Any], render: Callable[..., bytes]
) -> type[StaffView]:
    """A form to print: whoever may see the document may print it."""

    @extend_schema(operation_id=name, responses={**BYTES, 401: Problem, 404: Problem})
    def get(self: StaffView, request: Request, document_id: UUID) -> HttpResponseBase:
        at = timezone.now()
        picture = find(document_id, self.staff, at)
        content = render(picture, viewer=self.staff, at=at)
        return download.respond_pdf(content, name=f"{title} {picture.document.title}.pdf")

    return type(name.title().replace("_", ""), (StaffView,), {"get": get})


DraftPaper = _form("outgoing_draft_paper", "发文稿纸", _outgoing, printing.draft_paper)
DispatchSlip = _form("outgoing_dispatch_slip", "发文单", _outgoing, printing.dispatch_slip)
IncomingSlip = _form("incoming_slip", "收文处理单", _incoming, printing.incoming_slip)


class OutgoingWord(StaffView):
    @extend_schema(operation_id="outgoing_word", responses={**BYTES, 401: Problem, 404: Problem})
    def get(self, request: Request, document_id: UUID) -> HttpResponseBase:
        from tenant_apps.correspondence.word import DOCX, word_copy  # heavy: python-docx

        document = queries.find_outgoing(document_id, viewer=self.staff)
        content = word_copy(viewing.current_page(document))
        return download.respond_saved(content, name=f"{document.title}.docx", content_type=DOCX)


class OutgoingCertificate(StaffView):
    @extend_schema(
        operation_id="outgoing_certificate",
        responses={200: shapes.CertificateOut, 401: Problem, 404: Problem},
    )
    def get(self, request: Request, document_id: UUID) -> Response:
        document = queries.find_outgoing(document_id, viewer=self.staff)
        return Response(shapes.CertificateOut(viewing.certificate_of(document)).data)


class OutgoingCertificateSheet(StaffView):
    @extend_schema(
        operation_id="outgoing_certificate_sheet", responses={**BYTES, 401: Problem, 404: Problem}
    )
    def get(self, request: Request, document_id: UUID) -> HttpResponseBase:
        document = queries.find_outgoing(document_id, viewer=self.staff)
        content = viewing.certificate_pdf(document)
        return download.respond_pdf(content, name=f"版式检测单 {document.title}.pdf")
