"""OFD attachments on the wire: what their seals say, and their pages as pictures."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as S
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.exchange.api.verifying import SealsReportOut
from shared_apps.kernel.problems import Problem
from tenant_apps.correspondence import inbox, ofd
from tenant_apps.correspondence.api.base import REFUSALS
from tenant_apps.organization.api.base import StaffView

# A picture made from a stranger's file: it may show the pictures in it, and do nothing else.
LOCKED = "default-src 'none'; img-src data:; sandbox"
SVG = {(200, "image/svg+xml"): OpenApiTypes.BINARY}


class OfdLookOut(S.Serializer[Any]):
    page_count = S.IntegerField()
    report = SealsReportOut()


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
