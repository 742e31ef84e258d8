"""Pages of a PDF as a reader shows them: cut to the crop box, turned, measured from above."""

import io

import pikepdf

POINT = 25.4 / 72 * 100  # hundredths of a millimetre
_DEEPEST = 32  # page trees are shallow; a broken one may bite its own tail


def sizes(pdf: bytes) -> list[list[int]]:
    """Width and height of every page as a reader shows it: cut to its crop box, and turned."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [_size(page) for page in document.pages]


def turn_of(page: pikepdf.Page) -> int:
    """/Rotate, which a page may have from the nodes above it: 0, 90, 180 or 270."""
    node: pikepdf.Object = page.obj
    for _ in range(_DEEPEST):
        if "/Rotate" in node:
            return int(node["/Rotate"]) % 360 // 90 * 90
        if "/Parent" not in node:
            break
        node = node["/Parent"]
    return 0


def box_of(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """What of the page is shown, lower left corner first."""
    media, crop = _box(page.mediabox), _box(page.cropbox)
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    return (left, bottom, right, top) if left < right and bottom < top else media


def _box(found: pikepdf.Array) -> tuple[float, float, float, float]:
    a, b, c, d = (float(value) for value in found)
    return min(a, c), min(b, d), max(a, c), max(b, d)


def _size(page: pikepdf.Page) -> list[int]:
    left, bottom, right, top = box_of(page)
    shown = [round((right - left) * POINT), round((top - bottom) * POINT)]
    return shown[::-1] if turn_of(page) in (90, 270) else shown


def place(page: pikepdf.Page, x: float, y: float) -> tuple[float, float]:
    """From the page as shown to its own axes: cut, turned, and with the origin below."""
    left, bottom, right, top = box_of(page)
    across, down = x / POINT, y / POINT
    return {
        0: (left + across, top - down),
        90: (left + down, bottom + across),
        180: (right - across, bottom + down),
        270: (right - down, top - across),
    }[turn_of(page)]
