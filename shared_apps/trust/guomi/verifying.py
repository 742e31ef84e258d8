"""验 OFD 章: every seal of an OFD file by its own signatures and the digests it covers.

A seal this city issued is judged by the city's own authority and its revocations besides; of
another's certificate the chain is not judged, and that is said.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime

from lxml import etree

from shared_apps.kernel.clock import ZONE
from shared_apps.trust import authority
from shared_apps.trust.guomi import issuing, ses
from shared_apps.trust.guomi.container import Container, NotOfd, at, child, every, folder_of, said

DIGESTS = {"1.2.156.10197.1.401": "sm3", "sm3": "sm3", "sha256": "sha256"}
MOST_SEALS = 60  # each costs tens of milliseconds, and anybody may ask
# What may stand outside a seal: the list of seals grows, and names them.
GROWS = ("/OFD.xml",)


UNCERTIFIED = "本系统自行签发，未经商用密码认证"


@dataclass(frozen=True)
class OfdReport:
    """What may be said about an OFD file."""

    ok: bool
    said: str
    seals: list[ses.Judged] = field(default_factory=list)
    revoked: dict[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """Where a seal's picture stands: page id, x, y, width, height in mm, and the part of it that
    is seen there (骑缝章)."""

    page: str
    box: tuple[float, float, float, float]
    part: tuple[float, float, float, float] | None
    seal: ses.Judged


def verify_ofd(content: bytes) -> OfdReport:
    try:
        file = Container(content)
        seals = [_judged(file, name) for name in _signatures(file)]
    except NotOfd as refused:
        return OfdReport(False, str(refused))
    except ses.NotThisVersion:
        return OfdReport(False, "签章不是 GB/T 38540 第 4 版的结构，不能核验。")
    if not seals:
        return OfdReport(False, "文件里没有电子签章。")
    ours = [issuing.is_named_by(one.holder) for one in seals]
    revoked = authority.revoked() if any(ours) else {}
    seals = [_vouched(one, revoked) if own else one for one, own in zip(seals, ours, strict=True)]
    if wrong := [one for one in seals if one.problems]:
        return OfdReport(False, f"{wrong[0].name}：{wrong[0].problems[0]}", seals, revoked)
    sealed_by = {one.organization for one in seals}
    if lacking := [one for one in file.signing_bodies if one not in sealed_by]:
        return OfdReport(False, f"联合行文缺少{'、'.join(lacking)}的签章。", seals, revoked)
    if all(ours):
        said = f"{len(seals)} 枚国密签章全部有效，盖章后文件没有改动（{UNCERTIFIED}）。"
        return OfdReport(True, said, seals, revoked)
    return OfdReport(
        True,
        f"{len(seals)} 枚国密签章的签名和摘要全部有效；签章证书由外部机构签发，证书链未作核验。",
        seals,
        revoked,
    )


def only_sealed(before: bytes, after: bytes) -> bool:
    """Is it the same file, part by part, with nothing but seals added?"""
    try:
        was, now = Container(before), Container(after)
        listing = at("/", said(now.body, "Signatures"))
        added = set(now.names) - set(was.names)
        same = all(
            now.bytes_of(name) == was.bytes_of(name) for name in was.names if name != listing
        )
    except NotOfd:
        return False
    return same and all(_grows(name) for name in added)


def _vouched(seal: ses.Judged, revoked: dict[str, datetime]) -> ses.Judged:
    """What our own authority knows of a seal that says it is ours."""
    found = list(seal.problems)
    if not issuing.vouches_for(seal.holder):
        found.append("签章人的证书冒用了本市签章证书机构的名义。")
    if not issuing.vouches_for(seal.maker):
        found.append("印章不是本市签章证书机构制发的。")
    since = revoked.get(seal.serial)
    if since and seal.sealed_at >= since:
        when = since.astimezone(ZONE)
        found.append(f"印章的证书已于 {when:%Y-%m-%d %H:%M} 吊销，此件在吊销之后盖章。")
    return replace(seal, problems=tuple(found))


def places(file: Container) -> list[Place]:
    """For showing: a seal that cannot be read is left out here and reported there."""
    found = []
    for name in _signatures(file):
        info = child(file.xml_of(name), "SignedInfo")
        try:
            seal = _judged(file, name)
        except (NotOfd, ses.NotThisVersion):
            continue
        for stamp in every(info, "StampAnnot"):
            if box := _four(stamp.get("Boundary", "")):
                part = _four(stamp.get("Clip", ""))
                found.append(Place(stamp.get("PageRef", ""), box, part, seal))
    return found


def _signatures(file: Container) -> list[str]:
    listed = said(file.body, "Signatures")
    if not listed:
        return []
    place = at("/", listed)
    rows = every(file.xml_of(place), "Signature")
    if len(rows) > MOST_SEALS:
        raise NotOfd("OFD 文件里的签章过多，不予核验。")
    return [at(folder_of(place), row.get("BaseLoc", "")) for row in rows]


def _judged(file: Container, name: str) -> ses.Judged:
    signed = file.bytes_of(name)
    root = file.xml_of(name)
    value = at(folder_of(name), said(root, "SignedValue"))
    found = ses.judge(file.bytes_of(value), signed=signed)
    problems = (*found.problems, *_references(file, child(root, "SignedInfo")))
    return replace(found, problems=problems)


def _references(file: Container, info: etree._Element | None) -> list[str]:
    listed = child(info, "References")
    if listed is None:
        return ["签章没有保护任何内容。"]
    digest = DIGESTS.get(listed.get("CheckMethod", "").lower())
    if digest is None:
        return ["签章用了不认识的摘要算法，不能核验。"]
    changed, covered = [], set()
    for reference in every(listed, "Reference"):
        name = at("/", reference.get("FileRef", ""))
        covered.add(name)
        try:
            wanted = base64.b64decode(said(reference, "CheckValue"), validate=True)
            same = hashlib.new(digest, file.bytes_of(name)).digest() == wanted
        except (NotOfd, binascii.Error):
            same = False
        if not same:
            changed.append(name)
    found = []
    if changed:
        found.append(f"签章之后有 {len(changed)} 处内容被改动：{changed[0]}。")
    if open_ := [name for name in file.names if name not in covered and not _grows(name)]:
        found.append(f"有 {len(open_)} 处内容不受签章保护：{open_[0]}。")
    return found


def _grows(name: str) -> bool:
    return name in GROWS or "/Signs/" in name or name.endswith("/Signatures.xml")


def _four(text: str) -> tuple[float, float, float, float] | None:
    try:
        x, y, width, height = (float(word) for word in text.split())
    except ValueError:
        return None
    return x, y, width, height
