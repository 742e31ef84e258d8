"""What a file says (文本提取): read in confinement, from the file itself or the PDF made of it."""

from shared_apps.kernel import storage
from tenant_apps.files import confined, inflating
from tenant_apps.files.models import Preview, Version
from tenant_apps.files.sniffing import DOCX, PDF, PPTX, TEXT, XLSX
from tenants.current import current_unit

LONGEST = 600_000  # characters: some four hundred pages
_READS = "tenant_apps.files.inside.text"
KINDS = {DOCX: "docx", XLSX: "xlsx", PPTX: "pptx", PDF: "pdf", TEXT: "txt"}
_ARCHIVES = ("docx", "xlsx", "pptx")


def text_of(version: Version) -> str:
    """ "" where nothing can be read; that a file has no words is no reason to refuse it."""
    if version.flaw == Version.Flaw.ENCRYPTED:
        return ""
    if kind := KINDS.get(version.content_type):
        return read(version.sha256, kind)
    made = Preview.objects.filter(sha256=version.sha256, state=Preview.State.READY).first()
    if made is None or made.drawn_sha256 == version.sha256:  # a picture has no words
        return ""
    return read(made.drawn_sha256, "pdf")


def opens(sha256: str) -> bool:
    """A PDF that only forbids changes says it is encrypted as well; it opens for everybody."""
    try:
        with storage.open_(current_unit().schema_name, sha256) as file:
            confined.run(_READS, ["pdf", "1"], stdin=file)
    except (storage.Missing, confined.Refused):
        return False
    return True


def read(sha256: str, kind: str, *, longest: int = LONGEST) -> str:
    try:
        with storage.open_(current_unit().schema_name, sha256) as file:
            if kind in _ARCHIVES and inflating.is_a_bomb(file):
                return ""
            file.seek(0)
            answer = confined.run(_READS, [kind, str(longest)], stdin=file)
    except (storage.Missing, confined.Refused):
        return ""
    return answer.decode(errors="ignore")
