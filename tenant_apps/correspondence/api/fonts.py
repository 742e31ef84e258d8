"""本单位字体 on the wire."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as S
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.problems import Problem
from tenant_apps.correspondence import typefaces
from tenant_apps.correspondence.actions import typesetting
from tenant_apps.correspondence.api.base import REFUSALS, said
from tenant_apps.correspondence.api.serializers import FileIn
from tenant_apps.correspondence.models import OwnFont
from tenant_apps.organization.api.base import StaffView


class OwnFontOut(S.Serializer[Any]):
    family = S.CharField()
    file_name = S.CharField()
    size = S.IntegerField()
    added_by = S.CharField()
    added_at = S.DateTimeField()


class FaceOut(S.Serializer[Any]):
    face = S.ChoiceField(choices=OwnFont.Face.choices)
    label = S.CharField()  # type: ignore[assignment]  # the word of the contract
    own = OwnFontOut(allow_null=True)
    substitute = S.CharField()


class FacesView(StaffView):
    def faces(self, status: int = 200) -> Response:
        own = {font.face: font for font in OwnFont.objects.all()}
        rows = [
            {
                "face": face,
                "label": label,
                "own": own.get(face),
                "substitute": typefaces.SUBSTITUTES[face],
            }
            for face, label in OwnFont.Face.choices
        ]
        return Response(FaceOut(rows, many=True).data, status=status)


class FontList(FacesView):
    @extend_schema(operation_id="fonts_list", responses={200: FaceOut(many=True), 401: Problem})
    def get(self, request: Request) -> Response:
        return self.faces()


class FontDetail(FacesView):
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="fonts_install",
        request={"multipart/form-data": FileIn},
        responses={201: FaceOut(many=True), **REFUSALS, 413: Problem},
    )
    def post(self, request: Request, face: str) -> Response:
        upload = said(FileIn, request)["file"]
        typesetting.install(
            face=face,
            name=upload.name,
            content=upload.read(typefaces.LARGEST + 1),
            by=self.staff,
            at=timezone.now(),
        )
        return self.faces(201)

    @extend_schema(
        operation_id="fonts_remove",
        request=None,
        responses={200: FaceOut(many=True), **REFUSALS},
    )
    def delete(self, request: Request, face: str) -> Response:
        typesetting.remove(face=face, by=self.staff, at=timezone.now())
        return self.faces()
