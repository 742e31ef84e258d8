"""Named flows and their versions: one is active, the earlier ones stay for the runs on them."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists

from shared_apps.kernel.errors import NotFound
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Mandate, Staff
from tenant_apps.workflow import events, graphs
from tenant_apps.workflow.models import Definition

Shipping = Callable[..., object]
_shippers: list[Shipping] = []
_rooms: dict[str, str] = {}


class UnknownFlow(NotFound):
    code = "workflow.unknown_flow"


def ships(shipping: Shipping) -> Shipping:
    """An app that brings stock flows says how: shipping(at=…), safe to call again."""
    _shippers.append(shipping)
    return shipping


def leave_room(key: str, *, before: str) -> None:
    """公文流程 whose app lets steps be drawn in, where they come before this one."""
    _rooms[key] = before


def room_in(key: str) -> str:
    return _rooms.get(key, "")


def ship_all(*, at: datetime) -> None:
    """Before anybody looks at the list: a unit sees its stock flows before the first use."""
    for shipping in _shippers:
        shipping(at=at)


def active(key: str) -> Definition:
    """With `lends`: does anybody in the unit lend their work now?"""
    lends = Exists(Mandate.objects.standing())
    found = Definition.objects.filter(key=key, is_active=True).annotate(lends=lends).first()
    if found is None:
        raise UnknownFlow(f"本单位还没有启用“{key}”流程，请联系系统管理员。")
    return found


def ensure(
    *, key: str, name: str, graph: dict[str, Any], readers: Iterable[str] = (), at: datetime
) -> Definition:
    """Stock flows, shipped as data by the app that uses them. Safe to call again, and at once.

    A unit that has published its own version keeps it. `readers`: permissions whose holders may
    follow every run of the flow.
    """
    wanted = Definition(
        key=key, name=name, graph_id=graphs.store(graph), readers=list(readers), is_stock=True
    )
    current = Definition.objects.filter(key=key, is_active=True).first()
    if current is not None and (not current.is_stock or _says(current) == _says(wanted)):
        return current
    try:
        with transaction.atomic():
            return _publish(wanted, by=None, at=at)
    except IntegrityError:  # somebody else was first; theirs says the same
        return active(key)


def publish(*, key: str, name: str, graph: dict[str, Any], by: Staff, at: datetime) -> Definition:
    """发布: the unit's own next version, or its first. It serves new runs only."""
    current = Definition.objects.filter(key=key, is_active=True).first()
    readers = current.readers if current else []
    flow = Definition(key=key, name=name, graph_id=graphs.store(graph), readers=readers)
    return _publish(flow, by=by, at=at)


def stock_of(key: str) -> Definition | None:
    """What a flow was shipped as, in its latest form; None for what the unit drew itself."""
    shipped = Definition.objects.filter(key=key, is_stock=True).select_related("graph")
    return shipped.order_by("-version").first()


def version_of(key: str, number: int) -> Definition:
    found = Definition.objects.filter(key=key, version=number).select_related("graph").first()
    if found is None:
        raise UnknownFlow(f"这个流程没有第 {number} 版。")
    return found


def _says(flow: Definition) -> tuple[str, str, list[str]]:
    return flow.name, flow.graph_id, flow.readers


def _publish(flow: Definition, *, by: Staff | None, at: datetime) -> Definition:
    earlier = Definition.objects.filter(key=flow.key).order_by("-version").first()
    flow.version = earlier.version + 1 if earlier else 1
    for one in Definition.objects.filter(key=flow.key, is_active=True):
        one.is_active = False
        one._history_user = by  # type: ignore[attr-defined]  # read by simple_history
        one.save(update_fields=["is_active"])
    flow._history_user = by  # type: ignore[attr-defined]  # read by simple_history
    flow._history_date = at  # type: ignore[attr-defined]
    flow.save(force_insert=True)
    record(
        events.FlowPublished(
            subject_id=flow.pk, key=flow.key, version=flow.version, graph=flow.graph_id
        ),
        by=by,
        at=at,
    )
    return flow
