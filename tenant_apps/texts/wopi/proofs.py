"""Proof keys: that a caller is the office suite itself, whatever token it shows.

It signs its token, the address it asks at and the time. While it changes its keys it signs with
both and its discovery names both, so that one of three pairs holds whoever is ahead.
"""

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256

from tenant_apps.texts.wopi.service import Key

AGE = timedelta(minutes=20)
TICKS_BEGIN = datetime(1, 1, 1, tzinfo=UTC)
TICKS = 10_000_000  # in a second


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What was sent, and what it must be a signature of."""

    token: str
    address: str  # whole, with its query, as it was asked for
    ticks: str
    now: str  # by the key in use
    old: str  # by the key before

    def holds(self, keys: Sequence[Key], *, at: datetime) -> bool:
        if not self.ticks.isdecimal() or len(self.ticks) > 18 or not self._is_fresh(at):
            return False
        said = self.said()
        pairs = [*((self.now, key) for key in keys), (self.old, keys[0])]
        return any(_signed(said, sign, key) for sign, key in pairs)

    def said(self) -> bytes:
        parts = (
            self.token.encode(),
            self.address.upper().encode(),
            int(self.ticks).to_bytes(8, "big"),
        )
        return b"".join(len(part).to_bytes(4, "big") + part for part in parts)

    def _is_fresh(self, at: datetime) -> bool:
        return abs(at - TICKS_BEGIN - timedelta(seconds=int(self.ticks) / TICKS)) <= AGE


def _signed(said: bytes, sign: str, key: Key) -> bool:
    try:
        numbers = RSAPublicNumbers(e=_number(key.exponent), n=_number(key.modulus))
        numbers.public_key().verify(b64decode(sign, validate=True), said, PKCS1v15(), SHA256())
    except (InvalidSignature, NotBase64, ValueError):
        return False
    return True


def _number(said: str) -> int:
    return int.from_bytes(b64decode(said, validate=True), "big")
