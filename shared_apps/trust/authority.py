"""市级签章证书机构: a small certificate authority for trials, made by the operator's command.

Its keys lie under var/trust, encrypted. It claims no licence of a 电子认证服务机构: a city that
has one imports that authority's certificates instead.
"""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings
from django.db.models import QuerySet

from shared_apps.kernel.errors import DomainError, NotFound
from shared_apps.trust import keys, register
from shared_apps.trust.guomi import issuing
from shared_apps.trust.models import Certificate
from shared_apps.trust.signers import Algorithm, PrivateKey, SoftwareSigner, new_key
from tenants.current import public_floor
from tenants.models import Unit

ROOT, TSA = "ca", "tsa"
ROOT_YEARS, TSA_YEARS, SEAL_YEARS = 20, 10, 5
YEAR = timedelta(days=365)
CRL_LASTS = timedelta(days=7)


class NoAuthority(DomainError):
    code = "trust.no_authority"


class AuthorityStands(DomainError):
    code = "trust.authority_stands"


@dataclass(frozen=True)
class Use:
    """What a certificate may be used for, as its extensions say it."""

    signs_certificates: bool = False
    stamps_time: bool = False


def stands() -> bool:
    return _place(ROOT, "pem").exists()


def root() -> x509.Certificate:
    """The certificate everything is judged by."""
    return _certificate(ROOT)


def root_of_guomi() -> x509.Certificate:
    """The certificate that seals on OFD are judged by."""
    if not issuing.stands():
        raise NoAuthority("本市的签章证书机构还没有国密一侧，请信息中心运行 manage.py ca create。")
    return issuing.root()


def create(*, name: str, at: datetime) -> x509.Certificate:
    """建立: the authority, its time stamping and its 国密 side; once. What was made before there
    was such a side is given it, and nothing else is touched."""
    if stands() and issuing.stands():
        raise AuthorityStands("签章证书机构已经建立，不能重建：已签发的印章会全部失效。")
    settings.TRUST_ROOT.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not issuing.stands():
        issuing.create(name=name, at=at)
    return root() if stands() else _create(name=name, at=at)


def _create(*, name: str, at: datetime) -> x509.Certificate:
    key = new_key()
    subject = _name(name, settings.HESHU_CITY_NAME)
    made = _signed(
        subject,
        subject,
        key,
        key,
        at=at,
        until=at + ROOT_YEARS * YEAR,
        use=Use(signs_certificates=True),
    )
    # RSA: readers of time stamps are older than readers of signatures.
    tsa_key = new_key(Algorithm.RSA)
    tsa = _signed(
        _name(f"{name}时间戳", settings.HESHU_CITY_NAME),
        subject,
        tsa_key,
        key,
        at=at,
        until=at + TSA_YEARS * YEAR,
        use=Use(stamps_time=True),
    )
    _keep(TSA, tsa, tsa_key)
    _keep(ROOT, made, key)
    return made


def issue(
    *, key: PrivateKey, name: str, unit: Unit, purpose: str, at: datetime
) -> x509.Certificate:
    """签发: a certificate for a key that stays where it is."""
    authority = signer(ROOT)
    until = min(at + SEAL_YEARS * YEAR, authority.certificate.not_valid_after_utc)
    subject = _name(name, unit.name)
    made = _signed(
        subject, authority.certificate.subject, key, authority.key, at=at, until=until, use=Use()
    )
    register.enter(made, purpose=purpose, unit=unit, name=name, at=at)
    return made


def revoke(*, serial: str, why: str, at: datetime) -> None:
    """吊销: what was signed before stays valid, what is signed from now on is not."""
    with public_floor():
        found = Certificate.objects.select_for_update().filter(serial=serial).first()
        if found is None:
            raise NotFound("没有这个序列号的证书。")
        if found.revoked_at is None:
            found.revoked_at, found.revoked_why = at, why
            found.save(update_fields=["revoked_at", "revoked_why"])


def revoked() -> dict[str, datetime]:
    """Serial → when. Stands on the city floor by itself."""
    with public_floor():
        return _since(Certificate.objects.revoked())


def revocation_list(*, at: datetime) -> bytes:
    """吊销列表 (RFC 5280), DER, for whoever verifies without us: of what this key issued."""
    authority = signer(ROOT)
    with public_floor():
        gone = _since(Certificate.objects.revoked().exclude(purpose=Certificate.Purpose.GUOMI))
    made = x509.CertificateRevocationListBuilder(
        issuer_name=authority.certificate.subject, last_update=at, next_update=at + CRL_LASTS
    )
    for serial, since in sorted(gone.items()):
        one = x509.RevokedCertificateBuilder(int(serial, 16), since).build()
        made = made.add_revoked_certificate(one)
    return made.sign(authority.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def revocation_list_of_guomi(*, at: datetime) -> bytes:
    """The same of the 国密 side: each key answers for what it issued."""
    root_of_guomi()
    with public_floor():
        gone = _since(Certificate.objects.revoked().filter(purpose=Certificate.Purpose.GUOMI))
    return issuing.revocation_list(gone, at=at, until=at + CRL_LASTS)


def signer(who: str) -> SoftwareSigner:
    """The authority's own key, or its time stamping's."""
    place = _place(who, "key")
    certificate = _certificate(who)
    return SoftwareSigner(certificate, _key(str(place), place.stat().st_mtime_ns))


def _since(rows: QuerySet[Certificate]) -> dict[str, datetime]:
    found = rows.values_list("serial", "revoked_at")
    return {serial: at for serial, at in found if at is not None}


def read(written: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate(written.encode())


def _certificate(who: str) -> x509.Certificate:
    place = _place(who, "pem")
    try:
        changed = place.stat().st_mtime_ns
    except FileNotFoundError:
        raise NoAuthority(
            "本市的签章证书机构还没有建立，请信息中心运行 manage.py ca create。"
        ) from None
    return _read(str(place), changed)


@lru_cache(8)
def _read(place: str, changed: int) -> x509.Certificate:
    return x509.load_pem_x509_certificate(Path(place).read_bytes())


@lru_cache(8)
def _key(place: str, changed: int) -> PrivateKey:
    """Opening the file takes as long as the passphrase is meant to cost: once a process."""
    found = serialization.load_pem_private_key(Path(place).read_bytes(), keys.passphrase())
    if not isinstance(found, PrivateKey):
        raise TypeError(type(found).__name__)
    return found


def _place(who: str, ending: str) -> Path:
    return Path(settings.TRUST_ROOT) / f"{who}.{ending}"


def _keep(who: str, certificate: x509.Certificate, key: PrivateKey) -> None:
    """The key first: a certificate without its key would look like an authority."""
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(keys.passphrase()),
    )
    handle = os.open(_place(who, "key"), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secret)
    _place(who, "pem").write_text(register.pem(certificate))


def _name(common: str, organization: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, common[:64]),
        ]
    )


def _signed(  # noqa: PLR0913  everything a certificate says
    subject: x509.Name,
    issuer: x509.Name,
    key: PrivateKey,
    by: PrivateKey,
    *,
    at: datetime,
    until: datetime,
    use: Use,
) -> x509.Certificate:
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(minutes=5))  # clocks differ
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(use.signs_certificates, None), critical=True)
        .add_extension(_key_usage(use), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), False)
    )
    if use.stamps_time:
        stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        made = made.add_extension(stamping, critical=True)
    return made.sign(by, hashes.SHA256())


def _key_usage(use: Use) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not use.signs_certificates,
        content_commitment=not use.signs_certificates and not use.stamps_time,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=use.signs_certificates,
        crl_sign=use.signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
