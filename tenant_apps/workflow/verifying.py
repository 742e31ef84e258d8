"""Does a run hold together? The events replay to the rows, and the invariants stand.

Numbers are those of design/workflow.md §3. Answers what is wrong; an empty list is a sound run.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from shared_apps.outbox.models import Dispatch
from tenant_apps.journal.models import Entry
from tenant_apps.workflow import graphs, subflows
from tenant_apps.workflow.board import BEFORE, REPLAYED, plain
from tenant_apps.workflow.engine import verdict_of
from tenant_apps.workflow.groups import moves
from tenant_apps.workflow.models import Event, Item, Run, Step
from tenant_apps.workflow.recording import digest
from tenant_apps.workflow.verdicts import Verdict, last_turns
from tenants.current import current_unit, public_floor

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
        *_Children(run, steps, events).check(),
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
        if not owned and not any(self.type_of(step) == "sub" for step in self.open):
            yield "running, but nobody has it"
        for step in self.open:
            if self.type_of(step) == "task" and step.pk not in owned:
                yield f"step {step.name} is open, but nobody has it"

    def type_of(self, step: Step) -> str:
        """A node that is gone from the graph was a step like any other."""
        node = self.nodes.get(step.node)
        return node.type if node else "task"

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


class _Children:
    """子流程: a step waits as long as its children have not decided, and none is forgotten."""

    def __init__(self, run: Run, steps: list[Step], events: list[Event]) -> None:
        self.run, self.steps, self.events = run, steps, events
        self.nodes = graphs.load(run.graph_id).nodes
        self.of: dict[UUID, list[Run]] = {step.pk: [] for step in steps}
        for child in Run.objects.filter(parent__in=steps):
            self.of[child.parent_id or run.pk].append(child)

    def check(self) -> Iterator[str]:
        for step in self.steps:
            node, children = self.nodes.get(step.node), self.of[step.pk]
            if node is None or node.type != "sub":
                if children:
                    yield f"step {step.name} is of people, and has runs of other flows"
            elif step.status == Step.Status.SKIPPED or not children:
                if children or step.status == Step.Status.OPEN:
                    yield f"step {step.name} waits for nobody"
            else:
                yield from self._verdict(step, node)
                yield from self._word(step)

    def _verdict(self, step: Step, node: graphs.Node) -> Iterator[str]:
        """5: it is done exactly when enough of what it has heard is good."""
        ended = subflows.heard(step, self.events)
        said = subflows.verdict(node.wait, list(ended.values()), len(self.of[step.pk]))
        wanted = {"done": Verdict.PASSED, "rejected": Verdict.REFUSED, "open": Verdict.PENDING}
        decided = any(event.op == "force" and _touches(event, step) for event in self.events)
        stands_still = step.status == "open" and self.run.status == Run.Status.SUSPENDED
        if decided or stands_still or said is wanted.get(step.status, said):
            return
        yield f"step {step.name} is {step.status}, its runs say {said.value}"

    def _word(self, step: Step) -> Iterator[str]:
        """What has happened on one side is known on the other, or word of it is on its way."""
        ended, waits = subflows.heard(step, self.events), step.status == Step.Status.OPEN
        for child in self.of[step.pk]:
            goes_on = child.status in Run.LIVE
            unheard = waits and not goes_on and str(child.pk) not in ended
            if unheard and not _on_its_way(subflows.CHILD_DONE, child):
                yield f"step {step.name} will never hear of {child.pk}"
            if goes_on and not waits and not _on_its_way(subflows.END_CHILD, child):
                yield f"step {step.name} is over, and {child.pk} goes on"
            if ended.get(str(child.pk), child.status) != child.status:
                yield f"step {step.name} has heard that {child.pk} was {ended[str(child.pk)]}"


def _touches(event: Event, step: Step) -> bool:
    return any((kind, pk) == ("step", str(step.pk)) for kind, pk, _ in event.fx)


def _on_its_way(subscriber: str, child: Run) -> bool:
    unit = current_unit().schema_name
    with public_floor():
        found = Dispatch.objects.filter(unit=unit, subscriber=subscriber)
        return found.filter(facts__run_id=str(child.pk)).exists()
