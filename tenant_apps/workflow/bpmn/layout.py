"""Where everything stands on the page: downwards, branches side by side."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tenant_apps.workflow.bpmn.shape import Item, Nodes

SIZES = {"task": (160, 80), "sub": (160, 80), "start": (36, 36), "end": (36, 36)}
GATEWAY = (50, 50)
DOWN, BESIDE = 60, 60
Box = tuple[int, int, int, int]  # x, y, width, height
Point = tuple[int, int]


@dataclass
class Page:
    boxes: dict[str, Box] = field(default_factory=dict)
    channels: dict[str, int] = field(default_factory=dict)  # a branch without steps: its x


def lay_out(nodes: Nodes, items: list[Item]) -> Page:
    page = Page()
    width = _width(nodes, items)
    _place(nodes, items, Spot(page, 80 + width // 2, 60))
    return page


def size_of(facts: Mapping[str, Any]) -> tuple[int, int]:
    return SIZES.get(str(facts["type"]), GATEWAY)


@dataclass
class Spot:
    page: Page
    x: int  # the middle
    y: int


def _width(nodes: Nodes, items: list[Item]) -> int:
    return max((_item_width(nodes, item) for item in items), default=SIZES["task"][0])


def _item_width(nodes: Nodes, item: Item) -> int:
    if not item.branches:
        return SIZES["task"][0]
    return sum(_width(nodes, branch) + BESIDE for branch in item.branches) - BESIDE


def _place(nodes: Nodes, items: list[Item], spot: Spot) -> int:
    """Returns the y below everything placed."""
    y = spot.y
    for item in items:
        y = _put(nodes, item.key, Spot(spot.page, spot.x, y))
        if not item.branches:
            continue
        left = spot.x - _item_width(nodes, item) // 2
        bottom = y
        for way, branch in enumerate(item.branches):
            width = _width(nodes, branch)
            middle = left + width // 2
            spot.page.channels[f"{item.key}.{way}"] = middle
            bottom = max(bottom, _place(nodes, branch, Spot(spot.page, middle, y)))
            left += width + BESIDE
        y = _put(nodes, item.join, Spot(spot.page, spot.x, bottom)) if item.join else bottom
    return y


def _put(nodes: Nodes, key: str, spot: Spot) -> int:
    width, height = size_of(nodes[key])
    spot.page.boxes[key] = (spot.x - width // 2, spot.y, width, height)
    return spot.y + height + DOWN


def way(page: Page, start: str, place: int, end: str) -> list[Point]:
    """A line of right angles, through the branch's own channel."""
    from_x, from_y = _foot(page.boxes[start])
    to_x, to_y = _head(page.boxes[end])
    channel = page.channels.get(f"{start}.{place}", from_x)
    points = [(from_x, from_y)]
    if channel != from_x:
        points += [(from_x, from_y + DOWN // 3), (channel, from_y + DOWN // 3)]
    if channel != to_x:
        points += [(channel, to_y - DOWN // 3), (to_x, to_y - DOWN // 3)]
    return [*points, (to_x, to_y)]


def _foot(box: Box) -> Point:
    return box[0] + box[2] // 2, box[1] + box[3]


def _head(box: Box) -> Point:
    return box[0] + box[2] // 2, box[1]
