"""随附的版面: a scan, a photograph, an attachment is written on like a text, and bound to itself.

What is shown is its preview (files.preview); a picture becomes one page each of a PDF of its own.
"""

import io
from collections.abc import Iterable
from datetime import datetime

from PIL import Image

from shared_apps.kernel import storage
from shared_apps.kernel.errors import NotFound
from tenant_apps.files import drawing, preview
from tenant_apps.files.models import Attachment, Preview
from tenant_apps.ink import rules
from tenant_apps.ink.subjects import Pages
from tenants.current import current_unit

INCH = 25.4
SHORT, LONG = 210 / INCH * 72, 297 / INCH * 72  # a picture is taken for a sheet of A4
QUALITY = 88


def chosen(files: Iterable[Attachment], file: str) -> Attachment:
    """The one of that id; of a paper that has nothing else, the first."""
    found = next((one for one in files if file in ("", str(one.pk))), None)
    if found is None:
        raise NotFound("没有这个附件，可能已被移除。")
    return found


def pages_of(file: Attachment, *, at: datetime) -> Pages:
    made = preview.of(file, at=at)
    if made.state == Preview.State.PENDING:
        raise rules.NotReady(f"“{file.name}”的版面正在生成，请稍候再打开。")
    if made.state == Preview.State.FAILED:
        raise rules.NotReady(f"“{file.name}”不能批注：{made.reason}")
    return Pages(sha256=file.sha256, content=lambda: _pdf(file, made))


def _pdf(file: Attachment, made: Preview) -> bytes:
    if file.content_type in preview.PICTURES:
        numbers = range(1, made.pages + 1)
        return bound(drawing.page(made.drawn_sha256, one, pages=made.pages) for one in numbers)
    with storage.open_(current_unit().schema_name, made.drawn_sha256) as kept:
        return kept.read()


def bound(pictures: Iterable[bytes]) -> bytes:
    """One page each. These were drawn by our own confined process: no stranger's bytes."""
    from pikepdf import Dictionary, Name, Pdf  # heavy: see tests/house/test_weight.py

    document = Pdf.new()
    for picture in pictures:
        jpeg, wide, high = _jpeg(picture)
        width = LONG if wide > high else SHORT
        height = width * high / wide
        drawn = document.make_stream(
            jpeg, Type=Name.XObject, Subtype=Name.Image, Width=wide, Height=high,
            ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode,
        )  # fmt: skip
        page = document.add_blank_page(page_size=(width, height))
        page.obj.Resources = Dictionary(XObject=Dictionary(Scan=drawn))
        placed = f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Scan Do Q"
        page.obj.Contents = document.make_stream(placed.encode())
    target = io.BytesIO()
    document.save(target, deterministic_id=True)
    return target.getvalue()


def _jpeg(picture: bytes) -> tuple[bytes, int, int]:
    target = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").save(target, "JPEG", quality=QUALITY)
        return target.getvalue(), image.width, image.height
