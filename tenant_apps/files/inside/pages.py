"""python -m tenant_apps.files.inside.pages FIRST MANY < pdf or picture

Answers one line of JSON, {"pages": …, "sizes": [bytes, …]}, then the pages asked for as WebP.
"""

import io
import json
import sys
from collections.abc import Iterable

import pypdfium2
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError
from pypdfium2 import PdfiumError

from tenant_apps.files.inside.manners import Refusal, live

SCALE = 2.0  # 144 dpi, as our own papers are shown
LONGEST_SIDE = 2400  # pixels: a page may call itself a hundred metres long
MOST_PIXELS = 80_000_000
QUALITY = 82
_PASSWORD = 4  # FPDF_ERR_PASSWORD
Image.init()  # all formats now: once confined, no library may be within reach


def work(arguments: list[str]) -> None:
    first, many = map(int, arguments)
    head = sys.stdin.buffer.peek(8) if hasattr(sys.stdin.buffer, "peek") else b""
    pages, images = (_pdf if b"%PDF-" in head[:1024] else _picture)(range(first, first + many))
    made = [_webp(image) for image in images]
    said = {"pages": pages, "sizes": [len(one) for one in made]}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + b"".join(made))


def _pdf(wanted: range) -> tuple[int, Iterable[Image.Image]]:
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except PdfiumError as error:
        locked = getattr(error, "err_code", None) == _PASSWORD
        raise Refusal("encrypted" if locked else "broken") from None
    return len(document), (
        _drawn(document[number - 1]) for number in wanted if 1 <= number <= len(document)
    )


def _drawn(page: pypdfium2.PdfPage) -> Image.Image:
    longest = max(page.get_size())
    image: Image.Image = page.render(scale=min(SCALE, LONGEST_SIDE / max(longest, 1))).to_pil()
    return image


def _picture(wanted: range) -> tuple[int, Iterable[Image.Image]]:
    """A scan may be one TIFF of many pages; of what moves only the first frame is shown."""
    Image.MAX_IMAGE_PIXELS = None  # ours is stricter, and a refusal instead of a warning
    try:
        image = Image.open(sys.stdin.buffer)
    except UnidentifiedImageError:
        raise Refusal("broken") from None
    if image.width * image.height > MOST_PIXELS:
        raise Refusal("pixels")
    pages = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
    return pages, (
        _shrunk(frame)
        for number, frame in enumerate(ImageSequence.Iterator(image), 1)
        if number in wanted and number <= pages
    )


def _shrunk(image: Image.Image) -> Image.Image:
    if image.width * image.height > MOST_PIXELS:
        raise Refusal("pixels")
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    shown = _in_shades(image)
    shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    turned = ImageOps.exif_transpose(shown).convert("RGBA")
    paper = Image.new("RGB", turned.size, "white")
    paper.paste(turned, mask=turned.getchannel("A"))
    return paper


def _in_shades(image: Image.Image) -> Image.Image:
    """Black and white alone cannot be shrunk without tearing the strokes, and of 65,536 greys
    Pillow would show the darkest 256 and the rest as white paper."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if image.mode == "P":
        return image.convert("RGBA")
    return image.convert("L") if image.mode == "1" else image


def _webp(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.convert("RGB").save(target, "WEBP", quality=QUALITY, method=2)
    return target.getvalue()


if __name__ == "__main__":
    live(work)
