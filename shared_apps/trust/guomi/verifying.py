"""验 OFD 章: every seal of an OFD file by its own signatures and the digests it covers.

The certificates' chain is not judged: whoever issued them is not among the city's authorities.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass, field

from lxml import etree

from shared_apps.trust.guomi import ses
from shared_apps.trust.guomi.container import Container, NotOfd, at, child, every, folder_of, said

DIGESTS = {"1.2.156.10197.1.401": "sm3", "sm3": "sm3", "sha256": "sha256"}
# What may stand outside a seal: the list of seals grows, and names them.
GROWS = ("/OFD.xml",)


@dataclass(frozen=True)
class OfdReport:
    """What may be said about an OFD file."""

    ok: bool
    said: str
    seals: list[ses.Judged] = field(default_factory=list)


@dataclass(frozen=True)
class Place:
    """Where a seal's picture stands: page id, and x, y, width, height in mm."""

    page: str
    box: tuple[float, float, float, float]
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
    if wrong := [one for one in seals if one.problems]:
        return OfdReport(False, f"{wrong[0].name}：{wrong[0].problems[0]}", seals)
    return OfdReport(
        True,
        f"{len(seals)} 枚国密签章的签名和摘要全部有效；签章证书由外部机构签发，证书链未作核验。",
        seals,
    )


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
            box = _numbers(stamp.get("Boundary", ""))
            if len(box) == 4:
                x, y, width, height = box
                found.append(Place(stamp.get("PageRef", ""), (x, y, width, height), seal))
    return found


def _signatures(file: Container) -> list[str]:
    listed = said(file.body, "Signatures")
    if not listed:
        return []
    place = at("/", listed)
    rows = every(file.xml_of(place), "Signature")
    return [at(folder_of(place), row.get("BaseLoc", "")) for row in rows]


def _judged(file: Container, name: str) -> ses.Judged:
    signed = file.bytes_of(name)
    root = file.xml_of(name)
    value = at(folder_of(name), said(root, "SignedValue"))
    found = ses.judge(file.bytes_of(value), signed=signed)
    problems = (*found.problems, *_references(file, child(root, "SignedInfo")))
    return ses.Judged(**{**vars(found), "problems": problems})


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


def _numbers(text: str) -> list[float]:
    try:
        return [float(word) for word in text.split()]
    except ValueError:
        return []
