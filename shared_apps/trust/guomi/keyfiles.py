"""SM2 keys as bytes: PKCS #8 as openssl writes it, and the public half as certificates do."""

from asn1crypto import keys, x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives import serialization

from shared_apps.trust.guomi import sm2

SM2 = "sm2"
keys.NamedCurve.register(SM2, "1.2.156.10197.1.301", 32)


def written(key: sm2.PrivateKey) -> bytes:
    """In the clear: only ever to be wrapped."""
    inside = keys.ECPrivateKey(
        {
            "version": "ecPrivkeyVer1",
            "private_key": key.number,
            "public_key": keys.ECPointBitString(sm2.encoded(key.public)),
        }
    )
    algorithm = keys.PrivateKeyAlgorithm({"algorithm": "ec", "parameters": _curve()})
    made = keys.PrivateKeyInfo(
        {"version": 0, "private_key_algorithm": algorithm, "private_key": inside}
    )
    return bytes(made.dump())


def read(der: bytes) -> sm2.PrivateKey | None:
    """None when it is another kind of key."""
    info = keys.PrivateKeyInfo.load(der)
    if not _is_sm2(info["private_key_algorithm"]):
        return None
    return sm2.PrivateKey(info["private_key"].parsed["private_key"].native)


def public_info(public: sm2.Point) -> keys.PublicKeyInfo:
    return keys.PublicKeyInfo(
        {
            "algorithm": keys.PublicKeyAlgorithm({"algorithm": "ec", "parameters": _curve()}),
            "public_key": keys.ECPointBitString(sm2.encoded(public)),
        }
    )


def public_of(certificate: x509.Certificate) -> sm2.Point | None:
    """The holder's key; None when it is of another kind."""
    info = certificate["tbs_certificate"]["subject_public_key_info"]
    if not _is_sm2(info["algorithm"]):
        return None
    return sm2.point_of(bytes(info["public_key"].native))


def asn1(certificate: pyca.Certificate) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _curve() -> keys.ECDomainParameters:
    return keys.ECDomainParameters(name="named", value=SM2)


def _is_sm2(algorithm: keys.PrivateKeyAlgorithm | keys.PublicKeyAlgorithm) -> bool:
    if algorithm["algorithm"].native != "ec":
        return False
    named = algorithm["parameters"]
    return named.name == "named" and str(named.chosen.native) == SM2
