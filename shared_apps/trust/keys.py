"""Private keys at rest: encrypted under a key that is not in the database.

What a row's ciphertext is bound to (its own id) is authenticated with it, so that a key copied
into another row opens nothing.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE = 12


class Unreadable(Exception):
    """The key was wrapped under another SEAL_KEY, or for another row, or was tampered with."""


def wrap(secret: bytes, *, bound_to: object) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key()).encrypt(nonce, secret, str(bound_to).encode())


def unwrap(kept: bytes, *, bound_to: object) -> bytes:
    try:
        return AESGCM(_key()).decrypt(kept[:_NONCE], kept[_NONCE:], str(bound_to).encode())
    except InvalidTag:
        raise Unreadable(str(bound_to)) from None


def passphrase() -> bytes:
    """For key files of the city itself, which openssl can read with it."""
    return settings.SEAL_KEY.encode()


def _key() -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"heshu private keys at rest")
    return derived.derive(settings.SEAL_KEY.encode())
