"""What an administrator does with addresses: keep, renew a secret, try, send once more."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from shared_apps.kernel.errors import DomainError, Forbidden, Invalid, NotFound
from shared_apps.kernel.ids import new_id
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.webhooks import addresses, events, handlers, listening, offered
from tenant_apps.webhooks.models import Call, Webhook

PERMISSION = "webhooks.manage"
MOST = 20
PING = "webhooks.ping"


class UnknownEvent(Invalid):
    code = "webhooks.unknown_event"


class AddressTaken(DomainError):
    code = "webhooks.address_taken"


class TooMany(DomainError):
    code = "webhooks.too_many"


class StillWaiting(DomainError):
    code = "webhooks.still_waiting"


@transaction.atomic
def add(*, name: str, url: str, wanted: Sequence[str], by: Staff, at: datetime) -> Webhook:
    """登记接收地址."""
    refuse_others(by)
    if Webhook.objects.filter(is_active=True).count() >= MOST:
        raise TooMany(f"最多登记 {MOST} 个接收地址，请先停用不再使用的。")
    row = Webhook(name=name.strip(), url=url.strip(), events=list(wanted), created_at=at)
    return _keep(row, by=by, at=at)


@transaction.atomic
def edit(
    *,
    webhook_id: UUID,
    by: Staff,
    at: datetime,
    name: str | None = None,
    url: str | None = None,
    wanted: Sequence[str] | None = None,
    is_active: bool | None = None,
) -> Webhook:
    """修改或停用: calls that wait go to the address as it is then."""
    refuse_others(by)
    row = _locked(webhook_id)
    if name is not None:
        row.name = name.strip()
    if url is not None:
        row.url = url.strip()
    if wanted is not None:
        row.events = list(wanted)
    if is_active is not None:
        row.is_active = is_active
    row.failures, row.resting_until = 0, None
    return _keep(row, by=by, at=at)


@transaction.atomic
def renew_secret(*, webhook_id: UUID, by: Staff, at: datetime) -> Webhook:
    """更换密钥: the old one is worth nothing from the next attempt on."""
    refuse_others(by)
    row = _locked(webhook_id)
    row.turn += 1
    _save(row, by)
    said = events.SecretRenewed(subject_id=row.pk, title=row.name, turn=row.turn)
    record(said, by=by, at=at)
    return row


@transaction.atomic
def ping(*, webhook_id: UUID, by: Staff, at: datetime) -> Call:
    """试发: a call that says nothing, to see whether it is taken."""
    refuse_others(by)
    row = _locked(webhook_id)
    body = {"type": PING, "timestamp": at.isoformat(), "data": {}}
    call = Call.objects.create(
        webhook=row, entry_id=new_id(), event=PING, body=body, created_at=at
    )
    Webhook.objects.filter(pk=row.pk).update(resting_until=None)
    handlers.wake([call.pk], at=at)
    said = events.CallRepeated(subject_id=row.pk, call=str(call.pk), event=PING)
    record(said, by=by, at=at)
    return call


@transaction.atomic
def repeat(*, call_id: UUID, by: Staff, at: datetime) -> Call:
    """重发: the same call under the same id; a receiver that has it already knows it."""
    refuse_others(by)
    found = Call.objects.select_for_update(of=("self",)).select_related("webhook")
    call = found.filter(pk=call_id).first()
    if call is None:
        raise NotFound("没有这条通知。")
    if call.state == Call.State.WAITING:
        raise StillWaiting("这条通知正在发送，请稍后再看结果。")
    call.state, call.attempts, call.due_at = Call.State.WAITING, 0, None
    call.save(update_fields=["state", "attempts", "due_at"])
    Webhook.objects.filter(pk=call.webhook_id).update(resting_until=None)
    handlers.wake([call.pk], at=at)
    said = events.CallRepeated(subject_id=call.webhook_id, call=str(call.pk), event=call.event)
    record(said, by=by, at=at)
    return call


def refuse_others(by: Staff) -> None:
    if not by.holds(PERMISSION):
        raise Forbidden("只有系统管理员可以维护事件通知。")


def _locked(webhook_id: UUID) -> Webhook:
    row = Webhook.objects.select_for_update().filter(pk=webhook_id).first()
    if row is None:
        raise NotFound("没有这个接收地址。")
    return row


def _keep(row: Webhook, *, by: Staff, at: datetime) -> Webhook:
    if row.is_active:
        addresses.read(row.url)
    if unknown := sorted(set(row.events) - set(offered.NAMES)):
        message = f"没有这些事件：{'、'.join(unknown)[:200]}。"
        raise UnknownEvent(message, by_field={"events": [message]})
    try:
        with transaction.atomic():
            _save(row, by)
    except IntegrityError:
        message = "这个地址已经登记，请直接修改原来的一条。"
        raise AddressTaken(message, by_field={"url": [message]}) from None
    said = events.WebhookKept(
        subject_id=row.pk,
        title=row.name,
        url=row.url,
        events=row.events,
        is_active=row.is_active,
    )
    record(said, by=by, at=at)
    return row


def _save(row: Webhook, by: Staff) -> None:
    row._history_user = by  # type: ignore[attr-defined]  # read by simple_history
    row.save()
    transaction.on_commit(listening.forget)
    listening.forget()
