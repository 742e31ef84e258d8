"""SM2 signatures over SM3 (GB/T 32918.2), with the customary signer id."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from functools import cached_property

from asn1crypto import core

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
SIGNER = b"1234567812345678"

Point = tuple[int, int]
_Jacobian = tuple[int, int, int]


class Rs(core.Sequence):
    """A signature as DER: two integers."""

    _fields = [("r", core.Integer), ("s", core.Integer)]


@dataclass(frozen=True)
class PrivateKey:
    """A key in memory, for as long as the act takes; it is never printed."""

    number: int = field(repr=False)

    def __post_init__(self) -> None:
        if not 1 <= self.number <= N - 2:
            raise ValueError("An SM2 key lies between 1 and n − 2.")

    @cached_property
    def public(self) -> Point:
        return _affine(_times(self.number, G))

    def sign(self, data: bytes) -> bytes:
        said = _message_digest(data, self.public)
        digest = int.from_bytes(said)
        while True:
            once = self._once(said)
            r = (digest + _affine(_times(once, G))[0]) % N
            if r == 0 or r + once == N:
                continue
            s = pow(1 + self.number, -1, N) * (once - r * self.number) % N
            if s:
                return bytes(Rs({"r": r, "s": s}).dump())

    def _once(self, said: bytes) -> int:
        """k: derived from key and message as RFC 6979 does, and from chance besides. Were the
        chance bad, two messages would still not share it; 512 bits leave no bias mod n."""
        seed = self.number.to_bytes(32)
        drawn = hmac.digest(seed, said + secrets.token_bytes(32), "sha512")
        return int.from_bytes(drawn) % (N - 1) + 1


def new_key() -> PrivateKey:
    return PrivateKey(secrets.randbelow(N - 2) + 1)


def verifies(public: Point, signature: bytes, data: bytes) -> bool:
    """`signature` as DER or as the bare 64 bytes; anything out of range is no signature."""
    pair = _pair(signature)
    if pair is None or not is_on_curve(public):
        return False
    r, s = pair
    if not (1 <= r < N and 1 <= s < N) or (total := (r + s) % N) == 0:
        return False
    reached = _add(_times(s, G), _times(total, public))
    if reached[2] == 0:
        return False
    digest = int.from_bytes(_message_digest(data, public))
    return (digest + _affine(reached)[0]) % N == r


def point_of(encoded: bytes) -> Point | None:
    """From the uncompressed form that certificates carry."""
    if len(encoded) != 65 or encoded[0] != 4:
        return None
    return int.from_bytes(encoded[1:33]), int.from_bytes(encoded[33:])


def encoded(point: Point) -> bytes:
    """The uncompressed form."""
    x, y = point
    return b"\x04" + x.to_bytes(32) + y.to_bytes(32)


def is_on_curve(point: Point) -> bool:
    x, y = point
    return 0 <= x < P and 0 <= y < P and (y * y - (x * x * x + A * x + B)) % P == 0


def sm3(data: bytes) -> bytes:
    return hashlib.new("sm3", data).digest()


def _message_digest(data: bytes, public: Point) -> bytes:
    """e = SM3(Z ‖ M), where Z binds the signer's id and key (5.5)."""
    numbers = b"".join(number.to_bytes(32) for number in (A, B, *G, *public))
    return sm3(sm3((len(SIGNER) * 8).to_bytes(2) + SIGNER + numbers) + data)


def _pair(signature: bytes) -> tuple[int, int] | None:
    if len(signature) == 64:
        return int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    try:
        read = Rs.load(signature, strict=True).native
    except (ValueError, TypeError):
        return None
    return read["r"], read["s"]


def _times(number: int, point: Point) -> _Jacobian:
    found: _Jacobian = (1, 1, 0)
    base: _Jacobian = (*point, 1)
    for bit in bin(number % N)[2:]:
        found = _double(found)
        if bit == "1":
            found = _add(found, base)
    return found


def _double(point: _Jacobian) -> _Jacobian:
    x, y, z = point
    if z == 0 or y == 0:
        return 1, 1, 0
    square = y * y % P
    middle = 4 * x * square % P
    slope = 3 * (x - z * z) * (x + z * z) % P  # A = -3
    across = (slope * slope - 2 * middle) % P
    return across, (slope * (middle - across) - 8 * square * square) % P, 2 * y * z % P


def _add(one: _Jacobian, other: _Jacobian) -> _Jacobian:
    if one[2] == 0:
        return other
    if other[2] == 0:
        return one
    z1, z2 = one[2] * one[2] % P, other[2] * other[2] % P
    u1, u2 = one[0] * z2 % P, other[0] * z1 % P
    s1, s2 = one[1] * z2 * other[2] % P, other[1] * z1 * one[2] % P
    if u1 == u2:
        return _double(one) if s1 == s2 else (1, 1, 0)
    h, r = (u2 - u1) % P, (s2 - s1) % P
    h2 = h * h % P
    h3, v = h * h2 % P, u1 * h2 % P
    x = (r * r - h3 - 2 * v) % P
    return x, (r * (v - x) - s1 * h3) % P, h * one[2] * other[2] % P


def _affine(point: _Jacobian) -> Point:
    x, y, z = point
    inverse = pow(z, -1, P)
    return x * inverse * inverse % P, y * pow(inverse, 3, P) % P
