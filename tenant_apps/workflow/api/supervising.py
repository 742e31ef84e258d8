"""督办 on the wire: the list, one run with what may be done, and the verbs of a supervisor."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from shared_apps.kernel.problems import Problem
from tenant_apps.organization.api.base import StaffView
from tenant_apps.organization.api.reading import read, read_query
from tenant_apps.organization.queries import staff_by_ids
from tenant_apps.workflow import overseeing, supervising
from tenant_apps.workflow.actions import editing, intervening, pausing, undoing
from tenant_apps.workflow.api import supervision_shapes as wire
from tenant_apps.workflow.models import Item
from tenant_apps.workflow.recording import Outcome

Verb = Callable[..., Outcome]

READ = {401: Problem, 404: Problem}
ACT = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem}


class SupervisionView(StaffView):
    @extend_schema(
        operation_id="supervision",
        parameters=[wire.SupervisionFilter],
        responses={200: wire.SupervisedPageOut, 400: Problem, 401: Problem},
    )
    def get(self, request: Request) -> Response:
        asked = read_query(wire.SupervisionFilter, request)
        cursor = asked.pop("cursor")
        wanted = supervising.Wanted(**asked)
        found = supervising.page(self.staff, wanted, now=timezone.now(), cursor=cursor)
        return Response(wire.SupervisedPageOut(found).data)


class OverseenView(StaffView):
    @extend_schema(operation_id="supervision_run", responses={200: wire.OverseenOut, **READ})
    def get(self, request: Request, run_id: UUID) -> Response:
        found = overseeing.overseen(run_id, viewer=self.staff, now=timezone.now())
        return Response(wire.OverseenOut(found).data)


class ChangesView(StaffView):
    @extend_schema(operation_id="workflow_changes", responses={200: wire.ChangesOut, **READ})
    def get(self, request: Request, run_id: UUID) -> Response:
        found = overseeing.changes(run_id, viewer=self.staff, now=timezone.now())
        return Response(wire.ChangesOut({"results": found}).data)


class WayView(StaffView):
    @extend_schema(operation_id="workflow_way", responses={200: wire.WayOut, **READ})
    def get(self, request: Request, run_id: UUID) -> Response:
        return Response(wire.WayOut(overseeing.way(run_id, viewer=self.staff)).data)


class InterventionView(StaffView):
    """One verb of a supervisor: its body, and the action that takes it."""

    def carry_out(
        self, request: Request, run_id: UUID, shape: type[Serializer[Any]], act: Verb
    ) -> Response:
        asked = read(shape, request)
        outcome = act(run_id=run_id, by=self.staff, at=timezone.now(), **asked)
        return Response(wire.InterventionOut(told(outcome)).data)


def told(outcome: Outcome) -> dict[str, Any]:
    """Where it lies after the act, step by step, with the names of who has it."""
    items = Item.objects.filter(run=outcome.run, status=Item.Status.OPEN)
    lying: dict[str, dict[str, Any]] = {}
    rows = items.select_related("step").order_by("step__opened_seq", "slot")
    people = staff_by_ids(item.owner_id for item in rows)
    for item in rows:
        place = lying.setdefault(
            item.step.node, {"node": item.step.node, "name": item.step.name, "handlers": []}
        )
        if item.owner_id in people:
            place["handlers"].append(people[item.owner_id].name)
    return {
        "run_id": outcome.run.pk,
        "status": outcome.status,
        "next": list(lying.values()),
        "repeated": outcome.repeated,
    }


class ReassignView(InterventionView):
    @extend_schema(
        operation_id="workflow_reassign",
        request=wire.ReassignIn,
        responses={200: wire.InterventionOut, **ACT},
    )
    def post(self, request: Request, run_id: UUID) -> Response:
        return self.carry_out(request, run_id, wire.ReassignIn, intervening.reassign)


class JumpView(InterventionView):
    @extend_schema(
        operation_id="workflow_jump",
        request=wire.JumpIn,
        responses={200: wire.InterventionOut, **ACT},
    )
    def post(self, request: Request, run_id: UUID) -> Response:
        return self.carry_out(request, run_id, wire.JumpIn, intervening.jump)


class ForceView(InterventionView):
    @extend_schema(
        operation_id="workflow_force",
        request=wire.ForceIn,
        responses={200: wire.InterventionOut, **ACT},
    )
    def post(self, request: Request, run_id: UUID) -> Response:
        return self.carry_out(request, run_id, wire.ForceIn, intervening.force)


class TerminateView(InterventionView):
    @extend_schema(
        operation_id="workflow_terminate",
        request=wire.InterventionIn,
        responses={200: wire.InterventionOut, **ACT},
    )
    def post(self, request: Request, run_id: UUID) -> Response:
        return self.carry_out(request, run_id, wire.InterventionIn, intervening.terminate)


class TellView(InterventionView):
    @extend_schema(
        operation_id="workflow_tell",
        request=wire.TellIn,
        responses={200: wire.InterventionOut, **ACT},
    )
    def post(self, request: Request, run_id: UUID) -> Response:
        return self.carry_out(request, run_id, wire.TellIn, intervening.tell)


class SuspendView(InterventionView):
    @extend_schema(
        operation_id="workflow_suspend",
        request=wire.SuspendIn,
        responses={200: wire.InterventionOut, **ACT},
    )
    def post(self, request: Request, run_id: UUID) -> Response:
        return self.carry_out(request, run_id, wire.SuspendIn, pausing.suspend)


class ResumeView(InterventionView):
    @extend_schema(
        operation_id="workflow_resume",
        request=wire.InterventionIn,
        responses={200: wire.InterventionOut, **ACT},
    )
    def post(self, request: Request, run_id: UUID) -> Response:
        return self.carry_out(request, run_id, wire.InterventionIn, pausing.resume)


class EditView(InterventionView):
    @extend_schema(
        operation_id="workflow_edit",
        request=wire.EditIn,
        responses={200: wire.InterventionOut, **ACT},
    )
    def post(self, request: Request, run_id: UUID) -> Response:
        return self.carry_out(request, run_id, wire.EditIn, editing.edit)


class UndoView(InterventionView):
    @extend_schema(
        operation_id="workflow_undo",
        request=wire.UndoIn,
        responses={200: wire.InterventionOut, **ACT},
    )
    def post(self, request: Request, run_id: UUID) -> Response:
        return self.carry_out(request, run_id, wire.UndoIn, undoing.undo)
