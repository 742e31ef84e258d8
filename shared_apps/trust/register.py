"""签发登记: every certificate the city issued stands in its register, whichever algorithm."""

from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from shared_apps.trust.models import Certificate
from tenants.current import public_floor
from tenants.models import Unit


def enter(
    certificate: x509.Certificate, *, purpose: str, unit: Unit, name: str, at: datetime
) -> None:
    with public_floor():
        Certificate.objects.create(
            serial=serial_of(certificate),
            purpose=purpose,
            unit=unit,
            name=name,
            pem=pem(certificate),
            issued_at=at,
            expires_at=certificate.not_valid_after_utc,
        )


def serial_of(certificate: x509.Certificate) -> str:
    return f"{certificate.serial_number:x}"


def pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()
