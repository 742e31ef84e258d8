"""Computed fields: a tree of arithmetic, data and never code, exact to ten decimals.

    {"op": "*", "args": [{"field": "price"}, 1.06]}
    {"if": Rule, "yes": Expression, "no": Expression}

Numbers, texts, `{"field": name}`, and `{"field": "table.column"}` where several numbers are wanted
(sum, min, max, count). Time: days (working, by half days), hours (working), calendar_days (every
day, both ends), asked of one range or of two dates. What is not known stays unknown: `first` is
there to say what counts instead.

Every number is an integer of 10⁻¹⁰; a result is rounded half up (away from zero), and one of 10¹⁵
or more is unknown. The browser does the same with BigInt, so both sides agree to the last digit.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import Any

from tenant_apps.forms import conditions

Expression = Any
Value = int | str | None  # an integer is scaled by ONE

PLACES = 10
ONE: int = 10**PLACES
TOO_LARGE: int = 10**15 * ONE
DEEPEST = 16
LARGEST = 200
_WIDE = Context(prec=400)

AGGREGATES = {"sum", "min", "max", "count"}
TIMES = {"days", "hours", "calendar_days"}
ARITY = {
    "+": (2, 50),
    "-": (1, 2),
    "*": (2, 50),
    "/": (2, 2),
    "sum": (1, 50),
    "min": (1, 50),
    "max": (1, 50),
    "count": (1, 1),
    "first": (2, 50),
    "round": (2, 2),
    "floor": (1, 1),
    "ceil": (1, 1),
    "abs": (1, 1),
    "days": (1, 2),
    "hours": (1, 2),
    "calendar_days": (1, 2),
}


@dataclass(frozen=True)
class Span:
    """Working time between two moments: minutes, and begun half days."""

    minutes: int
    halves: int


Spans = Callable[[str, str], Span | None]


@dataclass(frozen=True)
class Scope:
    """What an expression may look at."""

    data: Mapping[str, Any]
    spans: Spans


def evaluate(expression: Expression, data: Mapping[str, Any], spans: Spans) -> float | str | None:
    """The value of a sound expression as an answer: a number, a text, or nothing."""
    return wire(_value(expression, Scope(data, spans)))


def wire(value: Value) -> float | str | None:
    if not isinstance(value, int):
        return value
    whole, rest = divmod(value, ONE)
    return float(Decimal(value).scaleb(-PLACES, _WIDE)) if rest else whole


def scaled(value: Any) -> int | None:
    """A number of JSON as an integer of 10⁻¹⁰."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) >= 10**15:
        return None
    return int(number.scaleb(PLACES, _WIDE).to_integral_value(ROUND_HALF_UP))


def rounded(value: int, places: int) -> int:
    """Half up, away from zero."""
    step: int = ONE // 10**places
    return _quotient(value, step) * step


def _quotient(above: int, below: int) -> int:
    sign = -1 if (above < 0) != (below < 0) else 1
    above, below = abs(above), abs(below)
    return sign * ((2 * above + below) // (2 * below))


def _value(one: Expression, scope: Scope) -> Value:
    if isinstance(one, str):
        return one
    if not isinstance(one, dict):
        return scaled(one)
    if "if" in one:
        branch = one["yes"] if conditions.holds(one["if"], scope.data) else one["no"]
        return _value(branch, scope)
    if "field" in one:
        found = scope.data.get(one["field"])
        return found if isinstance(found, str) else scaled(found)
    if one["op"] in TIMES:
        return _time(one["op"], one["args"], scope)
    if one["op"] == "count":
        return _count(one["args"][0], scope)
    if one["op"] == "first":
        values = (_value(arg, scope) for arg in one["args"])
        return next((value for value in values if value is not None and value != ""), None)
    numbers = [number for arg in one["args"] for number in _numbers(arg, scope)]
    return _number(one["op"], numbers)


def _number(op: str, numbers: list[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers):
        return None
    result = OPERATIONS[op](known)
    return None if result is None or abs(result) >= TOO_LARGE else result


def _product(numbers: list[int]) -> int:
    result = ONE
    for number in numbers:
        result = _quotient(result * number, ONE)
        if abs(result) >= TOO_LARGE:
            return TOO_LARGE
    return result


def _minus(numbers: list[int]) -> int:
    return -numbers[0] if len(numbers) == 1 else numbers[0] - numbers[1]


def _divided(numbers: list[int]) -> int | None:
    return _quotient(numbers[0] * ONE, numbers[1]) if numbers[1] else None


OPERATIONS: dict[str, Callable[[list[int]], int | None]] = {
    "+": sum,
    "sum": sum,
    "-": _minus,
    "*": _product,
    "/": _divided,
    "min": lambda numbers: min(numbers, default=None),
    "max": lambda numbers: max(numbers, default=None),
    "round": lambda numbers: rounded(numbers[0], numbers[1] // ONE),
    "floor": lambda numbers: numbers[0] // ONE * ONE,
    "ceil": lambda numbers: -(-numbers[0] // ONE) * ONE,
    "abs": lambda numbers: abs(numbers[0]),
}


def _numbers(arg: Expression, scope: Scope) -> list[int | None]:
    """One number; of a column the numbers that are known."""
    if not _is_column(arg):
        value = _value(arg, scope)
        return [value if isinstance(value, int) else None]
    found = (scaled(value) for value in _column(arg, scope))
    return [number for number in found if number is not None]


def _is_column(arg: Expression) -> bool:
    return isinstance(arg, dict) and "." in arg.get("field", "")


def _column(arg: Expression, scope: Scope) -> list[Any]:
    table, _, column = arg["field"].partition(".")
    rows = scope.data.get(table)
    if not isinstance(rows, list):
        return []
    return [row.get(column) for row in rows if isinstance(row, dict)]


def _count(arg: Expression, scope: Scope) -> int:
    """Rows of a table, or those of its rows whose column is filled; choices of a list."""
    if _is_column(arg):
        return ONE * sum(conditions.is_filled(value) for value in _column(arg, scope))
    found = scope.data.get(arg["field"])
    return ONE * (len(found) if isinstance(found, list) else 0)


def _time(op: str, args: list[Expression], scope: Scope) -> int | None:
    found = [scope.data.get(arg["field"]) for arg in args]
    if len(found) == 1:
        ends = found[0] if isinstance(found[0], dict) else {}
        found = [ends.get("start"), ends.get("end")]
    start, end = found
    if not isinstance(start, str) or not isinstance(end, str):
        return None
    if op == "calendar_days":
        return _calendar_days(start, end)
    span = scope.spans(start, end)
    if span is None:
        return None
    return span.halves * ONE // 2 if op == "days" else rounded(span.minutes * ONE // 60, 1)


def _calendar_days(start: str, end: str) -> int | None:
    try:
        days = (date.fromisoformat(end[:10]) - date.fromisoformat(start[:10])).days
    except ValueError:
        return None
    return (days + 1) * ONE if days >= 0 else None


def references(expression: Expression) -> Iterator[tuple[str, str]]:
    """Every field a sound expression asks, and what for: value, column, rows, time or rule."""
    if not isinstance(expression, dict):
        return
    if "if" in expression:
        yield from ((leaf["field"], "rule") for leaf in conditions.leaves(expression["if"]))
        yield from references(expression["yes"])
        yield from references(expression["no"])
    elif "field" in expression:
        yield expression["field"], "column" if "." in expression["field"] else "value"
    elif expression["op"] in TIMES:
        yield from ((arg["field"], "time") for arg in expression["args"])
    elif expression["op"] == "count" and not _is_column(expression["args"][0]):
        yield expression["args"][0]["field"], "rows"
    else:
        for arg in expression["args"]:
            yield from references(arg)


def fault(expression: Any) -> str | None:
    """What is wrong with an expression, in words for its author; None when it is sound."""
    left, waiting = LARGEST, [(expression, 1, False)]
    while waiting:
        one, depth, many = waiting.pop()
        left -= 1
        if depth > DEEPEST or left < 0:
            return "计算式过于复杂，请分成几个计算项"
        if problem := _fault_of(one, many):
            return problem
        waiting.extend((part, depth + 1, inside) for part, inside in _parts(one))
    return None


def _fault_of(one: Any, many: bool) -> str | None:
    if not isinstance(one, dict):
        return _literal_fault(one)
    if "if" in one:
        return _choice_fault(one)
    return _field_fault(one, many) if "field" in one else _call_fault(one)


def _parts(one: Any) -> list[tuple[Any, bool]]:
    """What stands inside, and whether a column may stand there."""
    if not isinstance(one, dict) or "field" in one:
        return []
    if "if" in one:
        return [(one["yes"], False), (one["no"], False)]
    return [(arg, one["op"] in AGGREGATES) for arg in one["args"]]


def _literal_fault(one: Any) -> str | None:
    if isinstance(one, str):
        return None if len(one) <= 200 else "计算式里的文字过长"
    return None if scaled(one) is not None else "计算式格式不正确"


def _choice_fault(one: dict[str, Any]) -> str | None:
    if set(one) != {"if", "yes", "no"}:
        return "计算式格式不正确"
    return conditions.fault(one["if"])


def _field_fault(one: dict[str, Any], many: bool) -> str | None:
    if set(one) != {"field"} or not isinstance(one["field"], str) or not one["field"]:
        return "计算式格式不正确"
    if "." in one["field"] and not many:
        return "明细表的一列要先求和，再参加计算"
    return None


def _call_fault(one: dict[str, Any]) -> str | None:
    op, args = one.get("op"), one.get("args")
    if set(one) != {"op", "args"} or not isinstance(op, str) or not isinstance(args, list):
        return "计算式格式不正确"
    if op not in ARITY:
        return f"计算式里没有“{op}”这种计算"
    least, most = ARITY[op]
    if not least <= len(args) <= most:
        return f"“{op}”的项数不正确"
    if op in TIMES or op == "count":
        return None if all(_is_field(arg) for arg in args) else f"“{op}”里要写字段"
    if op == "round" and args[1] not in range(7):
        return "保留的小数位数须在 0 至 6 之间"
    return None


def _is_field(arg: Any) -> bool:
    return isinstance(arg, dict) and set(arg) == {"field"} and isinstance(arg["field"], str)
