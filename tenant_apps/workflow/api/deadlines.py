"""Why a limit moved, whether it is certain, and what lies where nobody will move it."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as S
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel import clock
from shared_apps.kernel.errors import NotFound
from shared_apps.kernel.problems import Problem
from tenant_apps.organization.api.base import StaffView
from tenant_apps.workflow import deadlines, stuck, supervising
from tenant_apps.workflow.models import Item


class MoveOut(S.Serializer[Any]):
    at = S.DateTimeField()
    was = S.DateTimeField()
    now = S.DateTimeField()
    reason = S.CharField()


class DeadlineOut(S.Serializer[Any]):
    due_at = S.DateTimeField(allow_null=True)
    provisional = S.BooleanField(help_text="The year's holiday notice has not come: it may move.")
    moves = MoveOut(many=True)


class StuckRowOut(S.Serializer[Any]):
    run_id = S.UUIDField()
    title = S.CharField()
    step_name = S.CharField()
    reason = S.ChoiceField(choices=list(stuck.WHY))
    why = S.CharField()
    what_to_do = S.CharField()


class StuckOut(S.Serializer[Any]):
    scanned_at = S.DateTimeField(allow_null=True)
    rows = StuckRowOut(many=True)


class DeadlineView(StaffView):
    @extend_schema(
        operation_id="workflow_deadline",
        responses={200: DeadlineOut, 401: Problem, 404: Problem},
    )
    def get(self, request: Request, item_id: UUID) -> Response:
        item = Item.objects.filter(pk=item_id).first()
        if item is None:
            raise NotFound("没有这件待办，或您无权查看。")
        supervising.readable(item.run_id, viewer=self.staff)
        due = item.due_at
        answer = {
            "due_at": due,
            "provisional": due is not None
            and clock.is_provisional(due.astimezone(clock.ZONE).date()),
            "moves": deadlines.moves_of(item),
        }
        return Response(DeadlineOut(answer).data)


class StuckView(StaffView):
    @extend_schema(
        operation_id="workflow_stuck", responses={200: StuckOut, 401: Problem, 403: Problem}
    )
    def get(self, request: Request) -> Response:
        return Response(StuckOut(stuck.page(self.staff)).data)


class StuckScanView(StaffView):
    @extend_schema(
        operation_id="workflow_stuck_scan",
        request=None,
        responses={200: StuckOut, 401: Problem, 403: Problem},
    )
    def post(self, request: Request) -> Response:
        stuck.page(self.staff)  # who may not read it may not ask for it
        stuck.scan(at=timezone.now())
        return Response(StuckOut(stuck.page(self.staff)).data)
