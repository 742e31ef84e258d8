"""A bureau with a department below a department, and one matter on its way through it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tenant_apps.organization.models import Department, Staff
from tenant_apps.workflow import actions
from tenant_apps.workflow.models import Definition, Item, Run
from tenant_apps.workflow.verifying import verify
from tests.make import organization as people
from tests.make import workflow as make
from tests.make.workflow import MONDAY, ask, item_of, task


@dataclass
class Bureau:
    """经济发展办 with its 统计组 below it, 农业办 beside it, and the office above both."""

    head: Staff  # of 经济发展办
    clerk: Staff  # sits in 统计组
    colleague: Staff
    farmer: Staff  # of 农业办
    farmers_head: Staff
    chief: Staff  # 办公室主任, supervises the unit
    second: Staff  # another who does
    mayor: Staff

    def everyone(self) -> list[Staff]:
        return list(vars(self).values())


def bureau() -> Bureau:
    economy = people.department("经济发展办公室")
    figures = people.department("统计组", economy)
    farming = people.department("农业服务中心")
    made = Bureau(
        head=people.staff("何主任", department=economy, title="主任"),
        clerk=people.staff("李文书", department=figures),
        colleague=people.staff("孙科员", department=figures),
        farmer=people.staff("陈农技", department=farming, title="农技员"),
        farmers_head=people.staff("冯主任", department=farming, title="主任"),
        chief=people.staff("王主任", duties=("office_head",), title="办公室主任"),
        second=people.staff("郑副主任", duties=("office_head",), title="副主任"),
        mayor=people.staff("周镇长", duties=("leader",), title="镇长"),
    )
    for place, head in ((economy, made.head), (farming, made.farmers_head)):
        Department.objects.filter(pk=place.pk).update(head=head)
    return made


def nodes(who: Bureau, **sign: Any) -> dict[str, Any]:
    """填报 → 组内复核 → 业务会商 → 审核 (compulsory) → 登记."""
    return {
        "fill": task("填报", "check", who=[{"starter": True}]),
        "check": task("组内复核", "consult", who.colleague, due=480),
        "consult": task("业务会商", "audit", who.farmer, who.head, due=960),
        "audit": task("审核", "enter", who.mayor, compulsory=True, **sign),
        "enter": task("登记", "end", who.chief),
    }


def forked(who: Bureau) -> dict[str, Any]:
    """填报 → (核数 → 复数 beside 农情) → 汇总."""
    return {
        "fill": task("填报", "p", who=[{"starter": True}]),
        "p": {"type": "split", "name": "分头办", "next": [{"to": "count"}, {"to": "field"}]},
        "count": task("核数", "again", who.colleague),
        "again": task("复数", "j", who.head),
        "field": task("农情", "j", who.farmer),
        "j": {"type": "join", "name": "汇合", "next": [{"to": "sum"}]},
        "sum": task("汇总", "end", who.chief),
    }


def matter(who: Bureau, flow: Definition | None = None, **more: Any) -> Run:
    """What the clerk has filled in and sent on; no document with verbs of its own."""
    drawn = flow or make.flow(nodes(who))
    run = make.run(drawn, who.clerk, subject_kind="report", title="三季度统计报表审签", **more)
    return step(run, who.clerk)


def step(run: Run, person: Staff, *, at: datetime = MONDAY, **more: Any) -> Run:
    item = item_of(run, person)
    actions.approve(item_id=item.pk, by=person, at=at, request_id=ask(), **more)
    return sound(run)


def sound(run: Run) -> Run:
    """As it stands now; and it holds together."""
    assert verify(run.pk) == []
    run.refresh_from_db()
    return run


def lies_with(run: Run) -> list[tuple[str, str]]:
    """Steps and names, as the matter lies now."""
    items = Item.objects.filter(run=run, status="open").select_related("owner", "step")
    return [(item.step.node, item.owner.name) for item in items.order_by("step__node", "slot")]
