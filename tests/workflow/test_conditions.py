"""Rules on branches: what opens one, what does not, and what nobody may publish."""

from typing import Any

import pytest

from tenant_apps.forms.conditions import fault, holds

FACTS = {"amount": 50000, "kind": "request", "urgent": True, "units": ["区财政局"], "share": 0.1}


def field(name: str, op: str, value: Any) -> dict[str, Any]:
    return {"field": name, "op": op, "value": value}


OVER = field("amount", ">", 10000)


@pytest.mark.parametrize(
    ("rule", "answer"),
    [
        (None, True),
        (OVER, True),
        (field("amount", "<=", 49999.99), False),
        (field("share", "==", 0.1), True),
        (field("kind", "in", ["request", "report"]), True),
        (field("units", "has", "区财政局"), True),
        (field("urgent", "==", True), True),
        (field("urgent", "==", 1), False),
        (field("amount", ">", "10000"), False),  # text is no number
        (field("kind", "has", "r"), False),  # a text is no list
        (field("unknown", "==", 1), False),
        ({"not": field("unknown", "==", 1)}, False),  # not known is not "no"
        ({"not": field("amount", ">", "x")}, False),
        ({"any": [field("unknown", "==", 1), OVER]}, True),
        ({"all": [field("unknown", "==", 1), OVER]}, False),
        ({"not": {"all": [field("unknown", "==", 1), field("amount", "<", 1)]}}, True),
    ],
)
def test_a_rule_answers(rule: Any, answer: bool) -> None:
    assert fault(rule) is None or rule is None
    assert holds(rule, FACTS) is answer


@pytest.mark.parametrize(
    "rule",
    [
        [],
        "amount > 1",
        {},
        {"all": []},
        {"all": OVER},
        {"all": [OVER], "any": [OVER]},
        field("amount", "__import__", 1),
        field("amount", ">", None),
        {"field": "amount", "op": ">"},
        {"field": 1, "op": ">", "value": 1},
        {"any": [OVER] * 300},
    ],
)
def test_an_unsound_rule_is_named(rule: Any) -> None:
    assert fault(rule)


def test_a_rule_has_a_depth() -> None:
    rule: dict[str, Any] = OVER
    for _ in range(8):
        rule = {"not": rule}
    assert fault(rule) == "条件过于复杂，请拆成几个环节"
