"""Is a certificate one of ours, and was it good at that moment?"""

from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from shared_apps.kernel.clock import ZONE
from shared_apps.trust import authority, register


def problem_of(
    certificate: x509.Certificate, *, at: datetime, revoked: dict[str, datetime]
) -> str:
    """Why it should not be believed; empty when the city vouches for it."""
    try:
        certificate.verify_directly_issued_by(authority.root())
    except (ValueError, TypeError, InvalidSignature):
        return "证书不是本市签章证书机构签发的。"
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        return "签名时证书不在有效期内。"
    since = revoked.get(register.serial_of(certificate))
    if since and at >= since:
        return f"证书已于 {since.astimezone(ZONE):%Y-%m-%d %H:%M} 吊销。"
    return ""
