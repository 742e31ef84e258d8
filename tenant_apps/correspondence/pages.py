"""Page images of a finished PDF: what people see is made from the very bytes that were sealed."""

import io
import threading

import pypdfium2

SCALE = 2.0  # 144 dpi: crisp on an office screen, about 100 KB a page
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


def page_image(pdf: bytes, number: int) -> bytes | None:
    """Page `number` (from 1) as PNG; None when there is no such page."""
    with _pdfium:
        document = pypdfium2.PdfDocument(pdf)
        try:
            if not 1 <= number <= len(document):
                return None
            image = document[number - 1].render(scale=SCALE).to_pil()
        finally:
            document.close()
    target = io.BytesIO()
    image.save(target, "PNG", optimize=False)
    return target.getvalue()
