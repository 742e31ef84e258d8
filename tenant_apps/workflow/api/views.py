"""Reading one's work. Acting happens through the document's own verbs, not here."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.problems import Problem
from tenant_apps.organization.api.base import StaffView
from tenant_apps.workflow.api import serializers as wire
from tenant_apps.workflow.timeline import timeline


class RunView(StaffView):
    @extend_schema(
        operation_id="workflow_run",
        responses={200: wire.RunOut, 401: Problem, 404: Problem},
    )
    def get(self, request: Request, run_id: UUID) -> Response:
        return Response(wire.RunOut(timeline(run_id, viewer=self.staff)).data)
