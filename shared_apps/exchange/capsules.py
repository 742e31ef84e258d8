"""公文封文件: an envelope as one file (.zip) that both sides can keep, and anybody can verify.

It needs neither the sender's nor the recipient's schema: head, content, manifest, files, the
sender's signature and the certificates all lie in it.
"""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from shared_apps.exchange.models import Envelope
from shared_apps.exchange.sealing import digest_of, files_of, head_of
from shared_apps.exchange.signing import Signature, problem_of
from shared_apps.kernel import storage
from shared_apps.kernel.errors import NotFound
from shared_apps.trust import authority, register
from shared_apps.trust.judging import Report, verify_pdf
from tenants.current import public_floor

FORMAT = "heshu-capsule/1"
OFFICE = "exchange"
MOST_FILES, MOST_BYTES = 200, 1 << 30
PARTS = ("capsule.json", "head.json", "content.json", "manifest.json")


@dataclass(frozen=True)
class CapsuleReport:
    """What may be said about a capsule."""

    ok: bool
    said: str
    title: str = ""
    number: str = ""
    sender: str = ""
    sealed_at: str = ""
    signed: bool = False
    document: str = ""  # SHA-256 of the document itself, its first file
    problems: list[str] = field(default_factory=list)
    paper: Report | None = None


class Unreadable(Exception):
    """No capsule, or one that was made to do harm."""


def find(envelope_id: UUID | None, *, unit: str) -> Envelope:
    """For either side of it: the sender, or a recipient."""
    if envelope_id is None:
        raise NotFound("这份公文还没有封装发出，没有公文封。")
    with public_floor():
        found = Envelope.objects.select_related("from_unit").filter(pk=envelope_id).first()
        if found is None:
            raise NotFound("没有这个公文封。")
        places = {found.from_unit.schema_name} | set(
            found.deliveries.values_list("to_unit__schema_name", flat=True)
        )
    if unit not in places:
        raise NotFound("没有这个公文封。")
    return found


def write(envelope: Envelope) -> bytes:
    """The capsule of an envelope. The same envelope gives the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as capsule:
        _put(capsule, "capsule.json", _facts(envelope))
        _put(capsule, "head.json", head_of(envelope))
        _put(capsule, "content.json", envelope.content)
        _put(capsule, "manifest.json", envelope.manifest)
        if envelope.signature:
            _put(capsule, "signature.json", {"value": envelope.signature})
            _add(capsule, "certificates/unit.pem", envelope.certificate.encode())
            _add(capsule, "certificates/ca.pem", register.pem(authority.root()).encode())
        for file in files_of(envelope):
            with storage.open_(OFFICE, file.sha256) as source:
                _add(capsule, f"files/{file.sha256}", source.read())
    return target.getvalue()


def is_capsule(source: BinaryIO) -> bool:
    """Only whether it says so; the source is back at its beginning afterwards."""
    try:
        with zipfile.ZipFile(source) as found:
            return "capsule.json" in found.namelist()
    except zipfile.BadZipFile:
        return False
    finally:
        source.seek(0)


def verify(source: BinaryIO) -> CapsuleReport:
    """Offline: by what lies in it and the city's authority. Every name and size is distrusted."""
    try:
        with zipfile.ZipFile(source) as capsule:
            _refuse_bombs(capsule)
            facts, head, content, manifest = (_read(capsule, part) for part in PARTS)
            problems = _problems(capsule, facts, head, content, manifest)
            signed = "signature.json" in capsule.namelist()
            paper = _paper(capsule, manifest)
    except (Unreadable, zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError) as error:
        said = str(error) if isinstance(error, Unreadable) else "公文封文件已损坏，或不是公文封。"
        return CapsuleReport(False, said)
    if paper is not None and paper.seals and not paper.ok:
        problems.append(paper.said)
    if not signed:
        problems.append("公文封没有发文单位的签名，只能证明内容自身一致，不能证明来源。")
    said = problems[0] if problems else "来源可信，正文和附件与封装时完全一致。"
    return CapsuleReport(
        ok=not problems,
        said=said,
        title=str(head["title"]),
        number=str(head["number"]),
        sender=str(facts["from_unit"]),
        sealed_at=str(facts["sealed_at"]),
        signed=signed,
        document=str(manifest["files"][0]["sha256"]) if manifest["files"] else "",
        problems=problems,
        paper=paper,
    )


def _facts(envelope: Envelope) -> dict[str, str]:
    return {
        "format": FORMAT,
        "envelope": str(envelope.pk),
        "from_unit": envelope.from_unit.name,
        "sealed_at": envelope.sealed_at.isoformat(),
        "digest": envelope.digest,
    }


def _problems(
    capsule: zipfile.ZipFile,
    facts: dict[str, Any],
    head: dict[str, Any],
    content: dict[str, Any],
    manifest: dict[str, Any],
) -> list[str]:
    if facts.get("format") != FORMAT:
        raise Unreadable("不认识的公文封格式。")
    found = []
    if digest_of(manifest) != facts["digest"]:
        found.append("清单与封签不符。")
    if digest_of(head) != manifest["head"] or digest_of(content) != manifest["content"]:
        found.append("标题、文号或内容与清单不符。")
    found += _files(capsule, manifest)
    if "signature.json" in capsule.namelist():
        certificate = capsule.read("certificates/unit.pem").decode()
        given = Signature(_read(capsule, "signature.json")["value"], certificate)
        at = datetime.fromisoformat(facts["sealed_at"])
        if said := problem_of(given, facts["digest"], at=at, revoked=authority.revoked()):
            found.append(said)
    return found


def _files(capsule: zipfile.ZipFile, manifest: dict[str, Any]) -> list[str]:
    """Each by its content, and none beside them."""
    found = [
        f"文件“{file['name']}”与清单不符，已被替换或损坏。"
        for file in manifest["files"]
        if _sha256(capsule, f"files/{file['sha256']}") != file["sha256"]
    ]
    listed = {f"files/{file['sha256']}" for file in manifest["files"]}
    there = {name for name in capsule.namelist() if name.startswith("files/")}
    if strange := there - listed:
        found.append(f"多出 {len(strange)} 个清单之外的文件。")
    return found


def _paper(capsule: zipfile.ZipFile, manifest: dict[str, Any]) -> Report | None:
    """The first file is the document itself."""
    files = manifest["files"]
    if not files or files[0]["content_type"] != "application/pdf" or not authority.stands():
        return None
    name = f"files/{files[0]['sha256']}"
    return verify_pdf(capsule.read(name)) if name in capsule.namelist() else None


def _refuse_bombs(capsule: zipfile.ZipFile) -> None:
    entries = capsule.infolist()
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise Unreadable("公文封里的文件过多或过大，不予核验。")
    if len({entry.filename for entry in entries}) != len(entries):
        raise Unreadable("公文封里有重名的文件，不予核验。")


def _sha256(capsule: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    try:
        with capsule.open(name) as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    except (KeyError, zipfile.BadZipFile):
        return ""
    return digest.hexdigest()


def _read(capsule: zipfile.ZipFile, name: str) -> dict[str, Any]:
    found = json.loads(capsule.read(name))
    if not isinstance(found, dict):
        raise Unreadable("公文封文件已损坏，或不是公文封。")
    return found


def _put(capsule: zipfile.ZipFile, name: str, what: dict[str, Any]) -> None:
    text = json.dumps(what, ensure_ascii=False, sort_keys=True, indent=1)
    _add(capsule, name, text.encode())


def _add(capsule: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Under one fixed date: the file says nothing that the envelope does not."""
    entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    capsule.writestr(entry, content)
