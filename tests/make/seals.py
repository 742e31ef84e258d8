"""A seal, its keeper, a paper to be sealed: call these where `city_authority` stands."""

import hashlib
import io
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw

from shared_apps.kernel import storage
from shared_apps.kernel.ids import new_id
from tenant_apps.correspondence.layout import RedHead, render_pdf
from tenant_apps.organization.models import Staff
from tenant_apps.seals import actions
from tenant_apps.seals.models import Seal
from tenant_apps.seals.places import Place
from tenants.current import current_unit
from tests.make import organization as make

PLACE = Place(page=1, x_mm=140, y_mm=150)


def keeper(name: str = "林保管") -> Staff:
    return make.staff(name, duties=["registrar"], title="机要文书")


def seal(by: Staff, keepers: list[Staff], **more: Any) -> Seal:
    facts = {
        "name": current_unit().name,
        "kind": "official",
        "doc_kinds": [],
        "width_mm": 42,
        "height_mm": 42,
        "keepers": [one.pk for one in keepers],
        "at": timezone.now() - timedelta(days=1),
    } | more
    return actions.make(by=by, **facts)


def paper(paragraphs: int = 3) -> bytes:
    return render_pdf(
        RedHead(
            letterhead="太和镇人民政府文件",
            title="关于开展秋冬季防火检查的通知",
            body="\n".join(
                f"第{turn}条，请各村认真组织落实，确保安全。" * 3 for turn in range(paragraphs)
            ),
            author="太和镇人民政府",
            printed_by="太和镇党政办公室",
            number="太和府〔2026〕1号",
            dated_on=date(2026, 11, 23),
            printed_on=date(2026, 11, 23),
        )
    )


def subject(content: bytes, **more: Any) -> actions.Subject:
    """The paper as it lies in the unit's folder, approved as it is."""
    sha256, _ = storage.put(current_unit().schema_name, [content])
    facts = {
        "kind": "outgoing",
        "id": new_id(),
        "title": "关于开展秋冬季防火检查的通知",
        "number": "太和府〔2026〕1号",
        "doc_kind": "notice",
        "pdf_sha256": sha256,
        "approved_hash": hashlib.sha256(content).hexdigest(),
        "approved_by": "李静",
    } | more
    return actions.Subject(**facts)


def stored(sha256: str) -> bytes:
    with storage.open_(current_unit().schema_name, sha256) as file:
        return file.read()


def picture(*, clear: bool = True, side: int = 500) -> bytes:
    """A red ring, on nothing or on white."""
    image = Image.new("RGBA", (side, side), (255, 255, 255, 0 if clear else 255))
    ImageDraw.Draw(image).ellipse(
        (20, 20, side - 20, side - 20), outline=(220, 0, 0, 255), width=18
    )
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()
