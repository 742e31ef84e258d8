"""收文 on the wire: parse, one call, render."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.exchange.api.verifying import SealsReportOut
from shared_apps.kernel.paging import page
from shared_apps.kernel.problems import Problem
from tenant_apps.correspondence import queries, viewing
from tenant_apps.correspondence.actions import deriving, incoming
from tenant_apps.correspondence.api import serializers as shapes
from tenant_apps.correspondence.api.base import BYTES, REFUSALS, ZIP, image, said
from tenant_apps.correspondence.models import IncomingDocument, OutgoingDocument
from tenant_apps.files.api import download
from tenant_apps.organization.api.base import StaffView


class IncomingView(StaffView):
    """Every answer about one document is the whole document, as its page shows it."""

    def whole(self, document: IncomingDocument) -> Response:
        picture = queries.incoming_picture(document, viewer=self.staff)
        return Response(shapes.IncomingOut(picture).data)


class IncomingList(IncomingView):
    @extend_schema(
        operation_id="incoming_list",
        parameters=[
            OpenApiParameter("stage", str, description="环节；open 表示未办结的全部"),
            OpenApiParameter("q", str),
            OpenApiParameter("cursor", str),
        ],
        responses={200: shapes.IncomingPage, 401: Problem},
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        found = queries.incoming_for(
            self.staff, stage=asked.get("stage", ""), q=asked.get("q", "")
        )
        return Response(shapes.IncomingPage(page(found, asked.get("cursor"))).data)


class IncomingDetail(IncomingView):
    @extend_schema(
        operation_id="incoming_read",
        responses={200: shapes.IncomingOut, 401: Problem, 404: Problem},
    )
    def get(self, request: Request, document_id: UUID) -> Response:
        return self.whole(queries.find_incoming(document_id, viewer=self.staff))


def _verb(
    name: str,
    act: Callable[..., IncomingDocument],
    shape: type[serializers.Serializer[Any]] = shapes.ActIn,
) -> type[IncomingView]:
    """An office verb: POST under the document. The verbs differ in nothing but call and input."""

    @extend_schema(
        operation_id=f"incoming_{name}",
        request=shape,
        responses={200: shapes.IncomingOut, **REFUSALS},
    )
    def post(self: IncomingView, request: Request, document_id: UUID) -> Response:
        document = act(
            document_id=document_id, by=self.staff, at=timezone.now(), **said(shape, request)
        )
        return self.whole(document)

    return type(f"Incoming{name.title().replace('_', '')}", (IncomingView,), {"post": post})


VERBS = {
    "acknowledge": _verb("acknowledge", incoming.acknowledge),
    "decline": _verb("decline", incoming.decline, shapes.ReasonIn),
    "register": _verb("register", incoming.register),
    "propose": _verb("propose", incoming.propose, shapes.ProposeIn),
    "instruct": _verb("instruct", incoming.instruct, shapes.InstructIn),
    "handle": _verb("handle", incoming.handle, shapes.HandleIn),
    "complete": _verb("complete", incoming.complete, shapes.CompleteIn),
    "send_back": _verb("send_back", incoming.send_back, shapes.SendBackIn),
    "transfer": _verb("transfer", incoming.transfer, shapes.TransferIn),
}


def _beginning(name: str, act: Callable[..., OutgoingDocument]) -> type[StaffView]:
    """A draft begun from it: the answer says which, the draft's own page shows it."""

    @extend_schema(
        operation_id=f"incoming_{name}",
        request=None,
        responses={201: shapes.BegunOut, **REFUSALS},
    )
    def post(self: StaffView, request: Request, document_id: UUID) -> Response:
        document = act(document_id=document_id, by=self.staff, at=timezone.now())
        return Response(shapes.BegunOut(document).data, status=201)

    return type(f"Incoming{name.title()}", (StaffView,), {"post": post})


BEGINNINGS = {
    "forward": _beginning("forward", deriving.forward),
    "reply": _beginning("reply", deriving.reply),
}


class IncomingAttachment(IncomingView):
    @extend_schema(
        operation_id="incoming_attachment", responses={**BYTES, 401: Problem, 404: Problem}
    )
    def get(self, request: Request, document_id: UUID, attachment_id: UUID) -> HttpResponseBase:
        document = queries.find_incoming(document_id, viewer=self.staff)
        return download.respond(viewing.attachment("incoming", document.pk, attachment_id))


class IncomingPdf(IncomingView):
    @extend_schema(operation_id="incoming_pdf", responses={**BYTES, 401: Problem, 404: Problem})
    def get(self, request: Request, document_id: UUID) -> HttpResponseBase:
        document = queries.find_incoming(document_id, viewer=self.staff)
        return download.respond_pdf(viewing.incoming_pdf(document), name=f"{document.title}.pdf")


class IncomingCapsule(IncomingView):
    @extend_schema(
        operation_id="incoming_capsule", responses={**BYTES, 401: Problem, 404: Problem}
    )
    def get(self, request: Request, document_id: UUID) -> HttpResponseBase:
        document = queries.find_incoming(document_id, viewer=self.staff)
        return download.respond_saved(
            viewing.capsule(document.envelope_id), name=f"{document.title}.zip", content_type=ZIP
        )


class IncomingSeals(IncomingView):
    @extend_schema(
        operation_id="incoming_seals",
        responses={200: SealsReportOut, 401: Problem, 404: Problem, 409: Problem},
    )
    def get(self, request: Request, document_id: UUID) -> Response:
        document = queries.find_incoming(document_id, viewer=self.staff)
        return Response(SealsReportOut(viewing.incoming_seals(document)).data)


class IncomingPage(IncomingView):
    @extend_schema(operation_id="incoming_page", responses={**BYTES, 401: Problem, 404: Problem})
    def get(self, request: Request, document_id: UUID, number: int) -> HttpResponseBase:
        document = queries.find_incoming(document_id, viewer=self.staff)
        return image(viewing.incoming_page(document, number))
