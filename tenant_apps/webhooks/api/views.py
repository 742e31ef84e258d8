"""事件通知: the administrator's page of addresses, and of what was not taken."""

from uuid import UUID

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.paging import page
from shared_apps.kernel.problems import Problem
from tenant_apps.organization.api.base import StaffView
from tenant_apps.organization.api.reading import read, read_query
from tenant_apps.webhooks import actions, offered, queries, signing
from tenant_apps.webhooks.api import serializers as wire

REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem}


class WebhooksView(StaffView):
    @extend_schema(operation_id="webhooks", responses={200: wire.WebhooksOut, **REFUSALS})
    def get(self, request: Request) -> Response:
        actions.refuse_others(self.staff)
        said = {
            "results": queries.addresses(),
            "offered": [{"name": name, "title": title} for name, title in offered.NAMES.items()],
            "hosts": settings.HESHU_WEBHOOK_HOSTS,
        }
        return Response(wire.WebhooksOut(said).data)

    @extend_schema(
        operation_id="webhook_add",
        request=wire.WebhookIn,
        responses={201: wire.WebhookOut, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        asked = read(wire.WebhookIn, request)
        row = actions.add(
            name=asked["name"],
            url=asked["url"],
            wanted=asked["events"],
            by=self.staff,
            at=timezone.now(),
        )
        return Response(wire.WebhookOut(queries.address(row.pk)).data, status=201)


class WebhookView(StaffView):
    @extend_schema(
        operation_id="webhook_change",
        request=wire.WebhookChangeIn,
        responses={200: wire.WebhookOut, **REFUSALS},
    )
    def patch(self, request: Request, webhook_id: UUID) -> Response:
        asked = read(wire.WebhookChangeIn, request)
        wanted = asked.pop("events", None)
        actions.edit(
            webhook_id=webhook_id, wanted=wanted, by=self.staff, at=timezone.now(), **asked
        )
        return Response(wire.WebhookOut(queries.address(webhook_id)).data)


class SecretView(StaffView):
    @extend_schema(operation_id="webhook_secret", responses={200: wire.SecretOut, **REFUSALS})
    def get(self, request: Request, webhook_id: UUID) -> Response:
        actions.refuse_others(self.staff)
        secret = signing.secret_of(queries.address(webhook_id))
        return Response(wire.SecretOut({"secret": secret}).data)

    @extend_schema(
        operation_id="webhook_secret_renew",
        request=None,
        responses={200: wire.SecretOut, **REFUSALS},
    )
    def post(self, request: Request, webhook_id: UUID) -> Response:
        row = actions.renew_secret(webhook_id=webhook_id, by=self.staff, at=timezone.now())
        return Response(wire.SecretOut({"secret": signing.secret_of(row)}).data)


class PingView(StaffView):
    @extend_schema(
        operation_id="webhook_ping", request=None, responses={202: wire.CallOut, **REFUSALS}
    )
    def post(self, request: Request, webhook_id: UUID) -> Response:
        call = actions.ping(webhook_id=webhook_id, by=self.staff, at=timezone.now())
        return Response(wire.CallOut(call).data, status=202)


class CallsView(StaffView):
    @extend_schema(
        operation_id="webhook_calls",
        parameters=[wire.CallsFilter],
        responses={200: wire.CallPageOut, **REFUSALS},
    )
    def get(self, request: Request, webhook_id: UUID) -> Response:
        actions.refuse_others(self.staff)
        asked = read_query(wire.CallsFilter, request)
        found = page(queries.calls(webhook_id, state=asked["state"]), asked["cursor"])
        return Response(wire.CallPageOut(found).data)


class RepeatView(StaffView):
    @extend_schema(
        operation_id="webhook_call_repeat",
        request=None,
        responses={202: wire.CallOut, **REFUSALS},
    )
    def post(self, request: Request, call_id: UUID) -> Response:
        call = actions.repeat(call_id=call_id, by=self.staff, at=timezone.now())
        return Response(wire.CallOut(call).data, status=202)
