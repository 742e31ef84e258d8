"""印模: the picture of a seal, as small as a signature wants it and transparent where it is paper.

What is uploaded is checked and reduced; what we draw ourselves is for demonstration only: a seal
is legally made by a licensed 刻制 shop, and its picture comes from there.
"""

import io
import math
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from shared_apps.kernel.errors import DomainError, Invalid

SIDE = 300  # pixels: 42 mm at 181 dpi
COLOURS = 16
MOST_BYTES, MOST_PIXELS = 4 * 2**20, 4000 * 4000
RED = (214, 0, 15)
_FINE = 3  # drawn so many times larger, then reduced
_FULL = 255
_CLEAR_SHARE = 0.2  # of the picture must be paper


class BadPicture(Invalid):
    code = "seals.bad_picture"


class PictureTooLarge(DomainError):
    status = 413
    code = "seals.picture_too_large"


def reduced(png: bytes, *, width_mm: int, height_mm: int) -> bytes:
    """The uploaded picture on a canvas of the seal's own proportions, in at most 16 colours."""
    if len(png) > MOST_BYTES:
        raise PictureTooLarge("印模图片超过 4 MB，请压缩后再上传。")
    picture = _opened(png)
    clear = picture.getchannel("A").histogram()[0] / (picture.width * picture.height)
    if clear < _CLEAR_SHARE:
        raise BadPicture("印模的底色不透明，盖上去会遮住文字。请上传透明背景的 PNG 图片。")
    box = picture.getchannel("A").getbbox()
    if box is None:
        raise BadPicture("印模图片是空白的，请检查后重新上传。")
    canvas = Image.new("RGBA", _pixels(width_mm, height_mm), (255, 255, 255, 0))
    inked = picture.crop(box)
    inked.thumbnail(canvas.size, Image.Resampling.LANCZOS)
    canvas.alpha_composite(
        inked, ((canvas.width - inked.width) // 2, (canvas.height - inked.height) // 2)
    )
    return _written(canvas)


def drawn(name: str, *, under: str = "", width_mm: int, height_mm: int) -> bytes:
    """A round seal with the unit's name and a star, or a framed name where it is not square."""
    width, height = _pixels(width_mm, height_mm)
    ink = Image.new("L", (width * _FINE, height * _FINE))  # how thick it lies; the colour is one
    if width == height:
        _round(ink, name, under)
    else:
        _framed(ink, name)
    canvas = Image.new("RGBA", (width, height), RED)
    canvas.putalpha(ink.resize((width, height), Image.Resampling.LANCZOS))
    return _written(canvas)


def opened(png: bytes) -> Image.Image:
    """For the page of a PDF: full colour with its own mask."""
    return Image.open(io.BytesIO(png)).convert("RGBA")


def _opened(png: bytes) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(png), formats=["PNG"])
        if picture.width * picture.height > MOST_PIXELS:
            raise PictureTooLarge("印模图片的尺寸过大，请缩小到 4000×4000 像素以内。")
        return picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError):  # Pillow's ways of saying: no PNG
        raise BadPicture("只能上传 PNG 图片；文件可能已损坏，请重新导出后再上传。") from None


def _pixels(width_mm: int, height_mm: int) -> tuple[int, int]:
    most = max(width_mm, height_mm)
    return round(SIDE * width_mm / most), round(SIDE * height_mm / most)


def _written(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    few = picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE)
    few.save(target, "PNG", optimize=True)
    return target.getvalue()


def _font(size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(Path(settings.FONTS_ROOT) / "FandolSong-Bold.otf"), round(size))


def _round(ink: Image.Image, name: str, under: str) -> None:
    pen, side = ImageDraw.Draw(ink), ink.width
    radius, edge = side / 2, side * 1.2 / 42
    pen.ellipse(
        (edge / 2, edge / 2, side - edge / 2, side - edge / 2), outline=_FULL, width=round(edge)
    )
    star = []
    for corner in range(10):
        reach = radius * (0.33 if corner % 2 == 0 else 0.126)
        turn = math.pi * (corner / 5 - 0.5)
        star.append((radius + reach * math.cos(turn), radius + reach * math.sin(turn)))
    pen.polygon(star, fill=_FULL)
    if under:
        pen.text((radius, side * 0.79), under, font=_font(radius * 0.19), fill=_FULL, anchor="mm")
    _along_the_edge(ink, name, radius, edge)


def _along_the_edge(ink: Image.Image, name: str, radius: float, edge: float) -> None:
    size = min(radius * 0.30, radius * 0.8 * math.radians(260) / max(len(name), 1))
    span = math.radians(min(250, 24 * len(name)))
    font, reach = _font(size), radius - edge - size * 0.62
    box = round(size * 2)
    for place, char in enumerate(name):
        turn = -span / 2 + span * (place / (len(name) - 1) if len(name) > 1 else 0.5)
        tile = Image.new("L", (box, box))
        ImageDraw.Draw(tile).text((box / 2, box / 2), char, font=font, fill=_FULL, anchor="mm")
        tile = tile.rotate(-math.degrees(turn), resample=Image.Resampling.BICUBIC)
        x, y = radius + reach * math.sin(turn), radius - reach * math.cos(turn)
        ink.paste(_FULL, (round(x - box / 2), round(y - box / 2)), tile)


def _framed(ink: Image.Image, name: str) -> None:
    pen, edge = ImageDraw.Draw(ink), round(ink.height * 0.05)
    pen.rectangle((0, 0, ink.width - 1, ink.height - 1), outline=_FULL, width=edge)
    size = min(ink.height * 0.7, (ink.width - 4 * edge) / max(len(name), 1))
    pen.text((ink.width / 2, ink.height / 2), name, font=_font(size), fill=_FULL, anchor="mm")
