"""撤销、废止、更正 on the wire, and the notices of them that others sent us."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.errors import Forbidden
from shared_apps.kernel.problems import Problem
from tenant_apps.correspondence import inbox, queries, standings
from tenant_apps.correspondence.actions import noticing, standing
from tenant_apps.correspondence.api import standing_shapes as shapes
from tenant_apps.correspondence.api.base import REFUSALS, said
from tenant_apps.correspondence.models import IncomingDocument, OutgoingDocument
from tenant_apps.organization.api.base import StaffView

READS = {200: shapes.StandingOut, 401: Problem, 404: Problem}


class StandingView(StaffView):
    def outgoing(self, document: OutgoingDocument) -> Response:
        affair = standings.outgoing_affair(document, viewer=self.staff)
        return Response(shapes.StandingOut(affair).data)

    def incoming(self, document: IncomingDocument) -> Response:
        affair = standings.incoming_affair(document, viewer=self.staff)
        return Response(shapes.StandingOut(affair).data)


class OutgoingStanding(StandingView):
    @extend_schema(operation_id="outgoing_standing", responses=READS)
    def get(self, request: Request, document_id: UUID) -> Response:
        return self.outgoing(queries.find_outgoing(document_id, viewer=self.staff))


class IncomingStanding(StandingView):
    @extend_schema(operation_id="incoming_standing", responses=READS)
    def get(self, request: Request, document_id: UUID) -> Response:
        return self.incoming(inbox.find_incoming(document_id, viewer=self.staff))


def _verb(
    name: str,
    act: Callable[..., OutgoingDocument],
    shape: type[serializers.Serializer[Any]] = shapes.ReasonOnlyIn,
) -> type[StandingView]:
    """The three differ in nothing but call and input."""

    @extend_schema(
        operation_id=f"outgoing_{name}",
        request=shape,
        responses={200: shapes.StandingOut, **REFUSALS},
    )
    def post(self: StandingView, request: Request, document_id: UUID) -> Response:
        asked = said(shape, request)
        return self.outgoing(
            act(document_id=document_id, by=self.staff, at=timezone.now(), **asked)
        )

    return type(f"Outgoing{name.title()}", (StandingView,), {"post": post})


VERBS = {
    "revoke": _verb("revoke", standing.revoke),
    "repeal": _verb("repeal", standing.repeal, shapes.RepealIn),
    "correct": _verb("correct", standing.correct),
}


class IncomingAnnul(StandingView):
    @extend_schema(
        operation_id="incoming_annul",
        request=shapes.ReasonOnlyIn,
        responses={200: shapes.StandingOut, **REFUSALS},
    )
    def post(self, request: Request, document_id: UUID) -> Response:
        asked = said(shapes.ReasonOnlyIn, request)
        document = standing.annul(
            document_id=document_id, by=self.staff, at=timezone.now(), **asked
        )
        return self.incoming(document)


class StandingNotices(StaffView):
    @extend_schema(
        operation_id="standing_notices",
        responses={200: shapes.HeardChangeOut(many=True), 401: Problem, 403: Problem},
    )
    def get(self, request: Request) -> Response:
        if not self.staff.holds("correspondence.incoming.acknowledge"):
            raise Forbidden("由机要文书签收效力告知。")
        return Response(shapes.HeardChangeOut(standings.unheard(), many=True).data)


class StandingNoticed(StaffView):
    @extend_schema(
        operation_id="standing_acknowledge",
        request=shapes.NoticedIn,
        responses={200: shapes.HeardChangeOut, **REFUSALS},
    )
    def post(self, request: Request, change_id: UUID) -> Response:
        said(shapes.NoticedIn, request)  # the same click again finds it signed for
        heard = noticing.acknowledge(change_id=change_id, by=self.staff, at=timezone.now())
        return Response(shapes.HeardChangeOut(heard).data)
