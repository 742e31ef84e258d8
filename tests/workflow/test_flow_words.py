"""A flow's settings in words: what the administrator and the applicant read."""

import pytest

from tenant_apps.workflow import wording
from tenant_apps.workflow.wording import Names

NAMES = Names(
    of={"01900000-0000-7000-8000-000000000001": "周镇长"},
    fields={"amount": "金额", "why": "事由"},
    nodes={"head": "部门负责人审批"},
)
SOMEBODY = "01900000-0000-7000-8000-000000000001"


@pytest.mark.parametrize(
    ("selector", "said"),
    [
        ({"staff": [SOMEBODY]}, "周镇长"),
        ({"staff": ["gone"]}, "已不存在的人员"),
        ({"starter": True}, "发起人本人"),
        ({"permission": "workflow.supervise"}, "有“流程督办与干预”权限的人"),
        ({"department_head": "sender"}, "前一办理人的部门负责人"),
        ({"superior": "starter"}, "发起人的上级负责人"),
        ({"superior": "starter", "levels": 2}, "发起人的上 2 级负责人"),
        ({"actor_of": "head"}, "「部门负责人审批」的办理人"),
        ({"field": "why"}, "表单“事由”中的人员"),
        ({"chosen": True}, "由前一办理人选定"),
        ({}, "未设置"),
        ("nonsense", "未设置"),
    ],
)
def test_who(selector, said):
    assert wording.one_selector(selector, NAMES) == said


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (None, "无条件"),
        ({"field": "amount", "op": ">=", "value": 100}, "金额 不小于 100"),
        ({"field": "why", "op": "filled", "value": True}, "事由 已填写"),
        ({"field": "why", "op": "filled", "value": False}, "事由 没有填写"),
        ({"field": "why", "op": "in", "value": ["甲", "乙"]}, "事由 属于 甲、乙"),
        ({"not": {"field": "ok", "op": "==", "value": True}}, "不是（ok 等于 是）"),
        (
            {
                "all": [
                    {"field": "amount", "op": ">", "value": 1},
                    {
                        "any": [
                            {"field": "why", "op": "==", "value": "甲"},
                            {"field": "why", "op": "==", "value": "乙"},
                        ]
                    },
                ]
            },
            "金额 大于 1 且 （事由 等于 甲 或 事由 等于 乙）",
        ),
    ],
)
def test_conditions(rule, said):
    assert wording.rule(rule, NAMES) == said


def test_limits():
    assert [wording.due(one) for one in (None, 480, 90, 240)] == [
        "不限",
        "1 个工作日",
        "90 工作分钟",
        "4 工作小时",
    ]
