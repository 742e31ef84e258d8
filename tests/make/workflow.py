"""Flows for tests: call these inside a unit."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from shared_apps.kernel.ids import new_id
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions, definitions
from tenant_apps.workflow.models import Definition, Item, Run

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
_numbers = count(1)


def task(name: str, to: str, *people: Staff, **settings: Any) -> dict[str, Any]:
    """A step handled by these people, or by whoever `who` says."""
    named = [{"staff": [str(person.pk) for person in people]}] if people else []
    return {"type": "task", "name": name, "who": named, "next": [{"to": to}], **settings}


def graph(nodes: Mapping[str, Any], first: str) -> dict[str, Any]:
    ends = {"s": {"type": "start", "next": [{"to": first}]}, "end": {"type": "end"}}
    return {"nodes": ends | dict(nodes)}


def flow(nodes: Mapping[str, Any], *, readers: Iterable[str] = ()) -> Definition:
    """A flow under a key of its own that begins at the first of these nodes."""
    return definitions.ensure(
        key=f"flow{next(_numbers)}",
        name="收文办理",
        graph=graph(nodes, next(iter(nodes))),
        readers=readers,
        at=MONDAY,
    )


def run(
    definition: Definition,
    by: Staff,
    *,
    title: str = "关于申请防汛应急物资的请示",
    at: datetime = MONDAY,
    subject_id: UUID | None = None,
    subject_kind: str = "outgoing",
    **more: Any,
) -> Run:
    return actions.start(
        flow=definition.key,
        subject_kind=subject_kind,
        subject_id=subject_id or new_id(),
        title=title,
        by=by,
        at=at,
        **more,
    )


def item_of(run: Run, person: Staff, status: str = "open") -> Item:
    """This person's item of that status, the newest."""
    found = Item.objects.filter(run=run, owner=person, status=status)
    newest = found.order_by("-opened_at", "-id").first()
    assert newest is not None, f"{person.name} has no {status} item"
    return newest


def ask() -> str:
    """A request id nobody used before."""
    return str(new_id())
