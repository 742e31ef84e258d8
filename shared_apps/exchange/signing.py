"""落款: the sender's own signature on what it posts, so that a copy proves itself anywhere.

The key lies in the unit; whoever keeps it there says how to sign:

    @signs
    def sign(digest: str, at: datetime) -> Signature | None: ...  # in the sender's unit
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from shared_apps.trust import authority, signers, vouching


@dataclass(frozen=True)
class Signature:
    """Over the digest of the manifest, as text, with the certificate to check it by."""

    value: str  # base64
    certificate: str  # PEM


Provider = Callable[[str, datetime], Signature | None]
_providers: list[Provider] = []


def signs(provider: Provider) -> Provider:
    _providers[:] = [provider]
    return provider


def sign(digest: str, *, at: datetime) -> Signature | None:
    """None where the city has no authority yet: the copy then goes without."""
    if not _providers or not authority.stands():
        return None
    return _providers[0](digest, at)


def problem_of(
    signature: Signature, digest: str, *, at: datetime, revoked: dict[str, datetime]
) -> str:
    """Why the signature is not to be believed; empty when it is good."""
    try:
        certificate = x509.load_pem_x509_certificate(signature.certificate.encode())
        value = base64.b64decode(signature.value, validate=True)
    except ValueError:
        return "签名或证书无法读出。"
    if not signers.verifies(certificate, value, digest.encode()):
        return "签名与清单不符。"
    return vouching.problem_of(certificate, at=at, revoked=revoked)
