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

from shared_apps.kernel.paging import page
from shared_apps.kernel.problems import Problem
from tenant_apps.correspondence import inbox, ofd, viewing
from tenant_apps.correspondence.actions import (
    circulating,
    deriving,
    incoming,
    proposing,
    screening,
    urging,
)
from tenant_apps.correspondence.api import incoming_shapes as wire
from tenant_apps.correspondence.api import serializers as shapes
from tenant_apps.correspondence.api.base import BYTES, REFUSALS, ZIP, image, said
from tenant_apps.correspondence.models import IncomingDocument, OutgoingDocument
from tenant_apps.files.api import download
from tenant_apps.organization.api.base import StaffView


class IncomingView(StaffView):
    """Every answer about one document is the whole document, as its page shows it."""

    def whole(self, document: IncomingDocument, status: int = 200) -> Response:
        picture = inbox.incoming_picture(document, viewer=self.staff)
        return Response(wire.IncomingOut(picture).data, status=status)


class IncomingList(IncomingView):
    @extend_schema(
        operation_id="incoming_list",
        parameters=[
            OpenApiParameter("stage", str, description="环节；open 表示未办结的全部"),
            OpenApiParameter("q", str),
            OpenApiParameter("cursor", str),
        ],
        responses={200: wire.IncomingPage, 401: Problem},
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        found = inbox.incoming_for(self.staff, stage=asked.get("stage", ""), q=asked.get("q", ""))
        rows = page(inbox.with_reading(found), asked.get("cursor"))
        return Response(wire.IncomingPage(rows).data)


class Instructions(StaffView):
    @extend_schema(
        operation_id="incoming_instructions",
        parameters=[OpenApiParameter("q", str), OpenApiParameter("cursor", str)],
        responses={200: wire.InstructionPage, 401: Problem},
    )
    def get(self, request: Request) -> Response:
        """批示 of the unit's leaders, on what this person may see."""
        asked = request.query_params
        found = inbox.instructions_for(
            self.staff, q=asked.get("q", ""), cursor=asked.get("cursor")
        )
        return Response(wire.InstructionPage(found).data)


class Urging(StaffView):
    @extend_schema(operation_id="incoming_urging", responses={200: wire.UrgedList, 401: Problem})
    def get(self, request: Request) -> Response:
        """专人催办: what this person answers for."""
        found = inbox.urged_by(self.staff, now=timezone.now())
        return Response(wire.UrgedList({"results": found}).data)


class IncomingDetail(IncomingView):
    @extend_schema(
        operation_id="incoming_read",
        responses={200: wire.IncomingOut, 401: Problem, 404: Problem},
    )
    def get(self, request: Request, document_id: UUID) -> Response:
        return self.whole(inbox.find_incoming(document_id, viewer=self.staff))


def _verb(
    name: str,
    act: Callable[..., IncomingDocument],
    shape: type[serializers.Serializer[Any]] = shapes.ActIn,
) -> type[IncomingView]:
    """An office verb: POST under the document. The verbs differ in nothing but call and input."""

    @extend_schema(
        operation_id=f"incoming_{name}",
        request=shape,
        responses={200: wire.IncomingOut, **REFUSALS},
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
    "screen": _verb("screen", screening.screen, wire.ScreenIn),
    "return_to_sender": _verb("return_to_sender", screening.return_to_sender, wire.ReturnIn),
    "propose": _verb("propose", proposing.propose, wire.ProposeIn),
    "take_back": _verb("take_back", proposing.take_back, wire.TakeBackIn),
    "circulate": _verb("circulate", circulating.circulate, wire.RoundIn),
    "end_reading": _verb("end_reading", circulating.end_reading),
    "urge": _verb("urge", urging.urge, wire.UrgeByNameIn),
    "urge_readers": _verb("urge_readers", urging.urge_readers, wire.UrgeByNameIn),
    "name_urger": _verb("name_urger", urging.name_urger, wire.UrgerIn),
    "instruct": _verb("instruct", incoming.instruct, wire.InstructIn),
    "agree": _verb("agree", incoming.agree),
    "handle": _verb("handle", incoming.handle, wire.HandleIn),
    "complete": _verb("complete", incoming.complete, wire.CompleteIn),
    "send_back": _verb("send_back", incoming.send_back, shapes.SendBackIn),
    "transfer": _verb("transfer", incoming.transfer, shapes.TransferIn),
}


def _beginning(name: str, act: Callable[..., OutgoingDocument]) -> type[StaffView]:
    """A draft begun from it: the answer says which, the draft's own page shows it."""

    @extend_schema(
        operation_id=f"incoming_{name}",
        request=None,
        responses={201: wire.BegunOut, **REFUSALS},
    )
    def post(self: StaffView, request: Request, document_id: UUID) -> Response:
        document = act(document_id=document_id, by=self.staff, at=timezone.now())
        return Response(wire.BegunOut(document).data, status=201)

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
        document = inbox.find_incoming(document_id, viewer=self.staff)
        return download.respond(viewing.attachment("incoming", document.pk, attachment_id))


class IncomingPdf(IncomingView):
    @extend_schema(operation_id="incoming_pdf", responses={**BYTES, 401: Problem, 404: Problem})
    def get(self, request: Request, document_id: UUID) -> HttpResponseBase:
        document = inbox.find_incoming(document_id, viewer=self.staff)
        return download.respond_pdf(viewing.incoming_pdf(document), name=f"{document.title}.pdf")


class IncomingCapsule(IncomingView):
    @extend_schema(
        operation_id="incoming_capsule", responses={**BYTES, 401: Problem, 404: Problem}
    )
    def get(self, request: Request, document_id: UUID) -> HttpResponseBase:
        document = inbox.find_incoming(document_id, viewer=self.staff)
        return download.respond_saved(
            viewing.capsule(document.envelope_id), name=f"{document.title}.zip", content_type=ZIP
        )


class IncomingSeals(IncomingView):
    @extend_schema(
        operation_id="incoming_seals",
        responses={200: wire.ReceivedSealsOut, 401: Problem, 404: Problem, 409: Problem},
    )
    def get(self, request: Request, document_id: UUID) -> Response:
        document = inbox.find_incoming(document_id, viewer=self.staff)
        found = vars(viewing.incoming_seals(document)) | {"ofd": ofd.received_seals(document)}
        return Response(wire.ReceivedSealsOut(found).data)


class IncomingPage(IncomingView):
    @extend_schema(operation_id="incoming_page", responses={**BYTES, 401: Problem, 404: Problem})
    def get(self, request: Request, document_id: UUID, number: int) -> HttpResponseBase:
        document = inbox.find_incoming(document_id, viewer=self.staff)
        return image(viewing.incoming_page(document, number))
