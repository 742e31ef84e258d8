"""Faults seeded into the engine, one at a time: do the tests notice?

    python -m tests.workflow.mutants            every mutant
    python -m tests.workflow.mutants join vote  only mutants whose name contains one of these words

The bar is mutants killed, not examples passed. Exit code 1 when fewer than 95 % are.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tenants import postgres

HOUSE = Path(__file__).resolve().parents[2]
APP = "tenant_apps/workflow"
PARTS = ("config", "shared_apps", "tenant_apps", "tenants", "tests", "pyproject.toml", "manage.py")
BAR = 0.95


@dataclass(frozen=True)
class Mutant:
    name: str
    file: str
    old: str
    new: str


MUTANTS = (
    Mutant(
        "join ignores the other branches",
        "engine.py",
        "elif not any(step.scope_id == visit.pk for step in board.open.values()):",
        "else:",
    ),
    Mutant(
        "an empty branch fires the join early",
        "engine.py",
        "    if visit.pk in board.held:\n        board.held[visit.pk] = node.key\n    elif",
        "    if",
    ),
    Mutant(
        "a decided step leaves its other seats open",
        "engine.py",
        "        if seat.status in Item.LIVE:\n            board.close_item(seat,",
        "        if False:\n            board.close_item(seat,",
    ),
    Mutant(
        "cancel forgets what is inside",
        "engine.py",
        "return step.pk == other.pk or other.pk in levels(board, step)",
        "return step.pk == other.pk",
    ),
    Mutant(
        "a refusal leaves the other branches open",
        "engine.py",
        "        if step.scope_id is None:\n            cancel(",
        "        if False:\n            cancel(",
    ),
    Mutant(
        "a return does not climb to the target's level",
        "engine.py",
        "while top.scope_id is not None and top.scope_id != target.scope_id:",
        "while False:",
    ),
    Mutant("the next in turn is not opened", "engine.py", "board.open_seat(following)", "pass"),
    Mutant(
        "in turn everybody opens at once",
        "engine.py",
        "one_by_one=node.mode is Mode.IN_TURN",
        "one_by_one=False",
    ),
    Mutant(
        "straight back goes step by step",
        "engine.py",
        "to = step.back_to or board",
        "to = board",
    ),
    Mutant(
        "a branch step leaves its split behind",
        "engine.py",
        "enter(board, to, Token(_scope_of(board, step), step))",
        "enter(board, to, Token(None, step))",
    ),
    Mutant(
        "straight back across a split is allowed",
        "rules.py",
        "if straight and target.scope_id != around[0]:",
        "if False:",
    ),
    Mutant(
        "a return into another branch is allowed",
        "rules.py",
        "if target.scope_id not in around:",
        "if False:",
    ),
    Mutant(
        "a return to what lies ahead is allowed",
        "rules.py",
        "if target is None or not precedes:",
        "if target is None:",
    ),
    Mutant("the owner is not asked for", "rules.py", "if item.owner_id != by.pk:", "if False:"),
    Mutant(
        "a closed item may be acted on",
        "rules.py",
        "if item.status not in Item.LIVE:",
        "if False:",
    ),
    Mutant(
        "a colleague may get two seats",
        "rules.py",
        "if any(seat.owner_id == to.pk and seat.status in Item.LIVE for seat in seats):",
        "if False:",
    ),
    Mutant(
        "taken back although somebody has acted",
        "rules.py",
        "    if touched:\n",
        "    if False:\n",
    ),
    Mutant(
        "a vote rounds down",
        "verdicts.py",
        "ceil(total * percent / 100)",
        "total * percent // 100",
    ),
    Mutant(
        "any counts as all",
        "verdicts.py",
        "passed, refused = yes > 0, no > 0",
        "passed, refused = yes == total, no > 0",
    ),
    Mutant(
        "a refusal at a countersign is overheard",
        "verdicts.py",
        "passed, refused = yes == total, no > 0",
        "passed, refused = yes + no == total, no == total",
    ),
    Mutant(
        "a seat's first turn counts, not its last",
        "verdicts.py",
        "        seats[item.slot] = item\n",
        "        seats.setdefault(item.slot, item)\n",
    ),
    Mutant(
        "a handed-over seat begins a new place",
        "board.py",
        "            slot=item.slot,\n",
        "            slot=item.slot + 50,\n",
    ),
    Mutant(
        "effects leave out what was changed",
        "board.py",
        "for row, fields in changed + created",
        "for row, fields in created",
    ),
    Mutant(
        "changed rows are not written",
        "board.py",
        "model._default_manager.filter(pk__in=ids).update(**facts)",
        "model._default_manager.filter(pk__in=ids[:1]).update(**facts)",
    ),
    Mutant(
        "a repeated click acts again",
        "actions/turns.py",
        "    if item.asked_before:\n",
        "    if False:\n",
    ),
    Mutant(
        "a step is written before the act is refused",
        "actions/turns.py",
        "    board, step = turn.board, turn.item.step\n    passed =",
        "    board, step = turn.board, turn.item.step\n    Step.objects.filter(pk=step.pk)"
        ".update(name='退')\n    passed =",
    ),
    Mutant(
        "an act is not counted",
        "recording.py",
        "    run.seq += 1\n",
        "    run.seq += 1 if op != 'take_back' else 2\n",
    ),
)


def main() -> int:
    parser = argparse.ArgumentParser(description="Seed faults into the engine, one at a time.")
    parser.add_argument("words", nargs="*", help="only mutants whose name contains one of these")
    asked = parser.parse_args()
    chosen = [
        mutant
        for mutant in MUTANTS
        if not asked.words or any(word in mutant.name for word in asked.words)
    ]
    with tempfile.TemporaryDirectory(prefix="heshu-mutants-") as folder:
        copy = _copy(Path(folder))
        if _test(copy, "--create-db"):  # else every mutant would seem killed
            raise SystemExit("The tests fail before anything was seeded.")
        killed = sum(_is_killed(mutant, copy) for mutant in chosen)
    print(f"{killed} of {len(chosen)} killed", flush=True)  # noqa: T201
    return 0 if killed >= BAR * len(chosen) else 1


def _copy(folder: Path) -> Path:
    skipped = shutil.ignore_patterns("__pycache__", "fonts")
    for part in PARTS:
        source = HOUSE / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=skipped)
        else:
            shutil.copy(source, folder / part)
    (folder / "frontend" / "dist").mkdir(parents=True)  # where pages would be served from
    return folder


def _is_killed(mutant: Mutant, copy: Path) -> bool:
    place = copy / APP / mutant.file
    sound = place.read_text()
    if sound.count(mutant.old) < 1:
        raise SystemExit(f"{mutant.name}: {mutant.file} no longer says {mutant.old!r}")
    place.write_text(sound.replace(mutant.old, mutant.new))
    begun = time.monotonic()
    try:
        failed = _test(copy)
    finally:
        place.write_text(sound)
    word = "killed  " if failed else "SURVIVED"
    print(f"{word} {mutant.name} {time.monotonic() - begun:.0f} s", flush=True)  # noqa: T201
    return failed


def _test(copy: Path, database: str = "--reuse-db") -> bool:
    """Everything the app promises; the model test with more examples than usual."""
    environment = {
        "HESHU_MODEL_EXAMPLES": "40",
        "DATABASE_URL": postgres.url(test=True),
        "HESHU_TEST_DB": "test_heshu_mutants",
        **os.environ,
    }
    command = [sys.executable, "-m", "pytest", "-q", "-x", database, "--timeout", "600"]
    done = subprocess.run(
        [*command, "tests/workflow"], cwd=copy, env=environment, capture_output=True
    )
    if done.returncode not in (0, 1):
        raise SystemExit(done.stdout.decode()[-3000:])
    return done.returncode == 1


if __name__ == "__main__":
    sys.exit(main())
