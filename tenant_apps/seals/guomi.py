"""国密印章: the SM2 side of a seal, made with it, and put on OFD copies by the same act of 用印.

A seal from before the city had such an authority is given its SM2 side when it is first used.
"""

from datetime import datetime

from cryptography import x509

from shared_apps.kernel.ids import new_id
from shared_apps.trust import authority, keys, register, signers
from shared_apps.trust.guomi import issuing, sealing, sm2
from tenant_apps.seals import keyring
from tenant_apps.seals.keeping import picture
from tenant_apps.seals.models import GuomiSeal, Seal
from tenant_apps.seals.places import OffThePage, Place, bundles
from tenants.current import current_unit


def ready(seal: Seal, *, at: datetime) -> GuomiSeal | None:
    """With the picture as it is now; None where the city has no 国密 authority."""
    if not issuing.stands():
        return None
    valid = GuomiSeal.objects.filter(seal=seal, made_at__lte=at, expires_at__gt=at)
    found = valid.order_by("-made_at").first() or _made(seal, at=at)
    if found.image_sha256 != seal.image_sha256:
        holder = authority.read(found.certificate)
        found.image_sha256, found.structure = seal.image_sha256, _structure(seal, holder, at=at)
        found.save(update_fields=["image_sha256", "structure"])
    return found


def end(seal: Seal, *, why: str, at: datetime) -> None:
    """销毁."""
    for found in GuomiSeal.objects.filter(seal=seal):
        found.wrapped_key = b""
        found.save(update_fields=["wrapped_key"])
        authority.revoke(serial=found.serial, why=why, at=at)


def impressed(  # noqa: PLR0913  all that one impression is made of
    ofd: bytes, *, seal: Seal, national: GuomiSeal, place: Place, paging: bool, at: datetime
) -> bytes:
    """Where the PDF has it, to the same millimetre."""
    held = keyring.signer(
        owner=national.pk,
        certificate=national.certificate,
        wrapped_key=bytes(national.wrapped_key),
    )
    pages = sealing.papers(ofd)
    marks = [_mark(seal, place, pages), *(_edges(seal, pages) if paging else ())]
    return sealing.sealed(ofd, seal=bytes(national.structure), marks=marks, signer=held, at=at)


def _made(seal: Seal, *, at: datetime) -> GuomiSeal:
    """A key, its certificate, and the 印章 that names it; the newest one counts."""
    row_id, key = new_id(), sm2.new_key()
    certificate = issuing.issue(key=key, name=seal.name, unit=current_unit(), at=at)
    return GuomiSeal.objects.create(
        id=row_id,
        seal=seal,
        certificate=register.pem(certificate),
        serial=register.serial_of(certificate),
        wrapped_key=keys.wrap(signers.written(key), bound_to=row_id),
        expires_at=certificate.not_valid_after_utc,
        image_sha256=seal.image_sha256,
        structure=_structure(seal, certificate, at=at),
        made_at=at,
    )


def _structure(seal: Seal, holder: x509.Certificate, *, at: datetime) -> bytes:
    """印章数据: signed by the 制章者, picture and holder in it."""
    about = sealing.Seal(
        id=seal.pk.hex,
        name=seal.name,
        picture=picture(seal),
        width_mm=seal.width_mm,
        height_mm=seal.height_mm,
        holder=holder,
    )
    return sealing.made(about, maker=issuing.signer(issuing.MAKER), at=at)


def _mark(seal: Seal, place: Place, pages: list[sealing.Paper]) -> sealing.Mark:
    if not 1 <= place.page <= len(pages):
        raise OffThePage(place)
    left, top = place.x_mm - seal.width_mm / 2, place.y_mm - seal.height_mm / 2
    return sealing.Mark(place.page, (left, top, seal.width_mm, seal.height_mm))


def _edges(seal: Seal, pages: list[sealing.Paper]) -> list[sealing.Mark]:
    """骑缝章: the whole seal behind each outer edge, and of it only this page's slice is seen."""
    width, height = seal.width_mm, seal.height_mm
    found = []
    for bundle in bundles(len(pages)):
        share = width / len(bundle)
        for turn, page in enumerate(bundle):
            paper = pages[page]
            left = paper.width - share * (turn + 1)
            box = (left, (paper.height - height) / 2, width, height)
            part = (share * turn, 0, share, height)
            found.append(sealing.Mark(page + 1, box, part))
    return found
