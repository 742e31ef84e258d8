"""SM2 证书 (GM/T 0015): X.509 with SM2 keys, signed by SM2 with SM3; openssl reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import core, crl, x509
from cryptography import x509 as pyca

from shared_apps.trust.guomi import keyfiles, sm2
from shared_apps.trust.guomi.ses import SM2_WITH_SM3

LAST_UTC_YEAR = 2049  # RFC 5280: written with four digits from then on


@dataclass(frozen=True)
class Subject:
    """Whose certificate it is, and until when; an authority's signs certificates and no seals."""

    name: str
    organization: str
    until: datetime
    is_authority: bool = False


def issued(
    subject: Subject,
    public: sm2.Point,
    *,
    issuer: x509.Name | None,
    by: sm2.PrivateKey,
    at: datetime,
) -> pyca.Certificate:
    """Without an `issuer` the subject vouches for itself."""
    named = _name(subject)
    algorithm = {"algorithm": SM2_WITH_SM3}
    said = x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": pyca.random_serial_number(),
            "signature": algorithm,
            "issuer": issuer or named,
            "validity": {
                "not_before": _time(at - timedelta(minutes=5)),  # clocks differ
                "not_after": _time(subject.until),
            },
            "subject": named,
            "subject_public_key_info": keyfiles.public_info(public),
            "extensions": _extensions(subject, public, by.public),
        }
    )
    made = x509.Certificate(
        {
            "tbs_certificate": said,
            "signature_algorithm": algorithm,
            "signature_value": by.sign(said.dump()),
        }
    )
    return pyca.load_der_x509_certificate(made.dump())


def revocation_list(
    gone: Mapping[str, datetime],
    *,
    issuer: x509.Certificate,
    by: sm2.PrivateKey,
    at: datetime,
    until: datetime,
) -> bytes:
    """吊销列表 (RFC 5280), DER: serial → since when. An empty list has no rows at all."""
    algorithm = {"algorithm": SM2_WITH_SM3}
    rows = [
        {"user_certificate": int(serial, 16), "revocation_date": _time(since)}
        for serial, since in sorted(gone.items())
    ]
    said = crl.TbsCertList(
        {
            "version": "v2",
            "signature": algorithm,
            "issuer": issuer.subject,
            "this_update": _time(at),
            "next_update": _time(until),
            "revoked_certificates": rows or None,
            "crl_extensions": [
                {"extn_id": "authority_key_identifier", "extn_value": _key_id(by.public)},
                {"extn_id": "crl_number", "extn_value": core.Integer(int(at.timestamp()))},
            ],
        }
    )
    made = crl.CertificateList(
        {
            "tbs_cert_list": said,
            "signature_algorithm": algorithm,
            "signature": by.sign(said.dump()),
        }
    )
    return bytes(made.dump())


def is_signed_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    public = keyfiles.public_of(issuer)
    try:
        return (
            public is not None
            and certificate["signature_algorithm"]["algorithm"].dotted == SM2_WITH_SM3
            and sm2.verifies(
                public,
                certificate["signature_value"].native,
                certificate["tbs_certificate"].dump(),
            )
        )
    except (ValueError, TypeError):  # asn1crypto reads late: a stranger's bytes need not be one
        return False


def _name(subject: Subject) -> x509.Name:
    return x509.Name.build(
        {
            "country_name": "CN",
            "organization_name": subject.organization[:64],
            "common_name": subject.name[:64],
        }
    )


def _time(moment: datetime) -> x509.Time:
    said = moment.replace(microsecond=0)
    if moment.year <= LAST_UTC_YEAR:
        return x509.Time(name="utc_time", value=said)
    return x509.Time(name="general_time", value=said)


def _extensions(subject: Subject, public: sm2.Point, issuer: sm2.Point) -> list[x509.Extension]:
    uses = {"key_cert_sign", "crl_sign"} if subject.is_authority else _SEALING
    own = keyfiles.public_info(public).sha1
    return [
        _extension("basic_constraints", x509.BasicConstraints({"ca": subject.is_authority}), True),
        _extension("key_usage", x509.KeyUsage(uses), True),
        _extension("key_identifier", core.OctetString(own), False),
        _extension("authority_key_identifier", _key_id(issuer), False),
    ]


def _key_id(issuer: sm2.Point) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier({"key_identifier": keyfiles.public_info(issuer).sha1})


_SEALING = {"digital_signature", "non_repudiation"}


def _extension(name: str, value: core.Asn1Value, critical: bool) -> x509.Extension:
    return x509.Extension({"extn_id": name, "critical": critical, "extn_value": value})
