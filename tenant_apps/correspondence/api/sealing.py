"""用印 on the wire: which seals may go on a document, and the act itself."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.problems import Problem
from tenant_apps.correspondence import queries, sealings
from tenant_apps.correspondence.actions import issuing, sealing
from tenant_apps.correspondence.api import serializers as shapes
from tenant_apps.correspondence.api.base import REFUSALS, said
from tenant_apps.correspondence.api.outgoing import OutgoingView


class OutgoingSeals(OutgoingView):
    @extend_schema(
        operation_id="outgoing_seals",
        responses={200: shapes.SealingOut, 401: Problem, 404: Problem},
    )
    def get(self, request: Request, document_id: UUID) -> Response:
        document = queries.find_outgoing(document_id, viewer=self.staff)
        picture = sealings.picture(document, viewer=self.staff, at=timezone.now())
        return Response(shapes.SealingOut(picture).data)


class OutgoingSeal(OutgoingView):
    @extend_schema(
        operation_id="outgoing_seal",
        request=shapes.OutgoingSealIn,
        responses={200: shapes.OutgoingOut, **REFUSALS},
    )
    def post(self, request: Request, document_id: UUID) -> Response:
        asked = said(shapes.OutgoingSealIn, request)
        asked.pop("request_id")  # the same seal twice on one page is refused anyway
        document = sealing.seal(document_id=document_id, by=self.staff, at=timezone.now(), **asked)
        return self.whole(document)


class OutgoingReprint(OutgoingView):
    @extend_schema(
        operation_id="outgoing_reprint",
        request=shapes.ReprintIn,
        responses={200: shapes.OutgoingOut, **REFUSALS},
    )
    def post(self, request: Request, document_id: UUID) -> Response:
        said(shapes.ReprintIn, request)  # the same click again finds the place there
        return self.whole(
            issuing.reprint(document_id=document_id, by=self.staff, at=timezone.now())
        )
