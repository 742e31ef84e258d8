"""The faults that tests/workflow/mutants.py seeds, by name: what is replaced by what."""

from dataclasses import dataclass


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
        "if to.pk in groups.engaged(seats):",
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
        "added signers are passed over",
        "verdicts.py",
        "if verdict in (Verdict.PASSED, Verdict.COLLECTED) and added_still_out:",
        "if False:",
    ),
    Mutant(
        "asking others after oneself is no consent",
        "verdicts.py",
        'AGREED = ("approve", "added", "auto")',
        'AGREED = ("approve", "auto")',
    ),
    Mutant(
        "collected is decided before all have spoken",
        "verdicts.py",
        "    if not complete:\n        return Verdict.PENDING\n",
        "",
    ),
    Mutant(
        "a word against is enough although all are collected",
        "verdicts.py",
        "    if collect and no:",
        "    if False:",
    ),
    Mutant(
        "the host's refusal counts as consent",
        "verdicts.py",
        "return Verdict.PASSED if host.action in AGREED else Verdict.REFUSED",
        "return Verdict.PASSED",
    ),
    Mutant(
        "who was removed still counts",
        "verdicts.py",
        'if seat.kind == "sign" and seat.status != "cancelled"]',
        'if seat.kind == "sign"]',
    ),
    Mutant(
        "who asked others before does not get it back",
        "groups.py",
        'return [Move(What.OPEN, asker)] if asker.status == "waiting" and at_rest else []',
        "return []",
    ),
    Mutant(
        "it comes back although another group is out",
        "groups.py",
        'if asker.status == "waiting" and at_rest else []',
        'if asker.status == "waiting" else []',
    ),
    Mutant(
        "a word against after me is overheard",
        "groups.py",
        "if disagreed and asker.pk == parent else []",
        "if False else []",
    ),
    Mutant(
        "a word against after me comes back for ever",
        "groups.py",
        "if disagreed and asker.pk == parent else []",
        'if disagreed and asker.status == "done" else []',
    ),
    Mutant(
        "one who spoke for all leaves the others at it",
        "groups.py",
        'if method == "any" and any(',
        "if False and any(",
    ),
    Mutant(
        "one of any closes while those it asked are still at it",
        "groups.py",
        "any(_spoke(one) and not table.busy(one) for one in members)",
        "any(_spoke(one) for one in members)",
    ),
    Mutant(
        "closing a group forgets whom its members asked",
        "groups.py",
        "for seat in (*table.live_below(one.slot), one)]",
        "for seat in (one,)]",
    ),
    Mutant(
        "added in turn, the next is not opened",
        "groups.py",
        "            return [Move(What.OPEN, first)]\n",
        "            return []\n",
    ),
    Mutant(
        "added in turn, the next opens over those the first asked",
        "groups.py",
        'if first.status == "waiting" and not table.live_below(first.slot):',
        'if first.status == "waiting":',
    ),
    Mutant(
        "additions go deeper than three",
        "allowances.py",
        "if groups.depth(item, seats) + (not joins_group) > groups.DEEPEST:",
        "if False:",
    ),
    Mutant(
        "somebody is added twice",
        "allowances.py",
        "    if len({person.pk for person in people}) < len(people):",
        "    if False:",
    ),
    Mutant(
        "somebody at the step is added again",
        "allowances.py",
        "    if again:\n",
        "    if False:\n",
    ),
    Mutant(
        "the last one to act may be removed",
        "allowances.py",
        "if not any(seat.status in Item.LIVE and seat.pk not in gone for seat in seats):",
        "if False:",
    ),
    Mutant(
        "anybody may remove whom another added",
        "allowances.py",
        "if by.pk not in {person.pk for person in askers}:",
        "if False:",
    ),
    Mutant(
        "who belongs to the step may be removed",
        "allowances.py",
        "    if item.parent_id is None:\n        return CannotRemove(",
        "    if False:\n        return CannotRemove(",
    ),
    Mutant(
        "who was only asked decides",
        "allowances.py",
        'if item.confirm and verb in ("reject", "send_back", "add"):',
        "if False:",
    ),
    Mutant(
        "what was delegated does not come home",
        "actions/handling.py",
        "    if turn.item.confirm:\n",
        "    if False:\n",
    ),
    Mutant(
        "delegated, it belongs to the other",
        "actions/delegating.py",
        "principal_id=item.principal_id, confirm=confirm)",
        "confirm=confirm)",
    ),
    Mutant(
        "given back, it stays with who was asked",
        "actions/delegating.py",
        "turn.board.hand_over(turn.item, turn.item.principal_id)",
        "turn.board.hand_over(turn.item, turn.item.owner_id)",
    ),
    Mutant(
        "who asks before goes on acting beside them",
        "actions/signers.py",
        "waiting = board.again(item, Item.Status.WAITING)",
        "waiting = board.again(item)",
    ),
    Mutant(
        "a handed-over seat forgets how its group signs",
        "board.py",
        '            "method": item.method,\n',
        "",
    ),
    Mutant(
        "a handed-over seat forgets who asked for it",
        "board.py",
        '            "parent_id": item.parent_id,\n',
        '            "parent_id": None,\n',
    ),
    Mutant(
        "added seats begin at a seat that is taken",
        "board.py",
        "first = max((item.slot for item in self.items_of(step)), default=-1) + 1",
        "first = len({item.owner_id for item in self.items_of(step)})",
    ),
    Mutant(
        "a host who has left is asked",
        "engine.py",
        "host = next((pk for pk in wanted if pk in serving), None)",
        "host = wanted[0]",
    ),
    Mutant(
        "the starter handles what the rule keeps from them",
        "selecting.py",
        'if asking.starter in found and asking.starter_rule != "self":',
        "if False:",
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
        '            "slot": item.slot,\n',
        '            "slot": item.slot + 50,\n',
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
        "batch.update(model, ids, facts)",
        "batch.update(model, ids[:1], facts)",
    ),
    Mutant(
        "a repeated click acts again",
        "turns.py",
        "    if item.asked_before:\n",
        "    if False:\n",
    ),
    Mutant(
        "a step is written before the act is refused",
        "actions/handling.py",
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
    Mutant(
        "a child that ends says nothing to its parent",
        "subflows.py",
        "if board.ended and board.run.parent_id and op != ENDED:",
        "if False:",
    ),
    Mutant(
        "a step that closes leaves its children at it",
        "subflows.py",
        "    if closed:\n        left",
        "    if False:\n        left",
    ),
    Mutant(
        "children that ended ill are passed over",
        "subflows.py",
        "if total - (len(ended) - well) < needed else",
        "if False else",
    ),
    Mutant("a circle of flows is published", "subflows.py", "if called == key:", "if False:"),
    Mutant(
        "a child is heard twice",
        "actions/subflowing.py",
        " or str(child_id) in known:",
        ":",
    ),
    Mutant(
        "a suspended step goes on when it hears",
        "actions/subflowing.py",
        "if run.status == Run.Status.RUNNING:",
        "if True:",
    ),
    Mutant(
        "a piece of a closed step is taken back",
        "allowances.py",
        "return item.step.status == Step.Status.OPEN and item.status",
        "return item.status",
    ),
)
