"""What the acts of the bank share: a seal held for its transaction, and files in the store."""

from uuid import UUID

from shared_apps.kernel import storage
from shared_apps.kernel.errors import NotFound
from tenant_apps.seals.models import Seal
from tenants.current import current_unit


def locked(seal_id: UUID) -> Seal:
    found = Seal.objects.select_for_update(no_key=True).filter(pk=seal_id).first()
    if found is None:
        raise NotFound("没有这枚印章。")
    return found


def kept(content: bytes) -> str:
    return storage.put(current_unit().schema_name, [content])[0]


def stored(sha256: str) -> bytes:
    with storage.open_(current_unit().schema_name, sha256) as file:
        return file.read()


def picture(seal: Seal) -> bytes:
    return stored(seal.image_sha256)
