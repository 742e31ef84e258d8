"""字体: the system administrator gives the unit's pages its own licensed faces, or takes them."""

from datetime import datetime

from django.db import transaction

from shared_apps.kernel import storage
from shared_apps.kernel.errors import Forbidden, NotFound
from tenant_apps.correspondence import events, typefaces
from tenant_apps.correspondence.models import OwnFont
from tenant_apps.files import naming
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenants.current import current_unit

MANAGES = "correspondence.fonts.manage"


@transaction.atomic
def install(*, face: str, name: str, content: bytes, by: Staff, at: datetime) -> OwnFont:
    """安装字体: checked by content; one a class, the newer takes the older's place."""
    _refuse_others(by)
    _known(face)
    found = typefaces.read(content)
    sha256, size = storage.put(current_unit().schema_name, [content])
    font, _ = OwnFont.objects.update_or_create(
        face=face,
        defaults={
            "family": found.family,
            "file_name": naming.cleaned(name)[:200],
            "sha256": sha256,
            "size": size,
            "added_by": by.name,
            "added_at": at,
        },
    )
    record(
        events.FontInstalled(subject_id=font.pk, face=face, family=font.family, sha256=sha256),
        by=by,
        at=at,
    )
    return font


@transaction.atomic
def remove(*, face: str, by: Staff, at: datetime) -> None:
    """移除字体: pages fall back on the substitute."""
    _refuse_others(by)
    font = OwnFont.objects.select_for_update(no_key=True).filter(face=face).first()
    if font is None:
        raise NotFound("本单位没有安装这类字体。")
    font_id, family = font.pk, font.family
    font.delete()
    record(events.FontRemoved(subject_id=font_id, face=face, family=family), by=by, at=at)


def _refuse_others(by: Staff) -> None:
    if not by.holds(MANAGES):
        raise Forbidden("由系统管理员维护本单位字体。")


def _known(face: str) -> None:
    if face not in OwnFont.Face.values:
        raise NotFound("没有这类字体。")
