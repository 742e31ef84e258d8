"""Page images of a finished PDF: what people see is made from the very bytes that were sealed."""

import io
import threading
from pathlib import Path

import pypdfium2
from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

SCALE = 2.0  # 144 dpi: crisp on an office screen, about 100 KB a page
INK = (200, 16, 46)
SEEN_THROUGH = 190  # of 255: text stays readable under it
_pdfium = threading.Lock()  # PDFium is not thread-safe


def pdfium_at_work() -> threading.Lock:
    """Held by whoever asks PDFium for anything, here or elsewhere."""
    return _pdfium


def count_pages(pdf: bytes) -> int:
    with _pdfium:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()


def page_image(pdf: bytes, number: int, *, stamp: str = "") -> bytes | None:
    """Page `number` (from 1) as PNG, with these words stamped across what is shown (never across
    the file); None when there is no such page."""
    with _pdfium:
        document = pypdfium2.PdfDocument(pdf)
        try:
            if not 1 <= number <= len(document):
                return None
            image = document[number - 1].render(scale=SCALE).to_pil()
        finally:
            document.close()
    if stamp:
        image = _stamped(image, stamp)
    target = io.BytesIO()
    image.save(target, "PNG", optimize=False)
    return target.getvalue()


def _stamped(page: Image.Image, words: str) -> Image.Image:
    """Framed and aslant in the upper half, where no reader misses it."""
    size = round(page.width * min(0.14, 0.7 / len(words)))
    font = ImageFont.truetype(str(Path(settings.FONTS_ROOT) / "FandolHei-Regular.otf"), size)
    pad, edge, ink = size // 3, max(size // 14, 2), (*INK, SEEN_THROUGH)
    mark = Image.new("RGBA", (round(font.getlength(words)) + 2 * pad, size + 2 * pad), (*INK, 0))
    pen = ImageDraw.Draw(mark)
    corner = (mark.width - edge, mark.height - edge)
    pen.rectangle((edge, edge, *corner), outline=ink, width=edge)
    pen.text((mark.width / 2, mark.height / 2), words, font=font, fill=ink, anchor="mm")
    mark = mark.rotate(18, resample=Image.Resampling.BICUBIC, expand=True)
    left, top = (page.width - mark.width) // 2, round(page.height * 0.36) - mark.height // 2
    sheet = page.convert("RGBA")
    sheet.alpha_composite(mark, (max(left, 0), max(top, 0)))
    return sheet.convert("RGB")
