"""正文 on the wire: parse, one call, render."""

from uuid import UUID

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.errors import NotFound
from shared_apps.kernel.problems import Problem
from tenant_apps.files import holders
from tenant_apps.organization.api.base import StaffView
from tenant_apps.texts import locks, pens, queries, redlines, stock, words
from tenant_apps.texts.actions import locking, saving
from tenant_apps.texts.api import serializers as shapes
from tenant_apps.texts.api.base import BYTES, REFUSALS, said, set_aside, word_file
from tenant_apps.texts.models import EditLock, Redline

SEEN = {401: Problem, 404: Problem}
BETWEEN = [
    OpenApiParameter("before", int, description="从第几版；0 为空白"),
    OpenApiParameter("after", int, description="到第几版", required=True),
]


class TextView(StaffView):
    """Every answer about one text is the whole of it, as its page shows it."""

    def whole(self, kind: str, subject_id: UUID, status: int = 200) -> Response:
        now = timezone.now()
        picture = queries.picture(kind, subject_id, by=self.staff, at=now)
        return Response(shapes.TextOut(picture).data, status=status)


class Text(TextView):
    @extend_schema(operation_id="text_read", responses={200: shapes.TextOut, **SEEN})
    def get(self, request: Request, kind: str, subject_id: UUID) -> Response:
        return self.whole(kind, subject_id)


class TextWord(TextView):
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="text_save_word",
        request={"multipart/form-data": shapes.WordIn},
        responses={201: shapes.TextOut, **REFUSALS, 412: Problem, 413: Problem, 422: Problem},
    )
    def post(self, request: Request, kind: str, subject_id: UUID) -> Response:
        content = said(shapes.WordIn, request)
        holders.read(kind, subject_id, by=self.staff)  # before LibreOffice is asked for anything
        upload = content["file"]
        version = saving.save_word(
            subject_kind=kind,
            subject_id=subject_id,
            file=saving.arrive(upload.read(), name=upload.name),
            save=saving.Save(
                way=content["way"],
                base=content["base"],
                key=content["key"],
                lost=content.get("lost", []),
                is_plain=content["is_plain"],
            ),
            by=self.staff,
            at=timezone.now(),
        )
        if version.is_side:
            return set_aside(version)
        return self.whole(kind, subject_id, status=201)


class TextTyped(TextView):
    @extend_schema(
        operation_id="text_back_to_typed",
        request=None,
        responses={200: shapes.TextOut, **REFUSALS},
    )
    def post(self, request: Request, kind: str, subject_id: UUID) -> Response:
        saving.back_to_typed(
            subject_kind=kind, subject_id=subject_id, by=self.staff, at=timezone.now()
        )
        return self.whole(kind, subject_id)


class TextVersionFile(TextView):
    @extend_schema(operation_id="text_version_file", responses={**BYTES, **SEEN})
    def get(self, request: Request, kind: str, subject_id: UUID, number: int) -> HttpResponseBase:
        version = queries.version(kind, subject_id, number, by=self.staff)
        return word_file(stock.content(version), name=f"正文第{number}稿.docx")


class TextVersionClean(TextView):
    @extend_schema(operation_id="text_version_clean", responses={**BYTES, **SEEN})
    def get(self, request: Request, kind: str, subject_id: UUID, number: int) -> HttpResponseBase:
        version = queries.version(kind, subject_id, number, by=self.staff)
        return word_file(
            words.clean(stock.content(version)), name=f"正文第{number}稿（清稿）.docx"
        )


class TextComparison(TextView):
    @extend_schema(
        operation_id="text_compare",
        parameters=BETWEEN,
        responses={200: shapes.TextComparisonOut, **SEEN},
    )
    def get(self, request: Request, kind: str, subject_id: UUID) -> Response:
        before, after = between(request)
        found = queries.comparison(kind, subject_id, before, after, by=self.staff)
        return Response(shapes.TextComparisonOut(found).data)


class TextRedline(TextView):
    @extend_schema(
        operation_id="text_redline_ask",
        request=shapes.PairIn,
        responses={200: shapes.RedlineOut, 400: Problem, **SEEN},
    )
    def post(self, request: Request, kind: str, subject_id: UUID) -> Response:
        holders.read(kind, subject_id, by=self.staff)
        asked = said(shapes.PairIn, request)
        pair = (asked["before"], asked["after"])
        row = redlines.ask(kind, subject_id, pair, by=self.staff, at=timezone.now())
        return Response(shapes.RedlineOut(row).data)

    @extend_schema(operation_id="text_redline", parameters=BETWEEN, responses={**BYTES, **SEEN})
    def get(self, request: Request, kind: str, subject_id: UUID) -> HttpResponseBase:
        before, after = between(request)
        row = queries.redline(kind, subject_id, before, after, by=self.staff)
        if row is None or row.state != Redline.State.READY:
            raise NotFound("花脸稿还没有生成。")
        return word_file(stock.kept(row.sha256), name=f"花脸稿（第{before}稿至第{after}稿）.docx")


class PenView(TextView):
    def held(self, lock: EditLock) -> Response:
        return Response(shapes.EditLockOut(lock).data)


class PenTake(PenView):
    @extend_schema(
        operation_id="text_pen_take",
        request=shapes.PenIn,
        responses={200: shapes.EditLockOut, **REFUSALS},
    )
    def post(self, request: Request, kind: str, subject_id: UUID) -> Response:
        pen = locks.Pen(**said(shapes.PenIn, request), by=self.staff)
        lock = pens.take(kind, subject_id, pen, at=timezone.now())
        return self.held(lock)


class PenRenew(PenView):
    @extend_schema(
        operation_id="text_pen_renew",
        request=shapes.PenIn,
        responses={200: shapes.EditLockOut, **REFUSALS},
    )
    def post(self, request: Request, kind: str, subject_id: UUID) -> Response:
        key = said(shapes.PenIn, request)["key"]
        lock = pens.renew(kind, subject_id, key=key, by=self.staff, at=timezone.now())
        return self.held(lock)


class PenTakeOver(PenView):
    @extend_schema(
        operation_id="text_pen_take_over",
        request=shapes.PenIn,
        responses={200: shapes.EditLockOut, **REFUSALS},
    )
    def post(self, request: Request, kind: str, subject_id: UUID) -> Response:
        pen = said(shapes.PenIn, request)
        lock = locking.take_over(
            subject_kind=kind, subject_id=subject_id, **pen, by=self.staff, at=timezone.now()
        )
        return self.held(lock)


class PenRelease(TextView):
    @extend_schema(
        operation_id="text_pen_release", request=shapes.PenIn, responses={204: None, **REFUSALS}
    )
    def post(self, request: Request, kind: str, subject_id: UUID) -> Response:
        key = said(shapes.PenIn, request)["key"]
        pens.release(kind, subject_id, key=key, by=self.staff)
        return Response(status=204)


def between(request: Request) -> tuple[int, int]:
    asked = request.query_params
    before, after = asked.get("before", "0"), asked.get("after", "")
    if not (before.isdigit() and after.isdigit()):
        raise NotFound("没有这一版正文。")
    return int(before), int(after)
