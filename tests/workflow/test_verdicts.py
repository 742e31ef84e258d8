"""What seats decide, as tables. y approved, n refused, . open, w waiting, x removed."""

from dataclasses import dataclass

import pytest

from tenant_apps.workflow.verdicts import Mode, Verdict, decide, last_turns, next_in_turn

SAID = {
    "y": ("done", "approve"),
    "n": ("done", "reject"),
    ".": ("open", ""),
    "w": ("waiting", ""),
    "x": ("cancelled", "closed"),
}


@dataclass
class Seat:
    slot: int
    status: str
    action: str
    kind: str = "sign"
    turn: int = 0


def seats(row: str) -> list[Seat]:
    return [Seat(slot, *SAID[one]) for slot, one in enumerate(row)]


PASSED, REFUSED, PENDING = Verdict.PASSED, Verdict.REFUSED, Verdict.PENDING


@pytest.mark.parametrize(
    ("mode", "row", "verdict"),
    [
        (Mode.ALL, ".", PENDING),
        (Mode.ALL, "y", PASSED),
        (Mode.ALL, "yy.", PENDING),
        (Mode.ALL, "yyy", PASSED),
        (Mode.ALL, "yn.", REFUSED),
        (Mode.ALL, "yyx", PASSED),
        (Mode.ANY, "...", PENDING),
        (Mode.ANY, "..y", PASSED),
        (Mode.ANY, "n..", REFUSED),
        (Mode.IN_TURN, ".ww", PENDING),
        (Mode.IN_TURN, "y.w", PENDING),
        (Mode.IN_TURN, "yyy", PASSED),
        (Mode.IN_TURN, "ynw", REFUSED),
    ],
)
def test_by_mode(mode: Mode, row: str, verdict: Verdict) -> None:
    assert decide(mode, seats(row)) is verdict


@pytest.mark.parametrize(
    ("percent", "row", "verdict"),
    [
        (50, "y...", PENDING),
        (50, "yy..", PASSED),
        (50, "nn..", PENDING),
        (50, "nnn.", REFUSED),
        (60, "yy.", PASSED),
        (67, "yy.", PENDING),  # 2 of 3 is 66.7 %: rounding down would pass it
        (67, "yyy", PASSED),
        (67, "n..", REFUSED),
        (100, "yyn", REFUSED),
        (1, "nnn", REFUSED),
    ],
)
def test_by_share(percent: int, row: str, verdict: Verdict) -> None:
    assert decide(Mode.VOTE, seats(row), percent=percent) is verdict


@pytest.mark.parametrize("kind", ["before", "after"])
def test_nobody_added_is_passed_over_nor_decides(kind: str) -> None:
    row = [*seats("y"), Seat(1, "open", "", kind)]
    assert decide(Mode.ANY, row) is PENDING
    row[1] = Seat(1, "done", "reject", kind)
    assert decide(Mode.ALL, row) is PASSED


def test_only_the_last_turn_of_a_seat_counts() -> None:
    moved = Seat(0, "done", "transfer")
    assert last_turns([Seat(0, "open", "", turn=1), moved, Seat(1, "done", "approve")]) == [
        Seat(0, "open", "", turn=1),
        Seat(1, "done", "approve"),
    ]


@pytest.mark.parametrize(("row", "slot"), [("yww", 1), ("y.w", None), ("yyy", None)])
def test_whose_turn_comes(row: str, slot: int | None) -> None:
    following = next_in_turn(seats(row))
    assert (following.slot if following else None) == slot
