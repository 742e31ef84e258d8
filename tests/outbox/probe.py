"""Subscribers for tests."""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from shared_apps.kernel.events import Event, answers

EFFECT = "tests.probe.effect"
FAILURE = "tests.probe.failure"


@dataclass(frozen=True, kw_only=True)
class Probed(Event):
    name: ClassVar[str] = "tests.probe.probed"


@answers(EFFECT)
def effect(facts: dict[str, Any]) -> None:
    """Leaves an entry in the unit's journal; says when it begins, takes its time if asked."""
    from django.utils import timezone

    from tenant_apps.journal.recording import record

    if folder := facts.get("folder"):
        (Path(folder) / f"{os.getpid()}-{time.monotonic_ns()}").touch()
        time.sleep(facts.get("seconds", 0))
    record(Probed(subject_id=UUID(facts["subject_id"])), by=None, at=timezone.now())


@answers(FAILURE)
def failure(facts: dict[str, Any]) -> None:
    """Does its work, and fails after all."""
    effect(facts)
    raise RuntimeError("收文表已满")
