"""What one act changes on one run: worked out in memory under the run's lock, written at once.

Nothing is written before everything is decided, so a refused act has changed nothing, and what is
written is the very list of effects that the event keeps for replay (`fx`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Model

from shared_apps.kernel import clock
from shared_apps.kernel.ids import new_id
from shared_apps.kernel.rows import Batch
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import graphs
from tenant_apps.workflow.models import Item, Run, Step
from tenant_apps.workflow.verdicts import ADDED, Mode

Row = Run | Step | Item
Effect = tuple[str, str, dict[str, Any]]

KINDS: dict[type[Model], str] = {Run: "run", Step: "step", Item: "item"}
# How a turn ends without its owner having acted.
NOT_ACTED = (
    Item.Action.SUPERSEDED,
    Item.Action.CLOSED,
    Item.Action.LENT,
    Item.Action.RECALL,
    Item.Action.REMOVED,
    Item.Action.FORCED,
    Item.Action.JUMPED,
    Item.Action.REASSIGNED,
)
# Beside the state, and private or set without an event: not replayed.
MARKS = ("id", "run_id", "draft", "seen_at", "reminded_at", "escalated_at")
# What events replay: every column of steps and items, and how a run stands.
REPLAYED: dict[str, tuple[str, ...]] = {
    KINDS[model]: tuple(
        column.attname for column in model._meta.concrete_fields if column.attname not in MARKS
    )
    for model in (Step, Item)
} | {
    "run": (
        "status",
        "graph_id",
        "closed_at",
        "data",
        "chosen",
        "suspended_at",
        "resume_at",
        "parent_id",
    )
}
# What events older than a column say of it.
BEFORE: dict[str, dict[str, Any]] = {
    "run": {"suspended_at": None, "resume_at": None, "parent_id": None},
    "step": {},
    "item": {"method": "", "confirm": False, "opinion_kind": "", "mandate_id": None},
}


class Board:
    def __init__(self, run: Run, *, by: Staff | None, at: datetime) -> None:
        self.run, self.by, self.at = run, by, at
        self.chart = graphs.load(run.graph_id)
        self.due_at: datetime | None = None  # set by the handler for what opens next
        self.lends: bool | None = None  # does anybody lend their work now? None: not asked yet
        self.chain: str | None = None  # where the subject's record ends; None: not read along
        self.held: dict[UUID, str] = {}  # splits still opening their branches → the join reached
        self.children: list[Board] = []  # 子流程: runs that begin with this act
        self.ended = False
        self._here: Step | None = None
        self._is_new = False
        self._new: list[Row] = []
        self._changed: dict[UUID, tuple[Row, set[str]]] = {}
        self._items: dict[UUID, list[Item]] = defaultdict(list)

    def lay_out(self) -> None:
        """A new run: nothing is open yet, and its event tells all of it."""
        self.open = {}
        self._is_new = True
        self._changed[self.run.pk] = (self.run, set(REPLAYED["run"]))

    def sit_down(self, step: Step, items: Iterable[Item]) -> None:
        """Act at one step, whose items are known already."""
        for item in items:
            item.step = step  # one visit, one object
            self._items[step.pk].append(item)
        self._here = step
        if step.scope_id is None:  # the top level holds one token: no need to ask for others
            self.open = {step.pk: step}

    @cached_property
    def open(self) -> dict[UUID, Step]:
        """Steps now open, visits of splits included."""
        found = Step.objects.filter(run=self.run, status=Step.Status.OPEN)
        here = {self._here.pk: self._here} if self._here else {}
        return {step.pk: step for step in found} | here

    def items_of(self, step: Step) -> list[Item]:
        return self._items[step.pk]

    def read_items(self, steps: Iterable[Step]) -> None:
        """Bring the items of other open steps to the table, in one statement."""
        missing = [step.pk for step in steps if step.pk not in self._items]
        if missing:
            for item in Item.objects.filter(step__in=missing):
                self._items[item.step_id].append(item)

    def nodes(self) -> list[str]:
        """The steps where somebody has to act now."""
        keys = {step.node for step in self.open.values()}
        return [node.key for node in self.chart.tasks() if node.key in keys]

    def actors_at(self, node: str) -> list[UUID]:
        """Who acted when a node was last passed: on the table just now, or written before."""
        here = [self._here] if self._here and self._here.node == node else []
        visit = here[0] if here and here[0].status == Step.Status.DONE else None
        if visit is None:
            passed = Step.objects.filter(run=self.run, node=node, status=Step.Status.DONE)
            visit = passed.order_by("-opened_seq").first()
            items = list(visit.items.all()) if visit else []
        else:
            items = self.items_of(visit)
        acted = [item for item in items if item.status == Item.Status.DONE and item.by_id]
        return list(dict.fromkeys(one.by_id for one in sorted(acted, key=_place) if one.by_id))

    # ---- effects ------------------------------------------------------------------------------

    def open_step(
        self, node: graphs.Node, *, scope: Step | None, prev: Step | None, back_to: str = ""
    ) -> Step:
        step = Step(
            id=new_id(),
            run=self.run,
            node=node.key,
            name=node.name,
            opened_seq=self.run.seq + 1,
            scope=scope,
            prev=prev,
            back_to=back_to,
            opened_at=self.at,
        )
        self.open[step.pk] = step
        self._items[step.pk] = []
        self._new.append(step)
        return step

    def close_step(self, step: Step, status: Step.Status) -> None:
        self._set(step, status=status, closed_at=self.at)
        self.open.pop(step.pk, None)

    def seat(self, step: Step, people: Iterable[UUID], *, one_by_one: bool) -> None:
        """One seat for each person; one by one, only the first may act yet."""
        for slot, person in enumerate(people):
            waits = one_by_one and slot > 0
            status = Item.Status.WAITING if waits else Item.Status.OPEN
            self._sit(step, slot=slot, owner_id=person, principal_id=person, status=status)

    def hand_over(self, item: Item, to: UUID, **facts: Any) -> None:
        """The next turn of the same seat: another owner, the same place and due time."""
        kept = {
            "slot": item.slot,
            "turn": item.turn + 1,
            "owner_id": to,
            "principal_id": to,
            "kind": item.kind,
            "parent_id": item.parent_id,
            "method": item.method,
            "due_at": item.due_at,
        }
        self._sit(item.step, **{**kept, **facts})

    def again(self, item: Item, status: Item.Status = Item.Status.OPEN) -> Item:
        """The next turn of the same seat, for the same owner in the same name."""
        same = {"principal_id": item.principal_id, "mandate_id": item.mandate_id}
        self.hand_over(item, item.owner_id, status=status, **same)
        return self.items_of(item.step)[-1]

    def add_seats(self, step: Step, people: Iterable[UUID], **facts: Any) -> None:
        """加签: further seats behind those there are; one by one where the method says so."""
        first = max((item.slot for item in self.items_of(step)), default=-1) + 1
        one_by_one = facts.get("method") == Mode.IN_TURN
        for place, person in enumerate(people):
            waits = one_by_one and place > 0
            status = Item.Status.WAITING if waits else Item.Status.OPEN
            seat = {"slot": first + place, "owner_id": person, "principal_id": person}
            self._sit(step, **{"status": status, **facts, **seat})

    def open_seat(self, item: Item) -> None:
        self._set(
            item,
            status=Item.Status.OPEN,
            sender_id=self.by.pk if self.by else None,
            opened_at=self.at,
            due_at=self._due(item.step),
        )

    def lend(self, item: Item, agent: UUID, *, mandate: UUID) -> None:
        """代签: a seat that opens in this act opens for the agent; the authority stays."""
        self._set(item, owner_id=agent, mandate_id=mandate)

    def bring_home(self, item: Item) -> None:
        """Whose authority it is owns it again; a seat that waits needs no turn of its own."""
        if item.status == Item.Status.WAITING:
            self._set(item, owner_id=item.principal_id, mandate_id=None)
            return
        self.close_item(item, Item.Action.RECALL)
        self.hand_over(item, item.principal_id)

    def close_item(self, item: Item, action: Item.Action, *, opinion: str = "") -> None:
        own = action not in NOT_ACTED
        if own and item.kind not in ADDED and (node := self.chart.nodes.get(item.step.node)):
            self._set(item, opinion_kind=node.opinion_kind)
        self._set(
            item,
            status=Item.Status.DONE if own else Item.Status.CANCELLED,
            action=action,
            opinion=opinion,
            by_id=self.by.pk if self.by else None,
            closed_at=self.at,
        )

    def take_out(self, item: Item, action: Item.Action) -> None:
        """What was said there counts no longer; the event that said it keeps it."""
        self._set(item, status=Item.Status.CANCELLED, action=action, closed_at=self.at)

    def learn(self, *, chosen: dict[str, list[str]], data: Mapping[str, Any]) -> None:
        """What a handler adds for the steps to come."""
        if chosen:
            self._set(self.run, chosen=self.run.chosen | chosen)
        if data:
            self._set(self.run, data=self.run.data | data)

    def redraw(self, sha: str) -> None:
        """From here on this one run follows a graph of its own."""
        self._set(self.run, graph_id=sha)
        self.chart = graphs.load(sha)

    def close_run(self, status: Run.Status) -> None:
        self.ended = True
        self._set(self.run, status=status, closed_at=self.at)

    def _sit(self, step: Step, **facts: Any) -> None:
        opening = facts.get("status", Item.Status.OPEN) == Item.Status.OPEN
        item = Item(
            id=new_id(),
            run=self.run,
            step=step,
            sender_id=self.by.pk if self.by else None,
            opened_at=self.at,
            **{"due_at": self._due(step) if opening else None, **facts},
        )
        self._items[step.pk].append(item)
        self._new.append(item)

    def _due(self, step: Step) -> datetime | None:
        minutes = self.chart.nodes[step.node].due
        by_rule = clock.add_working_minutes(self.at, minutes) if minutes else None
        limits = [one for one in (by_rule, self.run.due_at) if one]
        return self.due_at or min(limits, default=None)

    def _set(self, row: Row, **changes: Any) -> None:
        for name, value in changes.items():
            setattr(row, name, value)
        if all(row is not new for new in self._new):
            self._changed.setdefault(row.pk, (row, set()))[1].update(changes)

    # ---- the end of the act --------------------------------------------------------------------

    def new_owners(self) -> list[UUID]:
        """Who got work by this act."""
        return list(
            dict.fromkeys(item.owner_id for item in self._touched() if item.status == "open")
        )

    def affected(self) -> set[UUID]:
        """Everybody whose list of work looks different now."""
        touched = self._touched()
        return {item.owner_id for item in touched} | {item.principal_id for item in touched}

    def opened(self) -> list[Item]:
        """Seats that open in this act: new ones, and those whose turn came."""
        waited = (row for row, fields in self._changed.values() if "status" in fields)
        found = [row for row in (*self._new, *waited) if isinstance(row, Item)]
        return [item for item in found if item.status == Item.Status.OPEN]

    def closed(self) -> list[Step | Item]:
        """Steps and turns that this act brought to their end."""
        rows = [row for row, fields in self._changed.values() if "closed_at" in fields]
        return [row for row in rows if isinstance(row, Step | Item)]

    def _touched(self) -> list[Item]:
        rows = [row for row, _ in self._changed.values()] + self._new
        return [row for row in rows if isinstance(row, Item)]

    def effects(self) -> list[Effect]:
        changed = [(row, fields) for row, fields in self._changed.values()]
        created = [(row, set(REPLAYED[KINDS[type(row)]])) for row in self._new]
        return [
            (KINDS[type(row)], str(row.pk), plain(row, sorted(fields)))
            for row, fields in changed + created
        ]

    def write(self, batch: Batch) -> None:
        """Into this batch: one statement per kind of change, however many seats."""
        if self._is_new:
            batch.insert([self.run])
        for model in (Item, Step):
            pairs = [pair for pair in self._changed.values() if type(pair[0]) is model]
            _update(batch, model, pairs)
        batch.insert([row for row in self._new if isinstance(row, Step)])
        batch.insert([row for row in self._new if isinstance(row, Item)])
        if not self._is_new:
            _, fields = self._changed.get(self.run.pk, (self.run, set()))
            names = ("seq", *sorted(fields))
            batch.update(Run, [self.run.pk], {name: getattr(self.run, name) for name in names})


def _place(item: Item) -> tuple[int, int]:
    return item.slot, item.turn


def plain(row: Row, fields: Iterable[str]) -> dict[str, Any]:
    """Columns of a row as JSON keeps them."""
    return {name: _plain(getattr(row, name)) for name in fields}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value) if isinstance(value, str) else value


def _update(batch: Batch, model: type[Step | Item], changed: list[tuple[Row, set[str]]]) -> None:
    alike: dict[tuple[tuple[str, Any], ...], list[UUID]] = defaultdict(list)
    for row, fields in changed:
        alike[tuple((name, getattr(row, name)) for name in sorted(fields))].append(row.pk)
    for values, ids in alike.items():
        facts = dict(values)
        if model is Item and "closed_at" in facts:
            facts["draft"] = ""  # what was typed is said now, or was not meant to be
        batch.update(model, ids, facts)
