"""国密证书机构: the SM2 side of the city's authority, made with it by the operator's command.

Two keys under var/trust: one signs certificates, the other is the 制章者's and signs seals. Both
lie encrypted like every other key. It claims no 商用密码 certification.
"""

import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from asn1crypto import x509
from cryptography import x509 as pyca
from django.conf import settings

from shared_apps.trust import keys, register
from shared_apps.trust.guomi import certificates, keyfiles, sm2
from shared_apps.trust.guomi.certificates import Subject
from shared_apps.trust.models import Certificate
from shared_apps.trust.signers import Sm2Signer
from tenants.models import Unit

ROOT, MAKER = "sm2", "sm2-maker"
YEAR = timedelta(days=365)
ROOT_YEARS, MAKER_YEARS, SEAL_YEARS = 20, 10, 5


def stands() -> bool:
    return _place(ROOT, "pem").exists()


def create(*, name: str, at: datetime) -> None:
    """建立: once, beside the authority for PDF."""
    city = settings.HESHU_CITY_NAME
    key, maker_key = sm2.new_key(), sm2.new_key()
    subject = Subject(f"{name}国密", city, at + ROOT_YEARS * YEAR, is_authority=True)
    root = certificates.issued(subject, key.public, issuer=None, by=key, at=at)
    maker = certificates.issued(
        Subject(f"{name}制章", city, at + MAKER_YEARS * YEAR),
        maker_key.public,
        issuer=keyfiles.asn1(root).subject,
        by=key,
        at=at,
    )
    _keep(MAKER, maker, maker_key)
    _keep(ROOT, root, key)


def issue(*, key: sm2.PrivateKey, name: str, unit: Unit, at: datetime) -> pyca.Certificate:
    """签发: for a seal of this unit, whose key stays where it is."""
    held = signer(ROOT)
    until = min(at + SEAL_YEARS * YEAR, held.certificate.not_valid_after_utc)
    made = certificates.issued(
        Subject(name, unit.name, until),
        key.public,
        issuer=keyfiles.asn1(held.certificate).subject,
        by=held.key,
        at=at,
    )
    register.enter(made, purpose=Certificate.Purpose.GUOMI, unit=unit, name=name, at=at)
    return made


def root() -> pyca.Certificate:
    return _certificate(ROOT)


def revocation_list(gone: Mapping[str, datetime], *, at: datetime, until: datetime) -> bytes:
    """吊销列表, signed by the key that issued what is on it."""
    held = signer(ROOT)
    issuer = keyfiles.asn1(held.certificate)
    return certificates.revocation_list(gone, issuer=issuer, by=held.key, at=at, until=until)


def is_named_by(certificate: x509.Certificate) -> bool:
    """Whether it says that this city issued it; whether that is true, `vouches_for` knows."""
    return stands() and certificate.issuer == keyfiles.asn1(_certificate(ROOT)).subject


def vouches_for(certificate: x509.Certificate) -> bool:
    """Whether this city issued it. Validity and revocation are asked at the moment of the act."""
    return stands() and certificates.is_signed_by(certificate, keyfiles.asn1(_certificate(ROOT)))


def signer(who: str) -> Sm2Signer:
    key = keyfiles.read(keys.unwrap(_place(who, "key").read_bytes(), bound_to=who))
    if key is None:
        raise TypeError(who)
    return Sm2Signer(_certificate(who), key)


def _certificate(who: str) -> pyca.Certificate:
    return pyca.load_pem_x509_certificate(_place(who, "pem").read_bytes())


def _place(who: str, ending: str) -> Path:
    return Path(settings.TRUST_ROOT) / f"{who}.{ending}"


def _keep(who: str, certificate: pyca.Certificate, key: sm2.PrivateKey) -> None:
    """The key first: a certificate without its key would look like an authority."""
    secret = keys.wrap(keyfiles.written(key), bound_to=who)
    handle = os.open(_place(who, "key"), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secret)
    _place(who, "pem").write_text(register.pem(certificate))
