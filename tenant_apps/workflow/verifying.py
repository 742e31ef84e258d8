"""Does a run hold together? The events replay to the rows, and the invariants stand.

Numbers are those of design/workflow.md §3. Answers what is wrong; an empty list is a sound run.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from tenant_apps.journal.models import Entry
from tenant_apps.workflow import graphs
from tenant_apps.workflow.board import BEFORE, REPLAYED, plain
from tenant_apps.workflow.engine import verdict_of
from tenant_apps.workflow.groups import moves
from tenant_apps.workflow.models import Event, Item, Run, Step
from tenant_apps.workflow.recording import digest
from tenant_apps.workflow.verdicts import Verdict, last_turns

State = dict[tuple[str, str], dict[str, Any]]


def verify(run_id: UUID) -> list[str]:
    run = Run.objects.get(pk=run_id)
    steps = list(Step.objects.filter(run=run).order_by("opened_seq", "pk"))
    items = list(Item.objects.filter(run=run).order_by("slot", "turn"))
    events = list(Event.objects.filter(run=run).order_by("seq"))
    checked = _Run(run, steps, items)
    return [
        *_history(run, events),
        *_replay(run, steps, items, events),
        *checked.ownership(),
        *checked.closing(),
        *checked.seats(),
        *checked.verdicts(),
        *checked.tokens(),
    ]


def _history(run: Run, events: list[Event]) -> Iterator[str]:
    """6, 7: one event per act, gapless, each sealed in the journal."""
    if [event.seq for event in events] != list(range(1, run.seq + 1)):
        yield f"events are not 1 to {run.seq}"
    entries = Entry.objects.in_bulk([event.entry_id for event in events])
    for event in events:
        entry = entries.get(event.entry_id)
        if entry is None or entry.facts.get("digest") != digest(event):
            yield f"event {event.seq} is not what the journal sealed"


def _replay(run: Run, steps: list[Step], items: list[Item], events: list[Event]) -> Iterator[str]:
    """7: folding the effects gives the very rows, column by column."""
    folded: State = {}
    for event in events:
        for kind, pk, facts in event.fx:
            folded.setdefault((kind, pk), dict(BEFORE[kind])).update(facts)
    found: State = {
        (kind, str(row.pk)): plain(row, REPLAYED[kind])
        for kind, rows in (("run", [run]), ("step", steps), ("item", items))
        for row in rows
    }
    for place in sorted(folded.keys() | found.keys()):
        if folded.get(place) != found.get(place):
            yield f"{place[0]} {place[1]} is not what its events say"


class _Run:
    """The rows of one run, asked for what must hold between them."""

    def __init__(self, run: Run, steps: list[Step], items: list[Item]) -> None:
        self.run = run
        self.nodes = graphs.load(run.graph_id).nodes
        self.steps = {step.pk: step for step in steps}
        self.open = [step for step in steps if step.status == Step.Status.OPEN]
        self.items = items
        self.live = [item for item in items if item.status in Item.LIVE]

    def ownership(self) -> Iterator[str]:
        """1, 2: while it runs somebody has it; afterwards nobody does."""
        if self.run.status not in Run.LIVE:
            if self.open or self.live:
                yield "over, but not everything is closed"
            return
        owned = {item.step_id for item in self.live if item.status == Item.Status.OPEN}
        if not owned:
            yield "running, but nobody has it"
        for step in self.open:
            node = self.nodes.get(step.node)
            if (node is None or node.type == "task") and step.pk not in owned:
                yield f"step {step.name} is open, but nobody has it"

    def closing(self) -> Iterator[str]:
        """3: nothing lives in what is closed."""
        open_ = {step.pk for step in self.open}
        if any(item.step_id not in open_ for item in self.live):
            yield "a live item in a closed step"
        if any(step.scope_id and step.scope_id not in open_ for step in self.open):
            yield "a branch outlives its split"

    def seats(self) -> Iterator[str]:
        """4, 8: one owner per seat; who waits, waits for somebody."""
        if any(n > 1 for n in Counter((item.step_id, item.slot) for item in self.live).values()):
            yield "two owners of one seat"
        acting = {item.step_id for item in self.live if item.status == Item.Status.OPEN}
        for item in self.live:
            if item.status == Item.Status.WAITING and item.step_id not in acting:
                yield "a seat waits for nobody"
        for step in self.open:
            if asked := moves(item for item in self.items if item.step_id == step.pk):
                yield f"a seat of {step.name} should {asked[0].what.value}"

    def verdicts(self) -> Iterator[str]:
        """5: a step is closed as done exactly when its seats say so."""
        for step in self.steps.values():
            node = self.nodes.get(step.node)
            if node is None or node.type != "task" or step.status == Step.Status.SKIPPED:
                continue
            seats = last_turns(item for item in self.items if item.step_id == step.pk)
            verdict = verdict_of(node, seats)
            if step.status == "done" and any(seat.action == "forced" for seat in seats):
                continue  # a supervisor decided, against whatever the seats say
            wanted = {
                "done": (Verdict.PASSED,),
                "rejected": (Verdict.REFUSED, Verdict.COLLECTED),  # no host left to weigh it
                "open": (Verdict.PENDING,),
            }.get(step.status)
            if wanted and verdict not in wanted:
                yield f"step {step.name} is {step.status}, its seats say {verdict.value}"

    def tokens(self) -> Iterator[str]:
        """9: no document in two places."""
        if sum(step.scope_id is None for step in self.open) > 1:
            yield "two tokens at the top level"
        places = Counter((step.scope_id, step.node) for step in self.open)
        if any(n > 1 for n in places.values()):
            yield "two tokens at one node"
