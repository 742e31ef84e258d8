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
from pathlib import Path

from tenants import postgres
from tests.workflow.seeded import MUTANTS, Mutant

HOUSE = Path(__file__).resolve().parents[2]
APP = "tenant_apps/workflow"
PARTS = ("config", "shared_apps", "tenant_apps", "tenants", "tests", "pyproject.toml", "manage.py")
BAR = 0.95
# What the engine promises; the model comes last, as it takes longest.
TESTS = [
    f"tests/workflow/test_{name}.py"
    for name in (
        "verdicts",
        "adding",
        "adding_several",
        "options",
        "walking",
        "signing_together",
        "graphs",
        "acting",
        "verifying",
        "subflows",
        "subflows_drawn",
        "model",
    )
]


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
        sound = _test(copy, "--create-db")
        if sound.returncode:  # else every mutant would seem killed
            said = sound.stdout.decode()[-3000:]
            raise SystemExit(f"{said}\nThe tests fail before anything was seeded.")
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
        done = _test(copy)
    finally:
        place.write_text(sound)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stdout.decode()[-3000:])
    failed = done.returncode == 1
    word = "killed  " if failed else "SURVIVED"
    print(f"{word} {mutant.name} {time.monotonic() - begun:.0f} s", flush=True)  # noqa: T201
    return failed


def _test(copy: Path, database: str = "--reuse-db") -> subprocess.CompletedProcess[bytes]:
    """Everything the app promises; the model test with more examples than usual."""
    environment = {
        "HESHU_MODEL_EXAMPLES": "40",
        "DATABASE_URL": postgres.url(test=True),
        "HESHU_TEST_DB": "test_heshu_mutants",
        **os.environ,
    }
    command = [sys.executable, "-m", "pytest", "-q", "-x", database, "--timeout", "600"]
    return subprocess.run([*command, *TESTS], cwd=copy, env=environment, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
