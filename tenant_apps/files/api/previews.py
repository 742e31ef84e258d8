"""预览 on the wire: how far it is, and its pages with the viewer's mark on them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.errors import DomainError, NotFound
from shared_apps.kernel.problems import Problem
from tenant_apps.files import drawing, holders, preview, watermark
from tenant_apps.files.confined import Refused
from tenant_apps.files.models import Attachment, Preview, Version
from tenant_apps.organization.api.base import StaffView

WEBP = {(200, "image/webp"): OpenApiTypes.BINARY}


class NotDrawn(DomainError):
    """Not made yet, or it cannot be."""

    code = "files.preview_not_ready"


class PreviewOut(serializers.Serializer[Any]):
    attachment = serializers.UUIDField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    flaw = serializers.ChoiceField(choices=Version.Flaw.choices, allow_blank=True)
    state = serializers.ChoiceField(choices=Preview.State.choices)
    reason = serializers.CharField()
    pages = serializers.IntegerField()


class AttachmentView(StaffView):
    """Reached through what the file hangs on, by whoever may see that."""

    def attachment(self, kind: str, subject_id: UUID, attachment_id: UUID) -> Attachment:
        holders.read(kind, subject_id, by=self.staff)
        rows = Attachment.objects.of(kind, subject_id)
        found = rows.filter(pk=attachment_id).first()
        if found is None:
            raise NotFound("没有这个附件，可能已被移除。")
        return found


class PreviewView(AttachmentView):
    @extend_schema(
        operation_id="files_preview",
        responses={200: PreviewOut, 401: Problem, 404: Problem},
    )
    def get(self, request: Request, kind: str, subject_id: UUID, attachment_id: UUID) -> Response:
        found = self.attachment(kind, subject_id, attachment_id)
        made = preview.of(found, at=timezone.now())
        said = {
            "attachment": found.pk,
            "name": found.name,
            "size": found.size,
            "flaw": found.flaw,
            "state": made.state,
            "reason": made.reason,
            "pages": made.pages,
        }
        return Response(PreviewOut(said).data)


class PreviewPage(AttachmentView):
    @extend_schema(
        operation_id="files_preview_page",
        responses={**WEBP, 401: Problem, 404: Problem, 409: Problem},
    )
    def get(
        self, request: Request, kind: str, subject_id: UUID, attachment_id: UUID, number: int
    ) -> HttpResponse:
        found = self.attachment(kind, subject_id, attachment_id)
        made = Preview.objects.filter(sha256=found.sha256, state="ready").first()
        if made is None:
            raise NotDrawn("预览还没有生成，请稍候。")
        try:
            page = drawing.page(made.drawn_sha256, number, pages=made.pages)
        except Refused as refused:
            raise NotDrawn(preview.WHY.get(refused.reason, preview.WHY["broken"])) from None
        mark = watermark.words(self.staff.name, timezone.now())
        answer = HttpResponse(watermark.lay(page, mark), content_type="image/webp")
        answer.headers["Cache-Control"] = "private, no-store"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer
