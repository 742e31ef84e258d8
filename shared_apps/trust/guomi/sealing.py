"""签章 of OFD files: a seal of GB/T 38540 V4 and the signature of GB/T 33190 that carries it.

The other half of ses.py and verifying.py. The digests cover every part there is, seals that stand
already among them; only the list of seals stays open, and names them.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from lxml import etree

from shared_apps.trust.guomi import ses, sm2
from shared_apps.trust.guomi.container import (
    Container,
    add,
    child,
    every,
    folder_of,
    root_of,
    said,
    xml,
    zipped,
)
from shared_apps.trust.guomi.container import at as located
from shared_apps.trust.signers import Signer

VENDOR = "Heshu"
SM3 = "1.2.156.10197.1.401"
_OF_A_UNIT, _WHOLE_CERTIFICATES = 1, 1
_TIME = "%Y%m%d%H%M%SZ"

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Seal:
    """印章: what the 制章者 puts his signature to."""

    id: str
    name: str
    picture: bytes  # PNG
    width_mm: int
    height_mm: int
    holder: x509.Certificate


@dataclass(frozen=True)
class Mark:
    """Where the picture stands: a page from 1, x, y, width, height in mm; and the part of it that
    is seen there (骑缝章), measured from its own corner."""

    page: int
    box: Box
    part: Box | None = None


@dataclass(frozen=True)
class Paper:
    width: float
    height: float


def made(seal: Seal, *, maker: Signer, at: datetime) -> bytes:
    """制章: good for as long as its holder's certificate."""
    holder = _der(seal.holder)
    info = ses.SealInfo(
        {
            "header": {"ID": "ES", "version": 4, "Vid": VENDOR},
            "esID": seal.id,
            "property": {
                "type": _OF_A_UNIT,
                "name": seal.name,
                "certListType": _WHOLE_CERTIFICATES,
                "certList": ses.Certificates([holder]),
                "createDate": _second(at),
                "validStart": seal.holder.not_valid_before_utc,
                "validEnd": seal.holder.not_valid_after_utc,
            },
            "picture": {
                "type": "png",
                "data": seal.picture,
                "width": seal.width_mm,
                "height": seal.height_mm,
            },
        }
    )
    whole = {
        "eSealInfo": info,
        "cert": _der(maker.certificate),
        "signAlgID": ses.SM2_WITH_SM3,
        "signedValue": maker.sign(info.dump()),
    }
    return bytes(ses.ESeal(whole).dump())


def sealed(
    content: bytes, *, seal: bytes, marks: Sequence[Mark], signer: Signer, at: datetime
) -> bytes:
    """盖章: the same parts, byte for byte, and one more seal over all of them."""
    file = Container(content)
    parts = {name: file.bytes_of(name) for name in file.names}
    folder = f"{folder_of(file.root)}/Signs"
    listed = said(file.body, "Signatures")
    listing = located("/", listed) if listed else f"{folder}/Signatures.xml"
    if not listed:
        parts["/OFD.xml"] = _pointing(file, listing)
    number = len(every(file.xml_of(listing), "Signature")) + 1 if listed else 1
    place = f"{folder}/Sign_{number}"
    covered = [name for name in parts if name != listing]
    signed = _signed_info(file, parts, covered, place, marks, at=at)
    parts[listing] = _list(folder, number)
    parts[f"{place}/Signature.xml"] = signed
    parts[f"{place}/SignedValue.dat"] = _signature(seal, signed, place, signer, at=at)
    return zipped(parts)


def papers(content: bytes) -> list[Paper]:
    """The size of every page, in mm."""
    file = Container(content)
    root, folder = file.xml_of(file.root), folder_of(file.root)
    whole = _size(child(child(root, "CommonData"), "PageArea"))
    found = []
    for page in every(child(root, "Pages"), "Page"):
        own = child(file.xml_of(located(folder, page.get("BaseLoc", ""))), "Area")
        found.append(whole if own is None else _size(own))
    return found


def _size(area: etree._Element | None) -> Paper:
    _, _, width, height = (float(word) for word in said(area, "PhysicalBox").split())
    return Paper(width, height)


def _signature(seal: bytes, signed: bytes, place: str, signer: Signer, *, at: datetime) -> bytes:
    to_sign = ses.ToSign(
        {
            "version": 4,
            "eseal": ses.ESeal.load(seal),
            "timeInfo": _second(at),
            "dataHash": sm2.sm3(signed),
            "propertyInfo": f"{place}/Signature.xml",
        }
    )
    whole = {
        "toSign": to_sign,
        "cert": _der(signer.certificate),
        "signatureAlgID": ses.SM2_WITH_SM3,
        "signature": signer.sign(to_sign.dump()),
    }
    return bytes(ses.Signature(whole).dump())


def _signed_info(  # noqa: PLR0913  everything the signature speaks of
    file: Container,
    parts: dict[str, bytes],
    covered: Sequence[str],
    place: str,
    marks: Sequence[Mark],
    *,
    at: datetime,
) -> bytes:
    root = root_of("Signature")
    info = add(root, "SignedInfo")
    add(info, "Provider", ProviderName=VENDOR)
    add(info, "SignatureMethod").text = ses.SM2_WITH_SM3
    add(info, "SignatureDateTime").text = at.astimezone(UTC).strftime(_TIME)
    references = add(info, "References", CheckMethod=SM3)
    for name in covered:
        reference = add(references, "Reference", FileRef=name)
        digest = base64.b64encode(sm2.sm3(parts[name])).decode()
        add(reference, "CheckValue").text = digest
    pages = _page_ids(file)
    for turn, mark in enumerate(marks, 1):
        stamp = add(
            info, "StampAnnot", ID=str(turn), PageRef=pages[mark.page - 1], Boundary=_box(mark.box)
        )
        if mark.part:
            stamp.set("Clip", _box(mark.part))
    add(root, "SignedValue").text = f"{place}/SignedValue.dat"
    return xml(root)


def _list(folder: str, count: int) -> bytes:
    root = root_of("Signatures")
    add(root, "MaxSignId").text = str(count)
    for number in range(1, count + 1):
        where = f"{folder}/Sign_{number}/Signature.xml"
        add(root, "Signature", ID=str(number), Type="Seal", BaseLoc=where)
    return xml(root)


def _pointing(file: Container, listing: str) -> bytes:
    """The file's front page, saying where its seals are listed."""
    root = file.xml_of("/OFD.xml")
    body = child(root, "DocBody")
    if body is not None:
        add(body, "Signatures").text = listing
    return xml(root)


def _page_ids(file: Container) -> list[str]:
    pages = every(child(file.xml_of(file.root), "Pages"), "Page")
    return [page.get("ID", "") for page in pages]


def _box(box: Box) -> str:
    return " ".join(f"{edge:.3f}".rstrip("0").rstrip(".") for edge in box)


def _second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)
