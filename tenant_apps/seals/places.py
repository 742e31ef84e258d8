"""Where a seal goes, and what it looks like there."""

from dataclasses import dataclass
from itertools import pairwise

from PIL import Image

SLICES = 10  # pages that share one 骑缝章: thinner slices could not be told apart


@dataclass(frozen=True)
class Place:
    """Where the middle of the seal goes: page from 1, millimetres from its top left corner."""

    page: int
    x_mm: float
    y_mm: float


@dataclass(frozen=True)
class Stamp:
    """A seal's picture at its size on paper."""

    name: str
    picture: Image.Image
    width_mm: float
    height_mm: float


class OffThePage(ValueError):
    """The place is not on the paper."""


def bundles(pages: int) -> list[range]:
    """骑缝章: which pages share one impression, as evenly as can be: a page that stands alone
    would be tied to no other."""
    count = -(-pages // SLICES)
    edges = [pages * turn // count for turn in range(count + 1)]
    return [range(first, behind) for first, behind in pairwise(edges)]
