"""What a step may set: who handles it when things go otherwise, and what nobody may set."""

from typing import Any

import pytest

from tenant_apps.organization.models import Department, Post, Staff
from tenant_apps.workflow import actions, graphs
from tenant_apps.workflow.models import Item, Run
from tenant_apps.workflow.selecting import NobodyHandles
from tenant_apps.workflow.timeline import timeline
from tests.make import organization as people
from tests.make import workflow as make
from tests.make.workflow import MONDAY, ask, item_of, task
from tests.workflow.conftest import People


def agree(run: Run, person: Staff, **more: Any) -> None:
    item = item_of(run, person)
    actions.approve(item_id=item.pk, by=person, at=MONDAY, request_id=ask(), **more)


def holders(run: Run) -> list[str]:
    open_ = Item.objects.filter(run=run, status="open").select_related("owner")
    return [item.owner.name for item in open_.order_by("slot")]


@pytest.fixture
def tree(staff: People) -> dict[str, Staff]:
    """太和镇: a clerk in an office below a department below the unit, with a head each."""
    town = people.department("镇领导")
    bureau = Department.objects.create(name="农业服务中心", parent=town)
    office = Department.objects.create(name="农技站", parent=bureau)
    clerk = people.staff("钱技员", department=office)
    station = people.staff("孙站长", department=office)
    director = people.staff("范主任", department=bureau)
    for place, head in ((town, staff["mayor"]), (bureau, director), (office, station)):
        place.head = head
        place.save(update_fields=["head"])
    return {"clerk": clerk, "station": station, "director": director, "bureau_id": bureau}  # type: ignore[dict-item]


def run_of(filer: Staff, /, *who: dict[str, Any], **settings: Any) -> Run:
    nodes = {
        "a": task("申请", "b", who=[{"starter": True}]),
        "b": task("审核", "end", who=list(who), **settings),
    }
    return make.run(make.flow(nodes), filer, subject_kind="report")


@pytest.mark.parametrize(
    ("levels", "name"), [(1, "孙站长"), (2, "范主任"), (3, "周镇长"), (9, "周镇长")]
)
def test_the_superior_so_many_levels_up(tree: dict[str, Staff], levels: int, name: str) -> None:
    run = run_of(tree["clerk"], {"superior": "starter", "levels": levels})

    agree(run, tree["clerk"])

    assert holders(run) == [name]


def test_nobody_is_their_own_superior(tree: dict[str, Staff]) -> None:
    run = run_of(tree["station"], {"superior": "sender"})

    agree(run, tree["station"])

    assert holders(run) == ["范主任"]


def test_the_head_of_a_named_department_and_who_holds_a_post(
    staff: People, tree: dict[str, Any]
) -> None:
    post = Post.objects.create(name="会计", department=tree["bureau_id"])
    accountant = people.staff("何会计", department=tree["bureau_id"])
    Staff.objects.filter(pk=accountant.pk).update(post=post)
    run = run_of(tree["clerk"], {"head_of": str(tree["bureau_id"].pk)}, {"post": str(post.pk)})

    agree(run, tree["clerk"])

    assert holders(run) == ["范主任", "何会计"]


def test_who_acted_there_and_whom_the_form_names(staff: People) -> None:
    nodes = {
        "a": task("申请", "b", staff["clerk"]),
        "b": task("审核", "c", staff["head"], staff["deputy"], mode="any"),
        "c": task("办理", "d", who=[{"field": "helper"}]),
        "d": task("复核", "e", who=[{"actor_of": "b"}]),
        "e": task("归档", "end", who=[{"actor_of": "d"}]),
    }
    run = make.run(
        make.flow(nodes),
        staff["clerk"],
        subject_kind="report",
        data={"helper": [str(staff["registrar"].pk), "不是编号", {"id": 5}]},
    )

    agree(run, staff["clerk"])
    agree(run, staff["deputy"])
    assert holders(run) == ["林登记"]
    agree(run, staff["registrar"])
    assert holders(run) == ["吴副镇长"]
    agree(run, staff["deputy"])
    assert holders(run) == ["吴副镇长"]


@pytest.mark.parametrize(
    ("rule", "left"), [("self", ["李文书"]), ("skip", []), ("head", ["王主任"])]
)
def test_the_starter_would_handle_it(staff: People, rule: str, left: list[str]) -> None:
    home = staff["clerk"].department
    home.head = staff["head"]
    home.save(update_fields=["head"])
    run = run_of(staff["clerk"], {"staff": [str(staff["clerk"].pk)]}, starter=rule)

    agree(run, staff["clerk"])

    assert holders(run) == left
    assert Run.objects.get(pk=run.pk).status == ("running" if left else "done")


def test_nobody_is_left_and_somebody_stands_in(staff: People) -> None:
    gone = people.staff("离职某")
    Staff.objects.filter(pk=gone.pk).update(is_active=False)
    named = {"staff": [str(gone.pk)]}
    stands_in = run_of(
        staff["clerk"], named, empty="staff", fallback=[str(gone.pk), str(staff["registrar"].pk)]
    )
    refuses = run_of(staff["clerk"], named)

    agree(stands_in, staff["clerk"])

    assert holders(stands_in) == ["林登记"]
    with pytest.raises(NobodyHandles):
        agree(refuses, staff["clerk"])


def test_blind_until_one_has_signed(staff: People) -> None:
    together = [staff["head"], staff["deputy"]]
    run = make.run(
        make.flow({"a": task("会签", "end", *together, blind=True)}),
        staff["clerk"],
        subject_kind="report",
    )
    agree(run, staff["head"], opinion="价格偏高。")

    def read_by(viewer: Staff) -> list[tuple[str, str | None]]:
        (visit,) = timeline(run.pk, viewer=viewer).nodes[0].visits
        return [(said.opinion, said.action) for said in visit.items]

    assert read_by(staff["deputy"]) == [("", None), ("", None)]
    assert read_by(staff["clerk"]) == [("价格偏高。", "approve"), ("", None)]
    agree(run, staff["deputy"], opinion="同意。")
    assert read_by(staff["deputy"]) == [("价格偏高。", "approve"), ("同意。", "approve")]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"compulsory": "是"}, "规定环节"),
        ({"compulsory": True, "empty": "skip"}, "不能自动略过"),
        ({"compulsory": True, "starter": "skip"}, "不能自动略过"),
        ({"compulsory": True, "overdue": "pass"}, "超时只能提醒或上报"),
        ({"compulsory": True, "opinion_kind": "sign", "mode": "any"}, "不能用或签"),
        ({"mode": "any", "reject": "collect"}, "只有会签"),
        ({"reject": "maybe"}, "不同意的处理"),
        ({"empty": "staff"}, "请指定替补"),
        ({"empty": "staff", "fallback": ["谁"]}, "替补办理人有误"),
        ({"allow": ["fly"]}, "允许的操作"),
        ({"allow": "add"}, "允许的操作"),
        ({"grants": ["force"]}, "流程调度"),
        ({"fields": {"amount": "write"}}, "表单字段权限"),
        ({"fields": ["amount"]}, "表单字段权限"),
        ({"cc": [{"nobody": 1}]}, "抄送有误"),
        ({"opinion_kind": "poem"}, "意见类型"),
        ({"who": [{"superior": "starter", "levels": 0}]}, "上级层数"),
        ({"who": [{"superior": "somebody"}]}, "上级设置"),
        ({"who": [{"levels": 2}]}, "办理人设置"),
        ({"who": [{"post": "会计"}]}, "部门或岗位"),
        ({"who": [{"field": ""}]}, "办理人设置"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(
    staff: People, settings: dict[str, Any], message: str
) -> None:
    node = task("审核", "end", staff["head"]) | settings

    with pytest.raises(graphs.BadGraph, match=message) as refused:
        graphs.check(make.graph({"a": node}, "a"))

    assert refused.value.extra["node"] == "a"
