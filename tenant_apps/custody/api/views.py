"""涉密纸件台账 on the wire: JSON only; no endpoint here takes a file."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers as S
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.paging import page
from shared_apps.kernel.problems import Problem
from tenant_apps.custody import actions, queries, rules
from tenant_apps.custody.models import KEEPS, ClassifiedPaper
from tenant_apps.organization.api.base import StaffView
from tenant_apps.organization.api.reading import read

REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem}


class ClassifiedPaperIn(S.Serializer[Any]):
    number = S.CharField(max_length=20, help_text="编号")
    copy_number = S.CharField(max_length=6, help_text="份号")
    level = S.ChoiceField(choices=ClassifiedPaper.Level.choices)
    term = S.CharField(max_length=6, allow_blank=True, required=False, default="")
    holder = S.UUIDField(help_text="持有人")
    place = S.CharField(max_length=20, help_text="存放位置")
    received_on = S.DateField()


class PaperHandOverIn(S.Serializer[Any]):
    holder = S.UUIDField()
    place = S.CharField(max_length=20)


class PaperReturnIn(S.Serializer[Any]):
    closed_on = S.DateField()
    approved_by = S.UUIDField(help_text="批准人")


class PaperDestroyIn(PaperReturnIn):
    witness = S.UUIDField(help_text="监销人")


class ClassifiedPaperOut(S.Serializer[Any]):
    id = S.UUIDField()
    number = S.CharField()
    copy_number = S.CharField()
    level = S.ChoiceField(choices=ClassifiedPaper.Level.choices)
    level_label = S.CharField(source="get_level_display")
    term = S.CharField()
    holder = S.CharField(source="holder.name")
    holder_id = S.UUIDField()
    place = S.CharField()
    received_on = S.DateField()
    state = S.ChoiceField(choices=ClassifiedPaper.State.choices)
    state_label = S.CharField(source="get_state_display")
    closed_on = S.DateField(allow_null=True)
    approved_by = S.CharField()
    witness = S.CharField()


class ClassifiedPaperPage(S.Serializer[Any]):
    why = S.CharField(help_text="Why nothing but custody data is kept here.")
    may_keep = S.BooleanField()
    results = ClassifiedPaperOut(many=True)
    next = S.CharField(allow_null=True)


class Papers(StaffView):
    @extend_schema(
        operation_id="custody_list",
        parameters=[OpenApiParameter(name, str) for name in ("state", "level", "q", "cursor")],
        responses={200: ClassifiedPaperPage, 400: Problem, 401: Problem},
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        names = ("state", "level", "q")
        found = queries.papers_for(self.staff, **{name: asked.get(name, "") for name in names})
        shown = page(found, asked.get("cursor"))
        said = {
            "why": rules.WHY,
            "may_keep": self.staff.holds(KEEPS),
            "results": shown.results,
            "next": shown.next,
        }
        return Response(ClassifiedPaperPage(said).data)

    @extend_schema(
        operation_id="custody_take_in",
        request=ClassifiedPaperIn,
        responses={201: ClassifiedPaperOut, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        content = read(ClassifiedPaperIn, request)
        paper = actions.take_in(content=content, by=self.staff, at=timezone.now())
        return Response(ClassifiedPaperOut(paper).data, status=201)


def _verb(
    name: str, act: Callable[..., ClassifiedPaper], shape: type[S.Serializer[Any]]
) -> type[StaffView]:
    @extend_schema(
        operation_id=f"custody_{name}",
        request=shape,
        responses={200: ClassifiedPaperOut, **REFUSALS},
    )
    def post(self: StaffView, request: Request, paper_id: UUID) -> Response:
        paper = act(paper_id=paper_id, by=self.staff, at=timezone.now(), **read(shape, request))
        return Response(ClassifiedPaperOut(paper).data)

    return type(f"Paper{name.title().replace('_', '')}", (StaffView,), {"post": post})


VERBS = {
    "hand_over": _verb("hand_over", actions.hand_over, PaperHandOverIn),
    "give_back": _verb("give_back", actions.give_back, PaperReturnIn),
    "destroy": _verb("destroy", actions.destroy, PaperDestroyIn),
}
