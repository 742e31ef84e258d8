"""Dates and lists as the office's forms write them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from shared_apps.kernel.clock import ZONE


def day(moment: datetime | None) -> str:
    if moment is None:
        return ""
    local = moment.astimezone(ZONE)
    return f"{local.year}年{local.month}月{local.day}日"


def minute(moment: datetime) -> str:
    return f"{day(moment)} {moment.astimezone(ZONE):%H:%M}"


def cells(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    """One row of a form: names and what stands behind them."""
    return [{"label": label, "value": value} for label, value in pairs]


def box(label: str, opinions: Iterable[Any], *steps: str) -> dict[str, Any]:
    """意见栏: what was said at these steps, in its order; empty, room to write by hand."""
    return {
        "label": label,
        "said": [
            {
                "text": one.text or "（已办）",
                "who": f"{one.title} {one.name}".strip(),
                "at": minute(one.at),
            }
            for one in opinions
            if one.step in steps
        ],
    }
