"""通行证 on the wire: links that let a desktop program open and save one text."""

from urllib.parse import quote
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.problems import Problem
from tenant_apps.files import holders
from tenant_apps.organization.api.base import StaffView
from tenant_apps.texts import passes, subjects
from tenant_apps.texts.actions import admitting
from tenant_apps.texts.api import serializers as shapes
from tenant_apps.texts.api.base import REFUSALS, said
from tenant_apps.texts.models import Pass


class TextPasses(StaffView):
    @extend_schema(
        operation_id="text_admit",
        request=shapes.PassIn,
        responses={201: shapes.PassOut, **REFUSALS},
    )
    def post(self, request: Request, kind: str, subject_id: UUID) -> Response:
        row, token = admitting.admit(
            subject_kind=kind,
            subject_id=subject_id,
            door=Pass.Door.DAV,
            **said(shapes.PassIn, request),
            by=self.staff,
            at=timezone.now(),
        )
        place = f"/dav/t/{token}/{quote(row.file_name, safe='')}"
        address = request.build_absolute_uri(place)
        verb = "ofe" if row.may_write else "ofv"
        answer = {
            "address": address,
            "word": f"ms-word:{verb}|u|{address}",
            "libre": f"vnd.libreoffice.command:{verb}|u|{address}",
            "expires_at": row.expires_at,
        }
        return Response(shapes.PassOut(answer).data, status=201)

    @extend_schema(
        operation_id="text_call_back",
        request=None,
        responses={204: None, 401: Problem, 404: Problem},
    )
    def delete(self, request: Request, kind: str, subject_id: UUID) -> Response:
        subjects.of(kind)
        holders.read(kind, subject_id, by=self.staff)
        passes.call_back(kind, subject_id, by=self.staff, at=timezone.now())
        return Response(status=204)
