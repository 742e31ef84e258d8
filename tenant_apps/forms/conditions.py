"""Conditions on a branch or a field: a tree of rules, data and never code.

`{"all": [{"field": "amount", "op": ">", "value": 10000}, {"not": {…}}]}`. What is not known is
neither true nor false: `not` of an unanswered field does not open a branch. Only `filled` has an
answer even then: it asks whether there is one.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

Rule = Mapping[str, Any]

DEEPEST = 8
LARGEST = 200
WORDS = {"all", "any", "not", "field"}


def _compare(test: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool | None]:
    """Numbers with numbers, text with text; anything else has no answer."""

    def answer(found: Any, wanted: Any) -> bool | None:
        if _is_number(found) and _is_number(wanted):
            return test(Decimal(str(found)), Decimal(str(wanted)))
        if isinstance(found, str) and isinstance(wanted, str):
            return test(found, wanted)
        return None

    return answer


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    try:
        return Decimal(str(value)).is_finite()
    except InvalidOperation:
        return False


def _same(found: Any, wanted: Any) -> bool | None:
    if isinstance(found, bool) or isinstance(wanted, bool):
        return found is wanted
    return _compare(lambda a, b: bool(a == b))(found, wanted)


def _differs(found: Any, wanted: Any) -> bool | None:
    return _negated(_same(found, wanted))


def _among(found: Any, wanted: Any) -> bool | None:
    return any(_same(found, one) for one in wanted) if isinstance(wanted, list) else None


def _has(found: Any, wanted: Any) -> bool | None:
    return any(_same(one, wanted) for one in found) if isinstance(found, list) else None


OPERATORS: dict[str, Callable[[Any, Any], bool | None]] = {
    "==": _same,
    "!=": _differs,
    ">": _compare(lambda a, b: bool(a > b)),
    ">=": _compare(lambda a, b: bool(a >= b)),
    "<": _compare(lambda a, b: bool(a < b)),
    "<=": _compare(lambda a, b: bool(a <= b)),
    "in": _among,
    "has": _has,
}
FILLED = "filled"


def is_filled(value: Any) -> bool:
    """Is there an answer at all? Zero and 否 are answers."""
    return value is not None and value != "" and value != [] and value != {}


def holds(rule: Rule | None, data: Mapping[str, Any]) -> bool:
    """Does the branch open? No rule at all is an open door."""
    return rule is None or answer(rule, data) is True


def answer(rule: Rule, data: Mapping[str, Any]) -> bool | None:
    """True, false, or None for what is not known."""
    if "all" in rule:
        answers = [answer(one, data) for one in rule["all"]]
        return False if False in answers else None if None in answers else True
    if "any" in rule:
        answers = [answer(one, data) for one in rule["any"]]
        return True if True in answers else None if None in answers else False
    if "not" in rule:
        return _negated(answer(rule["not"], data))
    found = data.get(rule["field"])
    if rule["op"] == FILLED:
        return is_filled(found) is rule["value"]
    return None if found is None else OPERATORS[rule["op"]](found, rule["value"])


def _negated(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def leaves(rule: Rule) -> Iterator[Rule]:
    """Every comparison of a sound rule."""
    if "field" in rule:
        yield rule
        return
    parts = [rule["not"]] if "not" in rule else rule.get("all") or rule["any"]
    for part in parts:
        yield from leaves(part)


def fault(rule: Any) -> str | None:
    """What is wrong with a rule, in words for its author; None when it is sound."""
    left, waiting = LARGEST, [(rule, 1)]
    while waiting:
        one, depth = waiting.pop()
        left -= 1
        if depth > DEEPEST or left < 0:
            return "条件过于复杂，请拆成几个环节"
        if not isinstance(one, dict) or len(WORDS & set(one)) != 1:
            return "条件格式不正确"
        if "not" in one:
            waiting.append((one["not"], depth + 1))
        elif parts := one.get("all", one.get("any")):
            if not isinstance(parts, list):
                return "条件格式不正确"
            waiting.extend((part, depth + 1) for part in parts)
        elif problem := _leaf_fault(one):
            return problem
    return None


def _leaf_fault(rule: dict[str, Any]) -> str | None:
    if set(rule) != {"field", "op", "value"} or not isinstance(rule["field"], str):
        return "条件格式不正确"
    if rule["op"] == FILLED:
        return None if isinstance(rule["value"], bool) else "条件里要比较的值不正确"
    if not isinstance(rule["op"], str) or rule["op"] not in OPERATORS:
        return f"条件里没有“{rule['op']}”这种比较"
    if isinstance(rule["value"], dict) or rule["value"] is None:
        return "条件里要比较的值不正确"
    return None
