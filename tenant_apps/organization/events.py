"""Facts about people and their doors that others may hear of."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from shared_apps.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class UnitFounded(Event):
    """The subject is the root department."""

    name: ClassVar[str] = "organization.unit.founded"
    duties: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DepartmentOpened(Event):
    name: ClassVar[str] = "organization.department.opened"
    called: str
    parent: str


@dataclass(frozen=True, kw_only=True)
class DepartmentChanged(Event):
    """`changes` maps a field to [before, after]."""

    name: ClassVar[str] = "organization.department.changed"
    changes: dict[str, list[object]]


@dataclass(frozen=True, kw_only=True)
class DepartmentClosed(Event):
    name: ClassVar[str] = "organization.department.closed"
    called: str


@dataclass(frozen=True, kw_only=True)
class PostOpened(Event):
    name: ClassVar[str] = "organization.post.opened"
    called: str
    department: str


@dataclass(frozen=True, kw_only=True)
class StaffAdded(Event):
    name: ClassVar[str] = "organization.staff.added"
    account: str
    called: str
    department: str


@dataclass(frozen=True, kw_only=True)
class PeopleImported(Event):
    """Many at once, published at once. The subject is the root department."""

    name: ClassVar[str] = "organization.staff.imported"
    source: str
    people: int


@dataclass(frozen=True, kw_only=True)
class StaffChanged(Event):
    """Private numbers are named as changed, but not repeated: [before, after] of the others."""

    name: ClassVar[str] = "organization.staff.changed"
    changes: dict[str, list[object]]


@dataclass(frozen=True, kw_only=True)
class StaffDisabled(Event):
    name: ClassVar[str] = "organization.staff.disabled"
    called: str


@dataclass(frozen=True, kw_only=True)
class StaffEnabled(Event):
    name: ClassVar[str] = "organization.staff.enabled"
    called: str


@dataclass(frozen=True, kw_only=True)
class DutyDefined(Event):
    name: ClassVar[str] = "organization.duty.defined"
    called: str
    permissions: tuple[str, ...]
    scope: str


@dataclass(frozen=True, kw_only=True)
class DutyChanged(Event):
    name: ClassVar[str] = "organization.duty.changed"
    granted: tuple[str, ...]
    withdrawn: tuple[str, ...]
    changes: dict[str, list[object]]


@dataclass(frozen=True, kw_only=True)
class DutyHoldersChanged(Event):
    name: ClassVar[str] = "organization.duty.holders_changed"
    called: str
    given_to: tuple[str, ...]
    taken_from: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LoggedIn(Event):
    """`through` is page, program or claim."""

    name: ClassVar[str] = "organization.login.accepted"
    through: str
    address: str
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class LoginRefused(Event):
    """The subject is the person, or the knock if nobody has that account.

    What was typed is not kept: people type their password into the wrong field.
    """

    name: ClassVar[str] = "organization.login.refused"
    reason: str
    address: str
    locked: bool


@dataclass(frozen=True, kw_only=True)
class LoggedOut(Event):
    name: ClassVar[str] = "organization.login.ended"
    address: str


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    name: ClassVar[str] = "organization.password.changed"
    through: str
    sessions_ended: int


@dataclass(frozen=True, kw_only=True)
class ClaimIssued(Event):
    name: ClassVar[str] = "organization.claim.issued"
    called: str
    expires_at: str


@dataclass(frozen=True, kw_only=True)
class TicketTaken(Event):
    name: ClassVar[str] = "organization.ticket.taken"
    target: str
    address: str


@dataclass(frozen=True, kw_only=True)
class CalendarChanged(Event):
    """Days of the unit's own. The subject is the root department; `days`: date → [before, after].

    Both are what the office does on that day, the city's word included.
    """

    name: ClassVar[str] = "organization.calendar.changed"
    reason: str
    days: dict[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class OnMandate:
    """Both identities, whatever happens to a mandate."""

    principal: UUID
    principal_name: str
    agent: UUID
    agent_name: str


@dataclass(frozen=True, kw_only=True)
class MandateGiven(OnMandate, Event):
    """委托: `flows` empty means all; `excluded` stays with the principal."""

    name: ClassVar[str] = "organization.mandate.given"
    starts_at: str
    ends_at: str
    flows: tuple[str, ...]
    excluded: list[dict[str, str]]
    existing: bool


@dataclass(frozen=True, kw_only=True)
class MandateEnded(OnMandate, Event):
    name: ClassVar[str] = "organization.mandate.ended"
    reason: str
