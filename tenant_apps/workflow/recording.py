"""The end of every act: rows, the journal's entry, the event, a word to those it concerns."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from uuid import UUID

from shared_apps.kernel.events import Event as Fact
from shared_apps.kernel.rows import Batch
from shared_apps.outbox.live import tell
from tenant_apps.journal.recording import record
from tenant_apps.workflow import mandates, notices, subflows, subjects
from tenant_apps.workflow.board import Board
from tenant_apps.workflow.events import RunStarted
from tenant_apps.workflow.models import Event, Run
from tenants.current import current_unit


@dataclass(frozen=True)
class Outcome:
    """How the run stands after an act. A repeated request gets the outcome of the first."""

    run: Run
    status: str
    nodes: tuple[str, ...]  # the steps where somebody has to act now
    handlers: tuple[UUID, ...]  # who got work by this act
    repeated: bool = False


def finish(
    board: Board, op: str, fact: Callable[..., Fact], *, request_id: str, **detail: Any
) -> Outcome:
    """Write what the board decided, exactly once, and say so."""
    run = board.run
    mandates.lend(board)
    run.seq += 1
    fx = json.loads(json.dumps(board.effects()))
    after = {
        "status": str(run.status),
        "nodes": board.nodes() if run.status in Run.LIVE else [],
        "handlers": [str(owner) for owner in board.new_owners()],
    }
    event = _event(board, op, request_id, fx, {**_plain(detail), "after": after})
    batch = Batch()
    board.write(batch)
    entry = record(
        fact(
            subject_id=run.subject_id,
            run_id=run.pk,
            subject_kind=run.subject_kind,
            seq=run.seq,
            digest=digest(event),
            **after,
            **detail,
        ),
        by=board.by,
        at=board.at,
        along=batch,
        end=board.chain,
    )
    event.entry_id = entry.pk
    batch.insert([event])
    if concerned := board.affected():
        tell("todo", run.pk, current_unit().schema_name, concerned, along=batch)
    batch.send()
    mandates.tell_principals(board)
    notices.copy_by_rule(board)
    _carry_further(board, op)
    return outcome_of(event, run)


def _event(board: Board, op: str, request_id: str, fx: list[Any], detail: dict[str, Any]) -> Event:
    run = board.run
    return Event(
        run=run,
        seq=run.seq,
        op=op,
        actor=board.by,
        request_id=request_id,
        at=board.at,
        fx=fx,
        detail={**detail, **_limit(board)},
    )


def _carry_further(board: Board, op: str) -> None:
    """To the subject's app, and to the runs that began or hear of it."""
    subjects.moved(board.run, op)
    for child in board.children:
        finish(child, "start", RunStarted, request_id="start")
    subflows.send_word(board, op)


def outcome_of(event: Event, run: Run, *, repeated: bool = False) -> Outcome:
    after = event.detail["after"]
    return Outcome(
        run=run,
        status=after["status"],
        nodes=tuple(after["nodes"]),
        handlers=tuple(UUID(one) for one in after["handlers"]),
        repeated=repeated,
    )


def digest(event: Event) -> str:
    """SHA-256 over all an event says; the journal's chain carries it."""
    said = [
        str(event.run_id),
        event.seq,
        event.op,
        str(event.actor_id),
        event.request_id,
        event.at.astimezone(UTC).isoformat(),
        event.fx,
        event.detail,
    ]
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _limit(board: Board) -> dict[str, str]:
    """A limit set by hand for what opens next: no calendar moves it."""
    return {"due_at": board.due_at.isoformat()} if board.due_at else {}


def _plain(detail: dict[str, Any]) -> dict[str, Any]:
    """The opinion stands in the effects already."""
    return {
        name: str(value) if isinstance(value, UUID) else value
        for name, value in detail.items()
        if name != "opinion"
    }
