"""抄送, 传阅, 阅知, 催办, and what one keeps for oneself: drafts of opinions, 常用语."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.errors import NotFound
from shared_apps.kernel.problems import Problem
from tenant_apps.organization.api.base import StaffView
from tenant_apps.organization.api.reading import read
from tenant_apps.workflow import drafts, notices
from tenant_apps.workflow.actions import noticing, urging
from tenant_apps.workflow.api import lending_shapes as wire
from tenant_apps.workflow.api.supervising import told
from tenant_apps.workflow.api.supervision_shapes import InterventionOut
from tenant_apps.workflow.models import Run

ACT = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem}
MINE = {400: Problem, 401: Problem, 404: Problem, 409: Problem}


class CopyView(StaffView):
    @extend_schema(
        operation_id="workflow_copy", request=wire.CopyIn, responses={200: InterventionOut, **ACT}
    )
    def post(self, request: Request, run_id: UUID) -> Response:
        asked = read(wire.CopyIn, request)
        outcome = noticing.copy(run_id=run_id, by=self.staff, at=timezone.now(), **asked)
        return Response(InterventionOut(told(outcome)).data)


class CirculateView(StaffView):
    @extend_schema(
        operation_id="workflow_circulate",
        request=wire.CirculateIn,
        responses={200: InterventionOut, **ACT},
    )
    def post(self, request: Request, run_id: UUID) -> Response:
        asked = read(wire.CirculateIn, request)
        outcome = noticing.circulate(run_id=run_id, by=self.staff, at=timezone.now(), **asked)
        return Response(InterventionOut(told(outcome)).data)


class CirculationsView(StaffView):
    @extend_schema(
        operation_id="workflow_circulations",
        responses={200: wire.CirculationsOut, 401: Problem, 404: Problem},
    )
    def get(self, request: Request, run_id: UUID) -> Response:
        run = Run.objects.visible_to(self.staff).filter(pk=run_id).first()
        if run is None:
            raise NotFound("没有这件办理事项，或您无权查看。")
        found = {"results": notices.rounds_of(run)}
        return Response(wire.CirculationsOut(found, context={"viewer": self.staff}).data)


class CirculationAddView(StaffView):
    @extend_schema(
        operation_id="workflow_circulation_add",
        request=wire.PeopleIn,
        responses={200: InterventionOut, **ACT},
    )
    def post(self, request: Request, circulation_id: UUID) -> Response:
        asked, at = read(wire.PeopleIn, request), timezone.now()
        outcome = noticing.add_readers(
            circulation_id=circulation_id, by=self.staff, at=at, **asked
        )
        return Response(InterventionOut(told(outcome)).data)


class CirculationRecallView(StaffView):
    @extend_schema(
        operation_id="workflow_circulation_recall",
        request=wire.CallInIn,
        responses={200: InterventionOut, **ACT},
    )
    def post(self, request: Request, circulation_id: UUID) -> Response:
        asked, at = read(wire.CallInIn, request), timezone.now()
        outcome = noticing.call_in(circulation_id=circulation_id, by=self.staff, at=at, **asked)
        return Response(InterventionOut(told(outcome)).data)


class NoticeReadView(StaffView):
    @extend_schema(
        operation_id="workflow_notice_read",
        request=wire.ReadIn,
        responses={200: wire.NoticeOut, **MINE},
    )
    def post(self, request: Request, notice_id: UUID) -> Response:
        asked = read(wire.ReadIn, request)
        notice = noticing.read(notice_id=notice_id, by=self.staff, at=timezone.now(), **asked)
        return Response(wire.NoticeOut(notice).data)


class NoticesReadView(StaffView):
    @extend_schema(
        operation_id="workflow_notices_read",
        request=wire.ReadManyIn,
        responses={200: wire.ReadManyOut, 400: Problem, 401: Problem},
    )
    def post(self, request: Request) -> Response:
        """批量阅知. What is not one's own, or was read before, is passed over."""
        asked, at = read(wire.ReadManyIn, request), timezone.now()
        count = noticing.read_all(notice_ids=asked["ids"], by=self.staff, at=at)
        return Response({"read": count})


class UrgeView(StaffView):
    @extend_schema(
        operation_id="workflow_urge",
        request=wire.UrgeIn,
        responses={200: InterventionOut, 429: Problem, **ACT},
    )
    def post(self, request: Request, run_id: UUID) -> Response:
        asked = read(wire.UrgeIn, request)
        outcome = urging.urge(run_id=run_id, by=self.staff, at=timezone.now(), **asked)
        return Response(InterventionOut(told(outcome)).data)


class ItemDraftView(StaffView):
    @extend_schema(
        operation_id="workflow_item_draft",
        request=wire.OpinionDraftIn,
        responses={204: None, **MINE},
    )
    def post(self, request: Request, item_id: UUID) -> Response:
        asked = read(wire.OpinionDraftIn, request)
        drafts.keep(item_id, asked["text"], by=self.staff, at=timezone.now())
        return Response(status=204)


class ItemSeenView(StaffView):
    @extend_schema(operation_id="workflow_item_seen", request=None, responses={204: None, **MINE})
    def post(self, request: Request, item_id: UUID) -> Response:
        drafts.see(item_id, by=self.staff, at=timezone.now())
        return Response(status=204)


class PhrasesView(StaffView):
    @extend_schema(operation_id="phrases", responses={200: wire.PhrasesOut, 401: Problem})
    def get(self, request: Request) -> Response:
        own = drafts.phrases(self.staff)
        said = {one.text for one in own}
        stock = [{"id": None, "text": text} for text in drafts.STOCK if text not in said]
        return Response(wire.PhrasesOut({"results": [*own, *stock]}).data)

    @extend_schema(
        operation_id="phrase_add",
        request=wire.PhraseIn,
        responses={201: wire.PhraseOut, 400: Problem, 401: Problem, 409: Problem},
    )
    def post(self, request: Request) -> Response:
        asked = read(wire.PhraseIn, request)
        return Response(
            wire.PhraseOut(drafts.add_phrase(asked["text"], by=self.staff)).data, status=201
        )


class PhraseView(StaffView):
    @extend_schema(operation_id="phrase_drop", responses={204: None, 401: Problem, 404: Problem})
    def delete(self, request: Request, phrase_id: UUID) -> Response:
        drafts.drop_phrase(phrase_id, by=self.staff)
        return Response(status=204)
