"""What may be said about the seals of a file."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shared_apps.trust.guomi.ses import Judged


@dataclass(frozen=True)
class SealFound:
    """One seal, and everything that is wrong with it."""

    name: str  # of the seal: 重庆市合川区太和镇人民政府
    organization: str
    issuer: str
    serial: str
    sealed_at: datetime | None
    stamped: bool  # the time comes from a time stamp, not from the sealing machine's own clock
    expires_at: datetime
    revoked_at: datetime | None
    whole: bool  # nothing was added behind it but further seals
    problems: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.problems

    @classmethod
    def of_ofd(cls, seal: "Judged", revoked: dict[str, datetime]) -> "SealFound":
        """A seal of GB/T 38540, in the same words."""
        return cls(
            name=seal.name,
            organization=seal.organization,
            issuer=seal.issuer,
            serial=seal.serial,
            sealed_at=seal.sealed_at,
            stamped=False,
            expires_at=seal.expires_at,
            revoked_at=revoked.get(seal.serial),
            whole=True,
            problems=seal.problems,
        )


@dataclass(frozen=True)
class Report:
    """What may be said about a file."""

    ok: bool
    said: str
    seals: list[SealFound] = field(default_factory=list)


def verify_ofd(content: bytes) -> Report:
    """Of an OFD file, in the same words."""
    from shared_apps.trust.guomi import verifying  # lxml and asn1crypto likewise

    found = verifying.verify_ofd(content)
    seals = [SealFound.of_ofd(one, found.revoked) for one in found.seals]
    return Report(found.ok, found.said, seals)


def only_sealed_ofd(before: bytes, after: bytes) -> bool:
    """Is the later file the earlier one, with nothing but seals added?"""
    from shared_apps.trust.guomi import verifying

    return verifying.only_sealed(before, after)


def verify_pdf(content: bytes) -> Report:
    """Judged by the city's own authority and its revocations; nothing is fetched from anywhere."""
    from shared_apps.trust import verifying  # 25 MB, wanted by few of the many processes

    return verifying.verified(content)
