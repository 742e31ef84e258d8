"""Strokes as a browser sends them."""

import math
from uuid import uuid4

A_POINT = 4


def line(x: int = 6_000, y: int = 9_000, *, length: int = 4_000, points: int = 20) -> list[int]:
    """A straight stroke from (x, y), in hundredths of a millimetre."""
    return [
        value
        for place in range(points)
        for value in (x + length * place // max(points - 1, 1), y, 700, place * 16)
    ]


def wave(x: int = 6_000, y: int = 9_000, *, points: int = 60) -> list[int]:
    """A stroke whose pressure swells and falls."""
    return [
        value
        for place in range(points)
        for value in (
            x + place * 60,
            y + round(400 * math.sin(place / 6)),
            300 + round(700 * abs(math.sin(place / 15))),
            place * 8,
        )
    ]


def stroke(**more: object) -> dict[str, object]:
    known = {"key": str(uuid4()), "page": 1, "ink": "red", "width": "medium", "points": line()}
    return known | more


def note(text: str = "请核实数据来源。", **more: object) -> dict[str, object]:
    return stroke(text=text, points=[12_000, 6_000, 0, 0]) | more
