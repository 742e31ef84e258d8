"""印章库: the bank, one seal's card, and the register of impressions."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.paging import page
from shared_apps.kernel.problems import Problem
from tenant_apps.organization.api.base import StaffView
from tenant_apps.organization.api.reading import read, read_query
from tenant_apps.seals import actions, images, queries
from tenant_apps.seals.api import serializers as wire
from tenant_apps.seals.models import Seal

REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem}
PICTURE = {(200, "image/png"): OpenApiTypes.BINARY}


class SealView(StaffView):
    def whole(self, seal: Seal, status: int = 200) -> Response:
        return Response(wire.SealOut(queries.one(seal.pk, viewer=self.staff)).data, status=status)


class SealBank(SealView):
    @extend_schema(operation_id="seals", responses={200: wire.SealsOut, **REFUSALS})
    def get(self, request: Request) -> Response:
        bank = {
            "results": queries.bank(self.staff),
            "may_manage": self.staff.holds("seals.manage"),
        }
        return Response(wire.SealsOut(bank).data)

    @extend_schema(
        operation_id="seal_make",
        request=wire.SealIn,
        responses={201: wire.SealOut, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        actions.refuse_others(self.staff)
        asked = read(wire.SealIn, request)
        made = actions.make(**asked, by=self.staff, at=timezone.now())
        return self.whole(made, status=201)


class SealCard(SealView):
    @extend_schema(
        operation_id="seal_change",
        request=wire.SealChangeIn,
        responses={200: wire.SealOut, **REFUSALS},
    )
    def patch(self, request: Request, seal_id: UUID) -> Response:
        asked = read(wire.SealChangeIn, request)
        return self.whole(
            actions.change(seal_id=seal_id, **asked, by=self.staff, at=timezone.now())
        )


class SealPicture(SealView):
    parser_classes = (MultiPartParser,)

    @extend_schema(operation_id="seal_picture", responses={**PICTURE, **REFUSALS})
    def get(self, request: Request, seal_id: UUID) -> HttpResponse:
        png = actions.picture(queries.one(seal_id, viewer=self.staff))
        kept = {"Cache-Control": "private, no-cache"}
        return HttpResponse(png, content_type="image/png", headers=kept)

    @extend_schema(
        operation_id="seal_picture_replace",
        request={"multipart/form-data": wire.PictureIn},
        responses={200: wire.SealOut, **REFUSALS, 413: Problem},
    )
    def post(self, request: Request, seal_id: UUID) -> Response:
        upload = read(wire.PictureIn, request)["file"]
        if upload.size > images.MOST_BYTES:
            raise images.PictureTooLarge("印模图片超过 4 MB，请压缩后再上传。")
        seal = actions.replace_picture(
            seal_id=seal_id, png=upload.read(), by=self.staff, at=timezone.now()
        )
        return self.whole(seal)


def _verb(name: str, act: Callable[..., Seal]) -> type[SealView]:
    """An office verb with a reason: the three differ in nothing but the call."""

    @extend_schema(
        operation_id=f"seal_{name}",
        request=wire.SealReasonIn,
        responses={200: wire.SealOut, **REFUSALS},
    )
    def post(self: SealView, request: Request, seal_id: UUID) -> Response:
        reason = read(wire.SealReasonIn, request)["reason"]
        return self.whole(act(seal_id=seal_id, reason=reason, by=self.staff, at=timezone.now()))

    return type(f"Seal{name.title()}", (SealView,), {"post": post})


VERBS = {
    "suspend": _verb("suspend", actions.suspend),
    "resume": _verb("resume", actions.resume),
    "destroy": _verb("destroy", actions.destroy),
}


class ImpressionRegister(StaffView):
    @extend_schema(
        operation_id="seal_impressions",
        parameters=[wire.RegisterFilter],
        responses={200: wire.ImpressionPage, **REFUSALS},
    )
    def get(self, request: Request) -> Response:
        asked = read_query(wire.RegisterFilter, request)
        cursor = asked.pop("cursor")
        found = page(queries.register(self.staff, **asked), cursor)
        return Response(wire.ImpressionPage(found).data)
