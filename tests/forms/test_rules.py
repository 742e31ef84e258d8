"""Rules and computations answer as written down once, for the server and for the browser."""

import json
from pathlib import Path
from typing import Any

import pytest

from tenant_apps.forms import conditions, expressions, fields, settling
from tenant_apps.forms.expressions import Span
from tenant_apps.forms.money import in_capitals

TRUTH = json.loads((Path(__file__).parents[1] / "fixtures/form-rules.json").read_text())


def spans(start: str, end: str) -> Span | None:
    found = TRUTH["spans"].get(f"{start}/{end}")
    return Span(**found) if found else None


def cases(kind: str) -> Any:
    return pytest.mark.parametrize(
        "case", TRUTH[kind], ids=lambda case: str(next(iter(case.values())))
    )


def alike(found: Any, wanted: Any) -> bool:
    """Equal, and of one kind: true is not one."""
    return bool(found == wanted) and isinstance(found, bool) == isinstance(wanted, bool)


@cases("conditions")
def test_a_rule_answers(case: dict[str, Any]) -> None:
    data = case.get("data", TRUTH["data"]["conditions"])
    assert conditions.fault(case["rule"]) is None
    assert conditions.answer(case["rule"], data) is case["answer"]
    assert conditions.holds(case["rule"], data) is (case["answer"] is True)


@cases("rule_faults")
def test_a_rule_is_sound_or_not(case: dict[str, Any]) -> None:
    assert conditions.fault(case["rule"]) == case["fault"]


@cases("expressions")
def test_an_expression_computes(case: dict[str, Any]) -> None:
    data = case.get("data", TRUTH["data"]["expressions"])
    assert alike(expressions.evaluate(case["expression"], data, spans), case["value"])


@cases("expression_faults")
def test_an_expression_is_sound_or_not(case: dict[str, Any]) -> None:
    assert expressions.fault(case["expression"]) == case["fault"]


@cases("settling")
def test_a_form_settles(case: dict[str, Any]) -> None:
    shape = fields.shape({"fields": case["fields"]})
    settled = settling.settle(shape, case["answers"], spans)
    assert settled.values == case["values"]
    assert sorted(settled.hidden) == case["hidden"]


@cases("capitals")
def test_an_amount_in_capitals(case: dict[str, Any]) -> None:
    assert in_capitals(case["amount"]) == case["words"]


def test_there_are_enough_cases() -> None:
    assert sum(len(found) for found in TRUTH.values() if isinstance(found, list)) >= 150
