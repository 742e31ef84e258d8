"""纸质来文 on the wire: files laid down and read, what it may repeat, and the registration."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers as S
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.ids import new_id
from shared_apps.kernel.problems import Problem
from tenant_apps.correspondence.actions import taking
from tenant_apps.correspondence.api import serializers as shapes
from tenant_apps.correspondence.api.base import REFUSALS, said
from tenant_apps.correspondence.api.incoming import IncomingView
from tenant_apps.correspondence.api.incoming_shapes import IncomingOut
from tenant_apps.correspondence.kinds import Kind, Urgency
from tenant_apps.organization.api.base import StaffView

READABLE = ("from_name", "number", "title", "doc_kind", "urgency", "written_on", "signer")


class ReadFieldsOut(S.Serializer[Any]):
    from_name = S.CharField()
    number = S.CharField()
    title = S.CharField()
    doc_kind = S.CharField()
    urgency = S.CharField()
    written_on = S.CharField()
    signer = S.CharField()


class LaidOut(S.Serializer[Any]):
    file = shapes.AttachmentOut()
    read = ReadFieldsOut(source="fields", help_text="Empty where nothing could be read.")
    said = S.CharField(help_text="What was read, or why nothing was.")


class LikeOut(S.Serializer[Any]):
    id = S.UUIDField(source="document.pk")
    title = S.CharField(source="document.title")
    number = S.CharField(source="document.number")
    from_unit = S.CharField(source="document.from_short_name")
    register_number = S.CharField(source="document.register_number", allow_null=True)
    stage_label = S.CharField(source="document.get_stage_display")
    received_at = S.DateTimeField(source="document.received_at")
    why = S.CharField()


class PaperIn(S.Serializer[Any]):
    request_id = S.CharField(max_length=40)
    from_code = S.CharField(max_length=20, allow_blank=True, required=False)
    from_name = S.CharField(max_length=120, allow_blank=True, required=False)
    number = S.CharField(max_length=40, allow_blank=True, required=False)
    title = S.CharField(max_length=200)
    doc_kind = S.ChoiceField(choices=Kind.choices)
    urgency = S.ChoiceField(choices=Urgency.choices, default=Urgency.NONE)
    written_on = S.DateField(required=False, allow_null=True)
    signer = S.CharField(max_length=40, allow_blank=True, required=False)
    shelf_mark = S.CharField(max_length=60, allow_blank=True, required=False)
    read = S.ListField(child=S.ChoiceField(choices=READABLE), required=False, default=list)
    despite = S.BooleanField(default=False, help_text="可能重复的已经看过，仍然登记")


class BegunPaperOut(S.Serializer[Any]):
    id = S.UUIDField(help_text="The id that the document will have.")


class Papers(StaffView):
    @extend_schema(
        operation_id="paper_begin", request=None, responses={201: BegunPaperOut, 401: Problem}
    )
    def post(self, request: Request) -> Response:
        """Only a name to lay files under: nothing is kept yet."""
        return Response({"id": new_id()}, status=201)


class PaperFiles(StaffView):
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="paper_lay_file",
        request={"multipart/form-data": shapes.FileIn},
        responses={201: LaidOut, **REFUSALS, 413: Problem},
    )
    def post(self, request: Request, folder: UUID) -> Response:
        upload = said(shapes.FileIn, request)["file"]
        laid = taking.lay_file(
            folder=folder,
            name=upload.name,
            chunks=upload.chunks(),
            size=upload.size,
            by=self.staff,
            at=timezone.now(),
        )
        return Response(LaidOut(laid).data, status=201)


class PaperFile(StaffView):
    @extend_schema(operation_id="paper_take_away", request=None, responses={204: None, **REFUSALS})
    def delete(self, request: Request, folder: UUID, attachment_id: UUID) -> Response:
        taking.take_away(
            folder=folder, attachment_id=attachment_id, by=self.staff, at=timezone.now()
        )
        return Response(status=204)


ASKED = ("number", "title", "from_code", "from_name")


class PaperLike(StaffView):
    @extend_schema(
        operation_id="paper_like",
        parameters=[OpenApiParameter(name, str) for name in ASKED],
        responses={
            200: LikeOut(many=True),
            401: Problem,
            403: Problem,
            404: Problem,
            409: Problem,
        },
    )
    def get(self, request: Request, folder: UUID) -> Response:
        found = taking.repeats_of(
            folder=folder,
            content={name: request.query_params.get(name, "") for name in ASKED},
            viewer=self.staff,
            at=timezone.now(),
        )
        return Response(LikeOut(found, many=True).data)


class Paper(IncomingView):
    @extend_schema(
        operation_id="paper_take",
        request=PaperIn,
        responses={201: IncomingOut, **REFUSALS},
    )
    def post(self, request: Request, folder: UUID) -> Response:
        content = said(PaperIn, request)
        told = {name: content.pop(name) for name in ("request_id", "read", "despite")}
        document = taking.take(
            folder=folder, content=content, by=self.staff, at=timezone.now(), **told
        )
        return self.whole(document, status=201)
