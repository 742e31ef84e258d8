"""What a seal covers: the head, the content and every file, each by its SHA-256."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from shared_apps.exchange.models import Envelope
from shared_apps.exchange.signing import Signature, problem_of
from shared_apps.trust import authority


@dataclass(frozen=True)
class FileRef:
    """A file by its content. The bytes lie in the sender's folder until the envelope is posted."""

    name: str
    sha256: str
    size: int
    content_type: str = "application/octet-stream"


class Broken(Exception):
    """The copy is not what was sealed: it is not handed over, and waits for an operator."""


def head_of(envelope: Envelope) -> dict[str, Any]:
    """What is written on it, for everybody to read."""
    return {
        "kind": envelope.kind,
        "from_unit": envelope.from_unit_id,
        "source_entry": str(envelope.source_entry),
        "subject_id": str(envelope.subject_id),
        "title": envelope.title,
        "number": envelope.number,
        "doc_kind": envelope.doc_kind,
        "urgency": envelope.urgency,
    }


def manifest_of(envelope: Envelope, files: Iterable[FileRef]) -> dict[str, Any]:
    return {
        "head": digest_of(head_of(envelope)),
        "content": digest_of(envelope.content),
        "files": [asdict(file) for file in files],
    }


def digest_of(what: Mapping[str, Any]) -> str:
    """SHA-256 over the one canonical text of it."""
    text = json.dumps(what, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def files_of(envelope: Envelope) -> list[FileRef]:
    return [FileRef(**file) for file in envelope.manifest["files"]]


def check(envelope: Envelope) -> None:
    """Raise unless head, content and manifest are what the digest says."""
    manifest = envelope.manifest
    if envelope.digest != digest_of(manifest):
        raise Broken(f"公文封 {envelope.pk} 的清单与封签不符。")
    if manifest != manifest_of(envelope, files_of(envelope)):
        raise Broken(f"公文封 {envelope.pk} 的内容与封签不符。")
    if envelope.signature:
        given = Signature(envelope.signature, envelope.certificate)
        revoked = authority.revoked()
        if said := problem_of(given, envelope.digest, at=envelope.sealed_at, revoked=revoked):
            raise Broken(f"公文封 {envelope.pk}：{said}")
