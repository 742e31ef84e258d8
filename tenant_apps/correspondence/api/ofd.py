"""OFD on the wire: the copy a document is issued in, and what came: its seals, its pages."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as S
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.exchange.api.verifying import SealsReportOut
from shared_apps.kernel.problems import Problem
from tenant_apps.correspondence import inbox, matters, ofd, queries
from tenant_apps.correspondence.api.base import BYTES, REFUSALS
from tenant_apps.files.api import download
from tenant_apps.organization.api.base import StaffView

# A picture made from a stranger's file: it may show the pictures and faces in it, and do nothing
# else.
LOCKED = "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; sandbox"
SVG = {(200, "image/svg+xml"): OpenApiTypes.BINARY}


class OfdLookOut(S.Serializer[Any]):
    page_count = S.IntegerField()
    report = SealsReportOut()


class OutgoingOfdCopy(StaffView):
    @extend_schema(
        operation_id="outgoing_ofd_copy", responses={**BYTES, 401: Problem, 404: Problem}
    )
    def get(self, request: Request, document_id: UUID) -> HttpResponseBase:
        document = queries.find_outgoing(document_id, viewer=self.staff)
        return _saved(ofd.issued(document), document.title)


class IncomingOfdCopy(StaffView):
    @extend_schema(
        operation_id="incoming_ofd_copy", responses={**BYTES, 401: Problem, 404: Problem}
    )
    def get(self, request: Request, document_id: UUID) -> HttpResponseBase:
        document = inbox.find_incoming(document_id, viewer=self.staff)
        return _saved(ofd.received(document), document.title)


class MatterOfdCopy(StaffView):
    @extend_schema(operation_id="joint_ofd_copy", responses={**BYTES, 401: Problem, 404: Problem})
    def get(self, request: Request, matter_id: UUID) -> HttpResponseBase:
        matter = matters.find(matter_id, viewer=self.staff)
        return _saved(ofd.of_joint(matter), matter.title)


def _saved(content: bytes, title: str) -> HttpResponseBase:
    return download.respond_saved(content, name=f"{title}.ofd", content_type=ofd.KIND)


class IncomingOfd(StaffView):
    @extend_schema(
        operation_id="incoming_ofd",
        responses={200: OfdLookOut, 400: Problem, 401: Problem, 404: Problem},
    )
    def get(self, request: Request, document_id: UUID, attachment_id: UUID) -> Response:
        document = inbox.find_incoming(document_id, viewer=self.staff)
        return Response(OfdLookOut(ofd.look(document.pk, attachment_id)).data)


class IncomingOfdPage(StaffView):
    @extend_schema(operation_id="incoming_ofd_page", responses={**SVG, **REFUSALS})
    def get(
        self, request: Request, document_id: UUID, attachment_id: UUID, number: int
    ) -> HttpResponse:
        document = inbox.find_incoming(document_id, viewer=self.staff)
        drawn = ofd.page(document.pk, attachment_id, number)
        head = {"Content-Security-Policy": LOCKED, "Cache-Control": "private, max-age=600"}
        return HttpResponse(drawn, content_type="image/svg+xml", headers=head)
