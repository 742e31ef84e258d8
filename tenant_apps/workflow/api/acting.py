"""One item: what it is, where its acts could lead, and the acts themselves."""

from collections.abc import Callable, Iterable
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
from tenant_apps.workflow import actions, answering, itemview
from tenant_apps.workflow.api import acting_shapes as wire
from tenant_apps.workflow.api.supervising import told
from tenant_apps.workflow.recording import Outcome

READ = {401: Problem, 404: Problem}
ACT = {
    200: wire.ActOutcomeOut,
    400: Problem,
    401: Problem,
    403: Problem,
    404: Problem,
    409: Problem,
}
Verb = Callable[..., Outcome]


class ItemView(StaffView):
    @extend_schema(operation_id="workflow_item", responses={200: wire.ItemDetailOut, **READ})
    def get(self, request: Request, item_id: UUID) -> Response:
        found = itemview.detail(item_id, viewer=self.staff, now=timezone.now())
        return Response(wire.ItemDetailOut({**vars(found.work), **vars(found)}).data)


class MatterView(StaffView):
    @extend_schema(operation_id="workflow_matter", responses={200: wire.RunMatterOut, **READ})
    def get(self, request: Request, run_id: UUID) -> Response:
        return Response(wire.RunMatterOut(itemview.matter(run_id, viewer=self.staff)).data)


class TargetsView(StaffView):
    @extend_schema(
        operation_id="workflow_targets",
        parameters=[wire.TargetsFilter],
        responses={200: wire.TargetsOut, 400: Problem, **READ},
    )
    def get(self, request: Request, item_id: UUID) -> Response:
        asked = read_query(wire.TargetsFilter, request)
        about = {"viewer": self.staff, "now": timezone.now(), "q": asked["q"]}
        found = itemview.targets(item_id, asked["verb"], **about)
        return Response(wire.TargetsOut(found).data)


class VerbView(StaffView):
    """A body, the verb that takes it, and where the matter lies afterwards."""

    def carry_out(self, shape: type[Serializer[Any]], verb: Verb, **about: Any) -> Response:
        asked = read(shape, self.request) | about
        outcome = verb(by=self.staff, at=timezone.now(), **asked)
        return Response(wire.ActOutcomeOut(told(outcome)).data)


class ApproveView(VerbView):
    @extend_schema(operation_id="workflow_approve", request=wire.ApproveIn, responses=ACT)
    def post(self, request: Request, item_id: UUID) -> Response:
        answering.refuse_documents(item_id, by=self.staff)
        return self.carry_out(wire.ApproveIn, _approve, item_id=item_id)


def _approve(
    *, data: dict[str, Any] | None = None, then: Iterable[dict[str, Any]] = (), **asked: Any
) -> Outcome:
    """What is filled in belongs to the form; the engine's own data is for its app."""
    following = [actions.Following(**one) for one in then]
    return actions.approve(answers=data, then=following, **asked)


class RejectView(VerbView):
    @extend_schema(operation_id="workflow_reject", request=wire.SaidIn, responses=ACT)
    def post(self, request: Request, item_id: UUID) -> Response:
        answering.refuse_documents(item_id, by=self.staff)
        return self.carry_out(wire.SaidIn, actions.reject, item_id=item_id)


class SendBackView(VerbView):
    @extend_schema(operation_id="workflow_send_back", request=wire.ItemSendBackIn, responses=ACT)
    def post(self, request: Request, item_id: UUID) -> Response:
        answering.refuse_documents(item_id, by=self.staff)
        return self.carry_out(wire.ItemSendBackIn, actions.send_back, item_id=item_id)


class TransferView(VerbView):
    @extend_schema(operation_id="workflow_transfer", request=wire.ItemTransferIn, responses=ACT)
    def post(self, request: Request, item_id: UUID) -> Response:
        return self.carry_out(wire.ItemTransferIn, actions.transfer, item_id=item_id)


class DelegateView(VerbView):
    @extend_schema(operation_id="workflow_delegate", request=wire.ItemDelegateIn, responses=ACT)
    def post(self, request: Request, item_id: UUID) -> Response:
        return self.carry_out(wire.ItemDelegateIn, actions.delegate, item_id=item_id)


class AddView(VerbView):
    @extend_schema(operation_id="workflow_add", request=wire.AddIn, responses=ACT)
    def post(self, request: Request, item_id: UUID) -> Response:
        return self.carry_out(wire.AddIn, _add, item_id=item_id)


def _add(*, data: dict[str, Any] | None = None, **asked: Any) -> Outcome:
    return actions.add(answers=data, **asked)


class RemoveView(VerbView):
    """`item` of the body is theirs; the address names any item of mine at the same step."""

    @extend_schema(operation_id="workflow_remove", request=wire.RemoveIn, responses=ACT)
    def post(self, request: Request, item_id: UUID) -> Response:
        itemview.find(item_id, viewer=self.staff)
        return self.carry_out(wire.RemoveIn, _remove)


def _remove(*, item: UUID, **asked: Any) -> Outcome:
    return actions.remove(item_id=item, **asked)


class TakeBackView(VerbView):
    @extend_schema(operation_id="workflow_take_back", request=wire.ClickIn, responses=ACT)
    def post(self, request: Request, item_id: UUID) -> Response:
        return self.carry_out(wire.ClickIn, answering.take_back, item_id=item_id)


class RunTakeBackView(VerbView):
    @extend_schema(operation_id="workflow_run_take_back", request=wire.ClickIn, responses=ACT)
    def post(self, request: Request, run_id: UUID) -> Response:
        answering.refuse_document_runs(run_id, by=self.staff)
        return self.carry_out(wire.ClickIn, actions.take_back, run_id=run_id)


class WithdrawView(VerbView):
    @extend_schema(operation_id="workflow_withdraw", request=wire.RunWithdrawIn, responses=ACT)
    def post(self, request: Request, run_id: UUID) -> Response:
        answering.refuse_document_runs(run_id, by=self.staff)
        return self.carry_out(wire.RunWithdrawIn, actions.withdraw, run_id=run_id)
