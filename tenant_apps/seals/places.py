"""Where a seal goes, and what it looks like there."""

from dataclasses import dataclass

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
