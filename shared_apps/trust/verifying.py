"""验章: who sealed a PDF, when, and whether it is still what was sealed. No unit is asked."""

import io
import logging
from datetime import datetime

from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import find_cms_attribute_iter
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from shared_apps.kernel.clock import ZONE
from shared_apps.trust import authority, stamping_time
from shared_apps.trust.judging import Report, SealFound

logger = logging.getLogger(__name__)

STAMP = "signature_time_stamp_token"
# Further seals are the only thing that may be added to a sealed document.
HARMLESS = ModificationLevel.FORM_FILLING


def verified(content: bytes) -> Report:
    """Judged by the city's own authority and its revocations; nothing is fetched from anywhere."""
    if not content.startswith(b"%PDF-"):
        return Report(False, "这不是 PDF 文件。")
    try:
        found = [*PdfFileReader(io.BytesIO(content)).embedded_regular_signatures]
        revoked = authority.revoked()
        seals = [_judged(one, revoked) for one in found]
    except authority.NoAuthority:
        raise
    except Exception:  # whatever a damaged or made-up file provokes: it is not what was sealed
        logger.info("a file could not be read for verification", exc_info=True)
        return Report(False, "文件已损坏或被改动，无法读出其中的印章。")
    if not seals:
        return Report(False, "文件里没有电子印章。")
    if wrong := [one for one in seals if not one.ok]:
        return Report(False, f"{wrong[0].name}：{wrong[0].problems[0]}", seals)
    if not any(one.whole for one in seals):
        return Report(False, "最后一枚印章之后，文件又被添加了内容。", seals)
    return Report(True, f"{len(seals)} 枚印章全部有效，盖章后文件没有改动。", seals)


def _judged(found: EmbeddedPdfSignature, revoked: dict[str, datetime]) -> SealFound:
    moment = _moment_of(found)
    stamps = _context(moment, *stamping_time.roots())
    status = validate_pdf_signature(found, _context(moment), stamps)
    certificate = found.signer_cert
    named, issued = certificate.subject.native, certificate.issuer.native
    serial = f"{certificate.serial_number:x}"
    since = revoked.get(serial)
    stamped = status.timestamp_validity is not None and status.timestamp_validity.valid
    return SealFound(
        name=named.get("common_name", ""),
        organization=named.get("organization_name", ""),
        issuer=issued.get("common_name", ""),
        serial=serial,
        sealed_at=moment,
        stamped=stamped,
        expires_at=certificate.not_valid_after,
        revoked_at=since,
        whole=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        problems=tuple(_problems(status, moment, since)),
    )


def _problems(
    status: PdfSignatureStatus, moment: datetime | None, revoked_at: datetime | None
) -> list[str]:
    found = []
    if not status.intact or not status.valid:
        found.append("盖章后内容被改动，印章无效。")
    elif status.coverage is None or status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        found.append("印章没有覆盖整份文件。")
    elif not status.docmdp_ok or (status.modification_level or HARMLESS) > HARMLESS:
        found.append("盖章后页面被改动或添加了内容，印章无效。")
    if not status.trusted:
        found.append("印章的证书不是本市签章证书机构签发的，或盖章时不在有效期内。")
    if status.timestamp_validity is not None and not _holds(status.timestamp_validity):
        found.append("时间戳无效，盖章时间不可信。")
    if revoked_at:
        found += _revoked(status, moment, revoked_at)
    return found


def _revoked(
    status: PdfSignatureStatus, moment: datetime | None, revoked_at: datetime
) -> list[str]:
    """Whoever has got hold of a key can write any date: before its end it sealed only what a
    time stamp says so of."""
    said = f"印章的证书已于 {revoked_at.astimezone(ZONE):%Y-%m-%d %H:%M} 吊销，"
    if moment is None or moment >= revoked_at:
        return [f"{said}此件在吊销之后盖章。"]
    if status.timestamp_validity is None:
        return [f"{said}此件没有时间戳，不能证明是在吊销之前盖章的。"]
    return []


def _holds(stamp: TimestampSignatureStatus) -> bool:
    return stamp.intact and stamp.valid and stamp.trusted


def _moment_of(found: EmbeddedPdfSignature) -> datetime | None:
    """The time stamp's moment; without one, what the sealing machine said."""
    tokens = list(find_cms_attribute_iter(found.signer_info["unsigned_attrs"], STAMP))
    if len(tokens) != 1:
        return found.self_reported_timestamp
    (token,) = tokens
    moment = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
    return moment if isinstance(moment, datetime) else None


def _context(moment: datetime | None, *others: asn1_x509.Certificate) -> ValidationContext:
    """Valid at the moment of sealing: a certificate may run out later without harm."""
    der = authority.root().public_bytes(serialization.Encoding.DER)
    trusted = [asn1_x509.Certificate.load(der), *others]
    return ValidationContext(trust_roots=trusted, allow_fetching=False, moment=moment)
