"""A demonstration unit's cars, rooms and store, and what its people have applied for lately."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from shared_apps.kernel import clock
from tenant_apps.forms import queries as forms
from tenant_apps.organization.actions import complete_duties
from tenant_apps.organization.models import Staff
from tenant_apps.requests import kinds
from tenant_apps.requests.actions import filing, keeping
from tenant_apps.requests.models import Request, Resource
from tenant_apps.workflow import actions as workflow
from tenant_apps.workflow.models import Item

RESOURCES: tuple[tuple[str, str, str, int | None], ...] = (
    ("car", "渝A·8K216", "丰田 普拉多 · 7 座", 7),
    ("car", "渝A·5F903", "别克 GL8 · 7 座", 7),
    ("car", "渝A·0D771", "长安 UNI-K · 5 座", 5),
    ("room", "三楼会议室", "投影、视频会议 · 40 座", 40),
    ("room", "二楼小会议室", "电视屏 · 12 座", 12),
    ("seal", "单位公章", "办公室保管", None),
    ("seal", "合同专用章", "财务室保管", None),
    ("stock", "A4 复印纸", "每包 500 张", 120),
    ("stock", "签字笔", "黑色 0.5", 300),
    ("stock", "档案盒", "5.5 cm", 80),
)


@dataclass(frozen=True)
class Wish:
    """One request of somebody's, and how far it has come: the acts that follow filing."""

    kind: str
    who: Staff
    answers: dict[str, Any]
    said: tuple[tuple[str, dict[str, Any]], ...] = ()  # opinion, what is filled in


@dataclass
class Office:
    """The people who apply, and who grants."""

    manager: Staff
    clerks: list[Staff]
    now: datetime

    def day(self, ahead: int) -> date:
        """The n-th workday from now."""
        days = clock.workdays(self.now, self.now + timedelta(days=30 + ahead * 2))
        return days[ahead]

    def span(self, ahead: int, start: str, end: str, *, days: int = 0) -> dict[str, str]:
        def moment(day: date, hour: str) -> str:
            return datetime.combine(day, time.fromisoformat(hour), clock.ZONE).isoformat()

        return {
            "start": moment(self.day(ahead), start),
            "end": moment(self.day(ahead + days), end),
        }


def furnish(office: Office) -> dict[str, Resource]:
    """登记 cars, rooms, seals and store; 核定 leave."""
    complete_duties(by=None, at=office.now)  # the city may have been seeded before requests came
    kinds.ensure(at=office.now)
    made = {}
    for kind, name, note, capacity in RESOURCES:
        more = {"note": note, "capacity": capacity}
        made[name] = keeping.add_resource(
            kind=kind, name=name, by=office.manager, at=office.now, **more
        )
    year = office.now.astimezone(clock.ZONE).year
    for person in office.clerks:
        keeping.grant(
            staff=person.pk,
            account="annual",
            year=year,
            days=Decimal(10),
            reason=f"{year} 年度核定",
            by=office.manager,
            at=office.now,
            request_id=str(uuid4()),
        )
    return made


def wishes(office: Office, things: dict[str, Resource]) -> Iterator[Wish]:
    yield from _arranged(office, things)
    yield from _under_way(office, things)


def _arranged(office: Office, things: dict[str, Resource]) -> Iterator[Wish]:
    """A car, some leave and a room."""
    one, two = office.clerks[0], office.clerks[-1]
    car = things["渝A·8K216"]
    yield Wish(
        "car",
        two,
        {
            "reason": "森林防火巡查",
            "period": office.span(1, "08:00", "12:00"),
            "destination": "白岩村",
            "distance": 46,
            "car": str(car.pk),
        },
        (("同意。", {}), ("已派车。", {"driver": "周师傅"})),
    )
    yield Wish(
        "leave",
        one,
        {
            "leave_kind": "年休假",
            "period": office.span(4, "09:00", "18:00", days=1),
            "reason": "回老家探望父母",
        },
    )
    yield Wish(
        "room",
        two,
        {
            "subject": "冬季森林防火工作部署会",
            "period": office.span(2, "14:30", "16:30"),
            "room": str(things["三楼会议室"].pk),
            "people": 36,
            "needs": ["投影", "席卡"],
        },
        (("已安排。", {}),),
    )


def _under_way(office: Office, things: dict[str, Resource]) -> Iterator[Wish]:
    """Paper that was given out, a car and money that wait."""
    one, two = office.clerks[0], office.clerks[-1]
    other = things["渝A·5F903"]
    yield Wish(
        "supplies",
        one,
        {
            "items": [
                {"item": str(things["A4 复印纸"].pk), "quantity": 4},
                {"item": str(things["签字笔"].pk), "quantity": 10},
            ],
            "reason": "科室日常办公",
        },
        (("同意。", {}), ("已发放。", {})),
    )
    yield Wish(
        "car",
        one,
        {
            "reason": "赴区里报送预算材料",
            "period": office.span(1, "13:30", "17:30"),
            "destination": "区财政局",
            "distance": 58,
            "car": str(other.pk),
        },
    )
    yield Wish(
        "funds",
        two,
        {
            "purpose": "采购防汛编织袋",
            "amount": 8600,
            "source": "项目支出",
            "basis": "镇党委会议纪要〔2026〕18号",
        },
        (("情况属实，拟同意。", {}),),
    )


def live(office: Office, wish: Wish) -> Request:
    """File it, and let those on whose desks it comes say what they say."""
    at = office.now
    sheet = forms.in_use(kinds.find(wish.kind).form_key)
    request = filing.file(
        kind=wish.kind,
        form=sheet.pk,
        data=wish.answers,
        by=wish.who,
        at=at,
        request_id=str(uuid4()),
    )
    for opinion, answers in wish.said:
        rows = Item.objects.filter(run=request.run, status=Item.Status.OPEN)
        item = rows.select_related("owner").order_by("slot").first()
        if item is None:
            break
        at = clock.add_working_minutes(at, 25)
        workflow.approve(
            item_id=item.pk,
            by=item.owner,
            at=min(at, office.now),
            request_id=str(uuid4()),
            opinion=opinion,
            answers=answers or None,
        )
    return request
