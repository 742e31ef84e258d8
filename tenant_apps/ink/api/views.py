"""手写批注 on the wire: parse, one call, render."""

import io
from collections.abc import Mapping
from typing import IO, Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel import storage
from shared_apps.kernel.errors import NotFound
from shared_apps.kernel.problems import Problem, refusal
from tenant_apps.files import drawing, preview, watermark
from tenant_apps.files.api.download import BytesMissing, respond_pdf
from tenant_apps.files.api.previews import NotDrawn
from tenant_apps.files.confined import Refused
from tenant_apps.ink import actions, queries, rules, sheets
from tenant_apps.ink.api import serializers as shapes
from tenant_apps.organization.api.base import StaffView

SEEN = {401: Problem, 404: Problem, 409: Problem}
REFUSALS = {400: Problem, 403: Problem, **SEEN}
WEBP = {(200, "image/webp"): OpenApiTypes.BINARY}
BYTES = {(200, "application/pdf"): OpenApiTypes.BINARY}
FILE = OpenApiParameter("file", str, description="哪一份附件；不填为正文")
LOST = "服务器上缺少这一版版面，请联系系统管理员从备份恢复。"


class ShortJSON(JSONParser):
    """Ink is small: more is not even read to its end."""

    def parse(self, stream: IO[Any], *rest: Any, **more: Any) -> Any:
        content = stream.read(rules.MOST_BYTES + 1)
        if len(content) > rules.MOST_BYTES:
            raise rules.TooLarge("一次保存的笔迹过多，请刷新后分次书写。")
        return super().parse(io.BytesIO(content), *rest, **more)


class InkView(StaffView):
    """Every answer about the ink of one document is the whole of it, as its page shows it."""

    def whole(self, kind: str, subject_id: UUID, asked: Mapping[str, str]) -> Response:
        wanted = queries.Wanted(file=asked.get("file", ""), version=asked.get("version", ""))
        found = queries.picture(kind, subject_id, wanted, by=self.staff, at=timezone.now())
        return Response(shapes.InkOut(found).data)


class Ink(InkView):
    @extend_schema(
        operation_id="ink_read",
        parameters=[
            FILE,
            OpenApiParameter("version", str, description="哪一版版面；不填为现在的"),
        ],
        responses={200: shapes.InkOut, **SEEN},
    )
    def get(self, request: Request, kind: str, subject_id: UUID) -> Response:
        return self.whole(kind, subject_id, request.query_params)


class InkMarks(InkView):
    parser_classes = (ShortJSON,)

    @extend_schema(
        operation_id="ink_save",
        request=shapes.InkChangeIn,
        responses={200: shapes.InkKeptOut, **REFUSALS, 413: Problem},
    )
    def post(self, request: Request, kind: str, subject_id: UUID) -> Response:
        parsed = shapes.InkChangeIn(data=request.data)
        parsed.is_valid(raise_exception=True)
        said = dict(parsed.validated_data)
        drawn = [rules.Written(**mark) for mark in said.pop("drawn")]
        kept = actions.save(
            subject_kind=kind,
            subject_id=subject_id,
            change=actions.Change(drawn=drawn, **said),
            by=self.staff,
            at=timezone.now(),
        )
        if kept.aside:  # answered, not raised: a refusal would take back what was just kept
            return refusal(
                409,
                "ink.set_aside",
                f"这一环节已办结，之后写的 {kept.aside} 笔没有并入批注，已为您留存。",
                marks=kept.aside,
            )
        return Response(shapes.InkKeptOut(kept).data)


class InkHandIn(InkView):
    @extend_schema(
        operation_id="ink_hand_in",
        parameters=[FILE],
        request=None,
        responses={200: shapes.InkOut, **REFUSALS},
    )
    def post(self, request: Request, kind: str, subject_id: UUID) -> Response:
        actions.hand_in(subject_kind=kind, subject_id=subject_id, by=self.staff, at=timezone.now())
        return self.whole(kind, subject_id, request.query_params)


class InkPage(InkView):
    @extend_schema(operation_id="ink_page", responses={**WEBP, **SEEN})
    def get(
        self, request: Request, kind: str, subject_id: UUID, sha256: str, number: int
    ) -> HttpResponse:
        _, sheet = queries.seen(kind, subject_id, sha256, by=self.staff)
        try:
            page = drawing.page(sheet.shown_sha256, number, pages=len(sheet.pages))
        except Refused as refused:
            raise NotDrawn(preview.WHY.get(refused.reason, preview.WHY["broken"])) from None
        except storage.Missing:
            raise BytesMissing(LOST) from None
        if sheet.file:  # as wherever a file is shown
            page = watermark.lay(page, watermark.words(self.staff.name, timezone.now()))
        answer = HttpResponse(page, content_type="image/webp")
        # Named by its content: it never changes, and only this reader's browser keeps it.
        answer.headers["Cache-Control"] = "private, max-age=3600"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer


class InkPdf(InkView):
    @extend_schema(
        operation_id="ink_pdf",
        parameters=[OpenApiParameter("layers", str, description="哪几层，以逗号分隔；不填为全部")],
        responses={**BYTES, **SEEN},
    )
    def get(self, request: Request, kind: str, subject_id: UUID, sha256: str) -> HttpResponseBase:
        from tenant_apps.ink import annotating  # heavy: see tests/house/test_weight.py

        only = _ids(request.query_params.get("layers"))
        title, sheet = queries.seen(kind, subject_id, sha256, by=self.staff)
        layers = queries.layers_on(sheet, by=self.staff, only=only)
        try:
            content = sheets.content(sheet)
        except storage.Missing:
            raise BytesMissing(LOST) from None
        copy = annotating.annotated(content, layers)
        return respond_pdf(copy, name=f"{title or '公文'}（批注副本）.pdf")


def _ids(said: str | None) -> set[UUID] | None:
    if said is None:
        return None
    try:
        return {UUID(one) for one in said.split(",") if one}
    except ValueError:
        raise NotFound("没有这一层批注。") from None
