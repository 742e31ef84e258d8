"""A flow that cannot work cannot be published, and the refusal names the step."""

from typing import Any

import pytest

from tenant_apps.workflow import graphs
from tenant_apps.workflow.models import Graph
from tests.make.workflow import graph, task

STARTER = [{"starter": True}]
WHEN = {"field": "amount", "op": ">", "value": 10000}


def step(name: str, to: str, **settings: Any) -> dict[str, Any]:
    return task(name, to, **{"who": STARTER, **settings})


def fork(*branches: str, type: str = "split", **first: Any) -> dict[str, Any]:
    edges = [{"to": to} for to in branches]
    edges[0] |= first
    return {"type": type, "name": "分支", "next": edges}


JOIN = {"type": "join", "name": "汇合", "next": [{"to": "end"}]}
SOUND = {
    "a": step("拟稿", "p"),
    "p": fork("b", "c", when=WHEN),
    "b": step("财务会签", "j"),
    "c": step("业务会签", "j"),
    "j": JOIN,
}


def test_a_sound_flow_reads_in_order() -> None:
    chart = graphs.check(graph(SOUND, "a"))

    assert [node.name for node in chart.tasks()] == ["拟稿", "财务会签", "业务会签"]
    assert chart.nesting["b"] == ("p",)
    assert chart.leads("a", "c")
    assert not chart.leads("b", "c")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"a": step("拟稿", "x")}, "「拟稿」指向不存在的环节「x」"),
        ({"b": step("财务会签", "a")}, "绕回自身"),
        ({"b": step("财务会签", "end2"), "end2": {"type": "end"}}, "画在分支里面"),
        ({"a": step("拟稿", "j")}, "不是前面分支唯一的汇合处"),
        ({"x": step("孤立", "end")}, "「孤立」从开始走不到"),
        ({"p": fork("b", type="xor")}, "出口不正确"),
        ({"p": {"type": "xor", "next": [{"to": "b", "when": WHEN}, {"to": "c", "when": WHEN}]}},
         "出口不正确"),
        ({"p": fork("b", "c", when={"field": "a"})}, "条件格式不正确"),
        ({"a": {**step("拟稿", "p"), "type": "script"}}, "「a」的类型不正确"),
        ({"a": step("拟稿", "p", mode="most")}, "「a」的设置不正确"),
        ({"a": step("拟稿", "p", percent=0)}, "票签比例"),
        ({"a": step("拟稿", "p", due=0)}, "办理时限"),
        ({"a": step("拟稿", "p", empty="guess")}, "设置不正确"),
        ({"a": step("拟稿", "p", on_reject="b")}, "同一层的前面环节"),
        ({"b": step("财务会签", "j", on_reject="a")}, "同一层的前面环节"),
        ({"a": step("拟稿", "p", who=[])}, "没有设置办理人"),
        ({"a": step("拟稿", "p", who=[{"permission": "root"}])}, "“root”不存在"),
        ({"a": step("拟稿", "p", who=[{"staff": ["李四"]}])}, "指定的办理人不正确"),
        ({"a": step("拟稿", "p", who=[{"starter": True, "chosen": True}])}, "办理人设置不正确"),
        ({"a": step("拟稿", "p", who=[{"department_head": "me"}])}, "部门负责人"),
        ({"a": step("拟" * 41, "p")}, "名称过长"),
        ({"s2": {"type": "start", "next": [{"to": "a"}]}}, "有且只有一个开始"),
    ],
)  # fmt: skip
def test_a_bad_one_is_refused_by_name(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(graphs.BadGraph) as refused:
        graphs.check(graph({**SOUND, **changes}, "a"))

    assert message in refused.value.message


@pytest.mark.parametrize(
    "body",
    [None, [], {}, {"nodes": []}, {"nodes": {}}, {"nodes": {"s": None, "e": 1}},
     {"nodes": {"s": {"type": "start", "next": 1}, "e": {"type": "end"}}},
     {"nodes": {"s": {"type": "start", "next": [1]}, "e": {"type": "end"}}},
     {"nodes": {f"n{i}": {"type": "end"} for i in range(201)}}],
)  # fmt: skip
def test_what_is_no_flow_at_all(body: Any) -> None:
    with pytest.raises(graphs.BadGraph):
        graphs.check(body)


def test_the_same_flow_is_kept_once(unit: object) -> None:
    first, again = (
        graphs.store(graph(SOUND, "a")),
        graphs.store(graph(dict(reversed(SOUND.items())), "a")),
    )

    assert first == again
    assert Graph.objects.count() == 1
    assert [node.key for node in graphs.load(first).tasks()] == ["a", "b", "c"]
