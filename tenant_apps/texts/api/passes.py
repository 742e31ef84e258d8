"""通行证 on the wire: links that let a program open and save one text, or one file attached."""

from urllib.parse import quote
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.problems import Problem
from tenant_apps.organization.api.base import StaffView
from tenant_apps.texts import passes, places
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
        program = places.read(kind, subject_id, by=self.staff).program
        answer = {
            "address": address,
            "office": f"{program}:{verb}|u|{address}",
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
        places.read(kind, subject_id, by=self.staff)
        passes.call_back(kind, subject_id, by=self.staff, at=timezone.now())
        return Response(status=204)


class TextOffice(StaffView):
    """The page posts the token to `action`; the suite fetches the text with it, not the page."""

    @extend_schema(
        operation_id="text_open_office",
        request=None,
        responses={201: shapes.OfficeOut, **REFUSALS},
    )
    def post(self, request: Request, kind: str, subject_id: UUID) -> Response:
        service, row, token = admitting.admit_to_office(
            subject_kind=kind, subject_id=subject_id, by=self.staff, at=timezone.now()
        )
        answer = {
            "action": service.page_for(request.build_absolute_uri(f"/wopi/files/{subject_id}")),
            "access_token": token,
            "access_token_ttl": int(row.expires_at.timestamp() * 1000),
        }
        return Response(shapes.OfficeOut(answer).data, status=201)
