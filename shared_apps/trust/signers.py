"""签名机: whatever holds a private key and signs with it.

Ours is software. A UKey or a cipher machine (密码机) is another class with the same two members;
nothing above this module knows where a key lies.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from shared_apps.trust.guomi import keyfiles, sm2

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
_DIGEST = hashes.SHA256()


class Algorithm(StrEnum):
    ECDSA = "ecdsa_p256"
    RSA = "rsa_2048"


class Signer(Protocol):
    """One key and its certificate."""

    @property
    def certificate(self) -> x509.Certificate: ...

    def sign(self, data: bytes) -> bytes:
        """A signature over the digest that belongs to the key: SHA-256, or SM3 with SM2."""
        ...


@dataclass(frozen=True)
class SoftwareSigner:
    """A key held in this process's memory for as long as the act takes."""

    certificate: x509.Certificate
    key: PrivateKey

    def sign(self, data: bytes) -> bytes:
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), _DIGEST)
        return self.key.sign(data, ec.ECDSA(_DIGEST))


@dataclass(frozen=True)
class Sm2Signer:
    """国密, held likewise."""

    certificate: x509.Certificate
    key: sm2.PrivateKey

    def sign(self, data: bytes) -> bytes:
        return self.key.sign(data)


def new_key(algorithm: Algorithm = Algorithm.ECDSA) -> PrivateKey:
    if algorithm == Algorithm.RSA:
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key(ec.SECP256R1())


def written(key: PrivateKey | sm2.PrivateKey) -> bytes:
    """PKCS #8 in the clear: only ever to be wrapped."""
    if isinstance(key, sm2.PrivateKey):
        return keyfiles.written(key)
    return key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def held(certificate: x509.Certificate, der: bytes) -> Signer:
    """The signer of a key as it was written, whatever its kind."""
    key = keyfiles.read(der)
    return Sm2Signer(certificate, key) if key else SoftwareSigner(certificate, _read(der))


def _read(der: bytes) -> PrivateKey:
    # It was checked when it was made, and cannot have changed since: checking again takes 0.1 s.
    key = serialization.load_der_private_key(der, None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, PrivateKey):
        raise TypeError(type(key).__name__)
    return key


def verifies(certificate: x509.Certificate, signature: bytes, data: bytes) -> bool:
    if public := keyfiles.public_of(keyfiles.asn1(certificate)):
        return sm2.verifies(public, signature, data)
    key = certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), _DIGEST)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(_DIGEST))
        else:
            return False
    except InvalidSignature:
        return False
    return True
