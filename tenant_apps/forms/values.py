"""One answer, checked and written the one way it is kept."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from shared_apps.kernel import clock
from tenant_apps.forms import expressions, sources
from tenant_apps.forms.fields import Field
from tenant_apps.forms.schema import list_limit, text_limit
from tenant_apps.forms.spans import moment

MOBILE = re.compile(r"1[3-9]\d{9}")
YEARS = range(1900, 2201)
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Wrong(Exception):
    """What is wrong with an answer, in words for the person who gave it."""


def normal(one: Field, value: Any) -> Any:
    """The answer as it is kept; raises Wrong. Nothing is None here: that means not answered."""
    return KINDS[one.widget](one, value)


def _text(one: Field, value: Any) -> str:
    if not isinstance(value, str):
        raise Wrong("须填写文字。")
    kept = UNSEEN.sub("", value.replace("\r\n", "\n")).strip()
    if one.widget == "text":
        kept = " ".join(kept.split())
    if len(kept) > text_limit(one):
        raise Wrong(f"最多 {text_limit(one)} 字，现有 {len(kept)} 字。")
    return kept


def _phone(one: Field, value: Any) -> str:
    kept = re.sub(r"[\s-]", "", value) if isinstance(value, str) else ""
    if kept and not MOBILE.fullmatch(kept):
        raise Wrong("请填写 11 位手机号。")
    return kept


def _number(one: Field, value: Any) -> float:
    number = expressions.scaled(value)
    if number is None:
        raise Wrong("须填写数字，且不超过 15 位。")
    if expressions.rounded(number, one.places) != number:
        raise Wrong(f"最多保留 {one.places} 位小数。" if one.places else "须填写整数。")
    if one.widget == "money" and abs(number) >= 10**12 * expressions.ONE:
        raise Wrong("金额须小于一万亿元。")
    for limit, word in ((one.min, "小于"), (one.max, "大于")):
        bound = expressions.scaled(limit)
        if bound is not None and (number < bound if word == "小于" else number > bound):
            raise Wrong(f"不能{word} {expressions.wire(bound)}。")
    kept = expressions.wire(number)
    if not isinstance(kept, int | float):
        raise Wrong("须填写数字，且不超过 15 位。")
    return kept


def _date(one: Field, value: Any) -> str:
    return _day(value)


def _day(value: Any) -> str:
    try:
        found = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise Wrong("日期不正确，请重新选择。")
    return found.isoformat()


def _moment(one: Field, value: Any) -> str:
    return _minute(value)


def _minute(value: Any) -> str:
    try:
        found = moment(value) if isinstance(value, str) and 16 <= len(value) <= 35 else None
        kept: datetime | None = found.astimezone(clock.ZONE) if found else None
    except (ValueError, OverflowError):
        kept = None
    if kept is None or kept.year not in YEARS:
        raise Wrong("时间不正确，请重新选择。")
    return kept.isoformat(timespec="minutes")


def _range(one: Field, value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not set(value) <= {"start", "end"}:
        raise Wrong("起止时间不正确，请重新选择。")
    if not value.get("start") or not value.get("end"):
        raise Wrong("请把开始和结束时间都选上。")
    read = _day if one.precision == "date" else _minute
    start, end = read(value["start"]), read(value["end"])
    if end < start or (end == start and one.precision != "date"):
        raise Wrong("结束时间须晚于开始时间。")
    return {"start": start, "end": end}


def _switch(one: Field, value: Any) -> bool:
    if not isinstance(value, bool):
        raise Wrong("须选“是”或“否”。")
    return value


def options_of(one: Field) -> dict[str, str]:
    """Value → label, wherever the options come from."""
    source = sources.known(one.source) if one.source else None
    if source is not None:
        return {option.value: option.label for option in source.options()}
    return {option["value"]: option["label"] for option in one.options}


def _choice(one: Field, value: Any) -> str:
    if not isinstance(value, str) or value not in options_of(one):
        raise Wrong("选项不存在，请重新选择。")
    return value


def _choices(one: Field, value: Any) -> list[str]:
    known = options_of(one)
    found = _list(value)
    if not all(isinstance(item, str) and item in known for item in found):
        raise Wrong("选项不存在，请重新选择。")
    return [item for item in known if item in found]


def _id(one: Field, value: Any) -> str:
    try:
        return str(UUID(value)) if isinstance(value, str) else _refuse_id()
    except ValueError:
        return _refuse_id()


def _refuse_id() -> str:
    raise Wrong("选择不正确，请重新选择。")


def _ids(one: Field, value: Any) -> list[str]:
    found = list(dict.fromkeys(_id(one, item) for item in _list(value)))
    if len(found) > list_limit(one):
        raise Wrong(f"最多选 {list_limit(one)} 个。")
    return found


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) > 1000:
        raise Wrong("选择不正确，请重新选择。")
    return value


KINDS: dict[str, Callable[[Field, Any], Any]] = {
    "text": _text,
    "textarea": _text,
    "phone": _phone,
    "number": _number,
    "money": _number,
    "date": _date,
    "datetime": _moment,
    "range": _range,
    "switch": _switch,
    "radio": _choice,
    "select": _choice,
    "checkboxes": _choices,
    "people": _ids,
    "department": _id,
    "files": _ids,
}
