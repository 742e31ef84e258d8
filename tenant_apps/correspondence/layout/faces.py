"""Which fonts a page is set in: the unit's own licensed ones before those of the house."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FaceClass = Literal["biaosong", "fangsong", "kaiti", "heiti"]
FACE_CLASSES: tuple[FaceClass, ...] = ("biaosong", "fangsong", "kaiti", "heiti")


@dataclass(frozen=True)
class Face:
    """A font of the unit's own: its family as Typst knows it, and the folder it lies in alone."""

    face: FaceClass
    family: str
    folder: Path


@dataclass(frozen=True)
class Faces:
    own: tuple[Face, ...] = ()

    def families(self) -> dict[str, list[str]]:
        return {one.face: [one.family] for one in self.own}

    def folders(self) -> frozenset[Path]:
        return frozenset(one.folder for one in self.own)


HOUSE = Faces()  # nothing of the unit's own
