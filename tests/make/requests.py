"""Requests for tests: call these inside a unit."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from shared_apps.kernel.ids import new_id
from tenant_apps.organization.models import Department, Staff
from tenant_apps.requests import kinds
from tenant_apps.requests.models import BalanceEntry, Resource
from tests.make import organization as make

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@dataclass
class Office:
    """A unit that handles requests: who asks, who approves, who gives out."""

    section: Department
    clerk: Staff
    colleague: Staff
    head: Staff
    leader: Staff
    manager: Staff  # dispatches cars, keeps the seal and the store
    accountant: Staff
    stranger: Staff  # of another department, with no right of any kind


def office(at: datetime = MONDAY) -> Office:
    section = make.department("危化科")
    head = make.staff("高建平", title="科长", department=section)
    section.head = head
    section.save(update_fields=["head"])
    found = Office(
        section=section,
        clerk=make.staff("刘志强", department=section),
        colleague=make.staff("吴晓琳", department=section),
        head=head,
        leader=make.staff("杨国强", duties=["leader"], title="副局长"),
        manager=make.staff("孙佳", duties=["office_head"], title="办公室主任"),
        accountant=make.staff("蒋帆", duties=["accountant"], title="会计"),
        stranger=make.staff("周明远", department=make.department("救灾科")),
    )
    kinds.ensure(at=at)
    return found


def car(name: str = "渝A·8K216", **more: Any) -> Resource:
    return Resource.objects.create(kind="car", name=name, note="丰田 普拉多 · 7 座", **more)


def room(name: str = "三楼会议室", capacity: int = 30) -> Resource:
    return Resource.objects.create(kind="room", name=name, capacity=capacity)


def stock(name: str = "A4 复印纸", capacity: int = 10) -> Resource:
    return Resource.objects.create(kind="stock", name=name, capacity=capacity)


def granted(person: Staff, days: float, *, by: Staff, account: str = "annual") -> BalanceEntry:
    return BalanceEntry.objects.create(
        staff=person,
        account=account,
        year=2026,
        way="grant",
        halves=int(days * 2),
        state="settled",
        by=by,
        at=MONDAY,
    )


def form_of(key: str) -> str:
    """The version of the form a browser would have on screen."""
    from tenant_apps.forms import queries as forms

    return str(forms.in_use(kinds.find(key).form_key).pk)


def trip(resource: Resource, **more: Any) -> dict[str, Any]:
    """用车: Tuesday from half past eight to half past five."""
    return {
        "reason": "赴三汇镇白岩村踏勘森林防火拉动演练场地",
        "period": {
            "start": "2026-11-24T08:30:00+08:00",
            "end": "2026-11-24T17:30:00+08:00",
        },
        "destination": "三汇镇白岩村",
        "distance": 40,
        "car": str(resource.pk),
    } | more


def leave(**more: Any) -> dict[str, Any]:
    """年休假: Wednesday and Thursday, two working days."""
    return {
        "leave_kind": "年休假",
        "period": {
            "start": "2026-11-25T09:00:00+08:00",
            "end": "2026-11-26T18:00:00+08:00",
        },
        "reason": "回老家探望父母",
    } | more


class Desk:
    """One person at the unit's door."""

    root = "/api/requests"

    def __init__(self, client: Any) -> None:
        self.client = client

    def get(self, path: str = "", **query: Any):
        return self.client.get(f"{self.root}{path}", query)

    def file(self, kind: str, data: Any, **more: Any):
        body = {"kind": kind, "form": form_of(kind), "data": data, "request_id": str(uuid4())}
        return self.client.post(self.root, body | more, format="json")

    def preview(self, kind: str, data: Any):
        return self.client.post(f"{self.root}/kinds/{kind}/preview", {"data": data}, format="json")

    def act(self, item: UUID, verb: str = "approve", **said: Any):
        body = {"request_id": str(new_id()), "opinion": "同意。"} | said
        return self.client.post(f"/api/workflow/items/{item}/{verb}", body, format="json")
