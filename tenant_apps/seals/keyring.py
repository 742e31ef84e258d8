"""Keys of this unit: made here, certified by the city, kept encrypted in the unit's own schema."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared_apps.trust import authority, keys, register, signers
from shared_apps.trust.signers import Signer
from tenants.current import current_unit


@dataclass(frozen=True)
class Made:
    """A new key, ready to be kept beside its certificate."""

    certificate: str
    serial: str
    wrapped_key: bytes
    expires_at: datetime


def make(*, owner: UUID, name: str, purpose: str, at: datetime) -> Made:
    """`owner` is the row that will hold it: the key can be opened for no other."""
    key = signers.new_key()
    certificate = authority.issue(key=key, name=name, unit=current_unit(), purpose=purpose, at=at)
    return Made(
        certificate=register.pem(certificate),
        serial=register.serial_of(certificate),
        wrapped_key=keys.wrap(signers.written(key), bound_to=owner),
        expires_at=certificate.not_valid_after_utc,
    )


def signer(*, owner: UUID, certificate: str, wrapped_key: bytes) -> Signer:
    """Where a UKey or a cipher machine will be asked instead."""
    opened = keys.unwrap(wrapped_key, bound_to=owner)
    return signers.held(authority.read(certificate), opened)
