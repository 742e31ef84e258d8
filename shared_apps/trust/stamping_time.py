"""时间戳: RFC 3161, from a service named in the settings or from the city's own for trials."""

from datetime import datetime
from pathlib import Path

from asn1crypto import keys as asn1_keys
from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from shared_apps.kernel.errors import DomainError
from shared_apps.trust import authority, signers


class NoTimestamp(DomainError):
    """Without it a seal could not prove when it was set; so there is none."""

    status = 503
    code = "trust.no_timestamp"


def timestamper(*, at: datetime) -> TimeStamper:
    """Our own service has our own clock: the moment of the act. It proves no more than we say."""
    if settings.HESHU_TSA_URL:
        return HTTPTimeStamper(settings.HESHU_TSA_URL, timeout=10)
    held = authority.signer(authority.TSA)
    certificate = held.certificate.public_bytes(serialization.Encoding.DER)
    return DummyTimeStamper(
        tsa_cert=asn1_x509.Certificate.load(certificate),
        tsa_key=asn1_keys.PrivateKeyInfo.load(signers.written(held.key)),
        fixed_dt=at,
    )


def roots() -> list[asn1_x509.Certificate]:
    """Of services that are not ours, those of earlier years too: what they stamped stays."""
    if not settings.HESHU_TSA_ROOTS:
        return []
    written = Path(settings.HESHU_TSA_ROOTS).read_bytes()
    return [asn1_x509.Certificate.load(der) for _, _, der in pem.unarmor(written, multiple=True)]
