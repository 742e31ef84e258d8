"""What a step decides: a pure function of the last turn of each of its seats.

Nothing is counted in variables, so nothing can be counted wrong (design/workflow.md §2).
"""

from collections.abc import Iterable
from enum import Enum, StrEnum
from math import ceil
from typing import Protocol, TypeVar


class Seat(Protocol):
    """The last turn of one seat; `Item` is one."""

    slot: int
    turn: int
    kind: str
    status: str
    action: str


S = TypeVar("S", bound=Seat)


class Mode(StrEnum):
    ALL = "all"  # 会签: everybody agrees; the first refusal decides
    ANY = "any"  # 或签: the first act decides
    IN_TURN = "in_turn"  # 依次: one after another; the first refusal decides
    VOTE = "vote"  # 票签: a share of the seats


class Verdict(Enum):
    PENDING = "pending"
    PASSED = "passed"
    REFUSED = "refused"
    COLLECTED = "collected"  # everybody has spoken, not all agreed: the host decides


AGREED = ("approve", "added", "auto")  # 后加签 agrees and asks others besides
HOST = "host"
ADDED = ("before", "after")


def last_turns(items: Iterable[S]) -> list[S]:
    """One item per seat, in the order of the seats."""
    seats: dict[int, S] = {}
    for item in sorted(items, key=lambda one: (one.slot, one.turn)):
        seats[item.slot] = item
    return list(seats.values())


def decide(
    mode: Mode, seats: Iterable[Seat], *, percent: int = 100, collect: bool = False
) -> Verdict:
    """`seats` are last turns. Added signers (加签) never decide, but nobody passes them over.

    `collect`: a refusal ends nothing; when all have spoken the host weighs what was said.
    """
    everyone = list(seats)
    if any(seat.action == "forced" for seat in everyone):  # 强制通过, by a supervisor
        return Verdict.PASSED
    signing = [seat for seat in everyone if seat.kind == "sign" and seat.status != "cancelled"]
    actions = [seat.action for seat in signing if seat.status == "done"]
    yes, no = sum(action in AGREED for action in actions), actions.count("reject")
    if collect and no:
        verdict = _collected(len(actions) == len(signing), everyone)
    else:
        verdict = _counted(mode, yes, no, len(signing), percent)
    added_still_out = any(_live(seat) and seat.kind in ADDED for seat in everyone)
    if verdict in (Verdict.PASSED, Verdict.COLLECTED) and added_still_out:
        return Verdict.PENDING
    return verdict


def _collected(complete: bool, everyone: list[Seat]) -> Verdict:
    if not complete:
        return Verdict.PENDING
    host = next((seat for seat in everyone if seat.kind == HOST), None)
    if host is None:
        return Verdict.COLLECTED
    if _live(host):
        return Verdict.PENDING
    return Verdict.PASSED if host.action in AGREED else Verdict.REFUSED


def _counted(mode: Mode, yes: int, no: int, total: int, percent: int) -> Verdict:
    if mode is Mode.ANY:
        passed, refused = yes > 0, no > 0
    elif mode is Mode.VOTE:
        needed = ceil(total * percent / 100)
        passed, refused = yes >= needed, total - no < needed
    else:
        passed, refused = yes == total, no > 0
    if refused and not (mode is Mode.ANY and passed):
        return Verdict.REFUSED
    return Verdict.PASSED if passed else Verdict.PENDING


def next_in_turn(seats: Iterable[S]) -> S | None:
    """依次: the seat whose turn comes when nobody at the step has an open one."""
    everyone = list(seats)
    if any(seat.status == "open" for seat in everyone):
        return None
    waiting = [seat for seat in everyone if seat.status == "waiting" and seat.kind == "sign"]
    return min(waiting, key=lambda seat: seat.slot, default=None)


def _live(seat: Seat) -> bool:
    return seat.status in ("open", "waiting")
