"""What the page of addresses shows."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from shared_apps.kernel.errors import NotFound
from tenant_apps.webhooks.models import Call, Webhook


def addresses() -> QuerySet[Webhook]:
    dead = Count("calls", filter=Q(calls__state=Call.State.DEAD))
    waiting = Count("calls", filter=Q(calls__state=Call.State.WAITING))
    return Webhook.objects.annotate(dead=dead, waiting=waiting).order_by("-is_active", "-pk")


def address(webhook_id: UUID) -> Webhook:
    found = addresses().filter(pk=webhook_id).first()
    if found is None:
        raise NotFound("没有这个接收地址。")
    return found


def calls(webhook_id: UUID, *, state: str) -> QuerySet[Call]:
    rows = Call.objects.filter(webhook=address(webhook_id))
    return rows.filter(state=state) if state else rows
