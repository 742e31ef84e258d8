"""水印: who looks, from where and when, laid on a page as it is served and never kept."""

import io
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from shared_apps.kernel.clock import ZONE
from tenants.current import current_unit

SIZE = 30  # pixels of type on a page 1,190 wide
ANGLE = 24
GREY = (90, 98, 112, 62)
ROOM = (120, 150)  # between two of them
QUALITY = 80
_FACES = ("FandolHei-Regular.otf", "HeshuRareHei.otf")  # the second for rare names


def words(name: str, at: datetime) -> str:
    """Who looks, at which unit, at which minute."""
    return f"{name}  {current_unit().short_name}  {at.astimezone(ZONE):%Y-%m-%d %H:%M}"


def lay(page: bytes, text: str) -> bytes:
    """The page with the text all over it, so that no photograph of any part is without."""
    image = Image.open(io.BytesIO(page)).convert("RGB")
    mark = _mark(text)
    for row, top in enumerate(range(-mark.height // 3, image.height, mark.height)):
        for left in range(-(row % 2) * mark.width // 2, image.width, mark.width):
            image.paste(mark, (left, top), mark)
    target = io.BytesIO()
    image.save(target, "WEBP", quality=QUALITY, method=1)
    return target.getvalue()


@lru_cache(64)
def _mark(text: str) -> Image.Image:
    pieces = [(char, _face_of(char)) for char in text]
    width = int(sum(face.getlength(char) for char, face in pieces)) + ROOM[0]
    line = Image.new("RGBA", (width, SIZE * 2), (0, 0, 0, 0))
    pen, left = ImageDraw.Draw(line), 0.0
    for char, face in pieces:
        pen.text((left, SIZE / 2), char, font=face, fill=GREY)
        left += face.getlength(char)
    turned = line.rotate(ANGLE, expand=True, resample=Image.Resampling.BICUBIC)
    roomy = Image.new("RGBA", (turned.width, turned.height + ROOM[1]), (0, 0, 0, 0))
    roomy.paste(turned)
    return roomy


@lru_cache(4096)
def _face_of(char: str) -> ImageFont.FreeTypeFont:
    """The first face that has the character: the others would all draw the same empty box."""
    faces = _faces()
    for face in faces:
        if bytes(face.getmask(char)) != bytes(face.getmask("\U0010fffd")):
            return face
    return faces[0]


@lru_cache(1)
def _faces() -> list[ImageFont.FreeTypeFont]:
    return [ImageFont.truetype(str(Path(settings.FONTS_ROOT) / name), SIZE) for name in _FACES]
