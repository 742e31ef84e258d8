"""委托代签: give, look, take back."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.errors import NotFound
from shared_apps.kernel.problems import Problem
from tenant_apps.organization import actions as organization
from tenant_apps.organization.api.base import StaffView
from tenant_apps.organization.api.reading import read, read_query
from tenant_apps.organization.models import Mandate, Staff
from tenant_apps.workflow import lent, mandates
from tenant_apps.workflow.actions import lending
from tenant_apps.workflow.api import lending_shapes as wire
from tenant_apps.workflow.api.supervising import told
from tenant_apps.workflow.api.supervision_shapes import InterventionOut

READ = {400: Problem, 401: Problem, 404: Problem}
ACT = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem}


class MandatesView(StaffView):
    @extend_schema(
        operation_id="mandates",
        parameters=[wire.PageFilter],
        responses={200: wire.MandatePageOut, 400: Problem, 401: Problem},
    )
    def get(self, request: Request) -> Response:
        cursor = read_query(wire.PageFilter, request).get("cursor")
        found = lent.history(self.staff, at=timezone.now(), cursor=cursor)
        return Response(wire.MandatePageOut(found).data)

    @extend_schema(
        operation_id="mandate_give",
        request=wire.MandateIn,
        responses={201: wire.MandateOut, **ACT},
    )
    def post(self, request: Request) -> Response:
        asked, at = read(wire.MandateIn, request), timezone.now()
        lent.check_scope(asked["flows"], asked["excluded"])
        agent = asked.pop("agent")
        mandate = organization.give_mandate(agent_id=agent, by=self.staff, at=at, **asked)
        return Response(wire.MandateOut(lent.one(mandate.pk, at=at)).data, status=201)


class MandatesMineView(StaffView):
    @extend_schema(
        operation_id="mandates_mine", responses={200: wire.MandatesMineOut, 401: Problem}
    )
    def get(self, request: Request) -> Response:
        found = lent.standing(self.staff, at=timezone.now())
        return Response(wire.MandatesMineOut(found).data)


class MandateScopeView(StaffView):
    @extend_schema(
        operation_id="mandate_scope", responses={200: wire.MandateScopeOut, 401: Problem}
    )
    def get(self, request: Request) -> Response:
        """What a mandate may be limited to."""
        return Response(wire.MandateScopeOut({"flows": lent.flows()}).data)


class MandatePreviewView(StaffView):
    @extend_schema(
        operation_id="mandate_preview",
        request=wire.ScopeIn,
        responses={200: wire.MandatePreviewOut, **READ},
    )
    def post(self, request: Request) -> Response:
        """Which open items would go along; nothing is changed."""
        asked = read(wire.ScopeIn, request)
        lent.check_scope(asked["flows"], asked["excluded"])
        agent = Staff.objects.in_service().filter(pk=asked.pop("agent")).first()
        if agent is None:
            raise NotFound("没有这位同事，或其账号已停用。")
        found = mandates.preview(Mandate(principal=self.staff, agent=agent, **asked))
        going = sum(one.why_not is None for one in found)
        return Response(wire.MandatePreviewOut({"results": found, "going": going}).data)


class MandateEndView(StaffView):
    @extend_schema(
        operation_id="mandate_end", request=None, responses={200: wire.MandateOut, **ACT}
    )
    def post(self, request: Request, mandate_id: UUID) -> Response:
        at = timezone.now()
        organization.end_mandate(mandate_id=mandate_id, by=self.staff, at=at)
        return Response(wire.MandateOut(lent.one(mandate_id, at=at)).data)


class MandateItemsView(StaffView):
    @extend_schema(
        operation_id="mandate_items",
        parameters=[wire.PageFilter],
        responses={200: wire.LentPageOut, **READ},
    )
    def get(self, request: Request, mandate_id: UUID) -> Response:
        cursor = read_query(wire.PageFilter, request).get("cursor")
        found = lent.items_of(mandate_id, viewer=self.staff, cursor=cursor)
        return Response(wire.LentPageOut(found).data)


class ItemRecallView(StaffView):
    @extend_schema(
        operation_id="workflow_item_recall",
        request=wire.RequestIn,
        responses={200: InterventionOut, **ACT},
    )
    def post(self, request: Request, item_id: UUID) -> Response:
        asked = read(wire.RequestIn, request)
        outcome = lending.recall(item_id=item_id, by=self.staff, at=timezone.now(), **asked)
        return Response(InterventionOut(told(outcome)).data)
