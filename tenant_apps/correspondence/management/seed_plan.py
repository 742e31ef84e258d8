"""Which documents the demonstration has, and what becomes of each; the same dice every time."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from shared_apps.kernel import clock
from tenant_apps.correspondence.management.seed_lives import Fate, Letter
from tenant_apps.correspondence.management.seed_notices import DEPARTMENTS
from tenant_apps.correspondence.management.seed_topics import TOWN, TOWNS, Topic
from tenants.models import Unit

FORTNIGHT = timedelta(days=14)
WRITING_TOWNS, LETTERS_A_TOWN, TOWNS_A_NOTICE = 20, 3, 2
UNFINISHED = ("draft", "review", "sign", "verify", "register", "print", "seal", "release")
GUEST = "taihe"  # its numbers begin with what its visitors send
# What becomes of a copy, by weight.
FATES = (
    (30, Fate(due="kept")),
    (14, Fate()),
    (10, Fate(due="late")),
    (7, Fate(due="overdue", rests="handle")),
    (5, Fate(due="today", rests="handle")),
    (7, Fate(due="tomorrow", rests="handle")),
    (6, Fate(due="kept", rests="complete")),
    (5, Fate(rests="propose")),
    (5, Fate(rests="instruct")),
    (4, Fate(rests="register")),
    (4, Fate(rests="screen")),
    (4, Fate(rests="circulate")),
    (5, Fate(rests="arrived")),
    (4, Fate(end="declined")),
    (2, Fate(end="returned")),
    (2, Fate(end="withdrawn")),
)


class Plan:
    """Everything the dice decide before the first word is written."""

    def __init__(self, units: dict[str, Unit], *, now: datetime, dice: random.Random) -> None:
        self.units, self.now, self.dice = units, now, dice
        kinds = (Unit.Kind.TOWN, Unit.Kind.SUBDISTRICT)
        self.towns = [name for name, unit in units.items() if unit.kind in kinds]
        self.minutes = clock.working_minutes(now - FORTNIGHT, now)

    def letters(self) -> Iterator[Letter]:
        writers = [name for name in self.towns if name != GUEST][:WRITING_TOWNS]
        for place, name in enumerate(writers):
            for number in range(LETTERS_A_TOWN):
                topic = TOWN[(place * LETTERS_A_TOWN + number) % len(TOWN)]
                yield self._letter(topic, name)
        for topic in TOWN[:4]:
            yield self._letter(topic, GUEST, rests=self.dice.choice(UNFINISHED[:3]))
        for name, topics in DEPARTMENTS.items():
            for topic in topics:
                if name in self.units:
                    yield self._letter(topic, name)

    def fate(self, letter: Letter, recipient: str) -> Fate:
        if recipient in letter.copies:
            return self.dice.choice((Fate(rests="propose"), Fate(rests="circulate"), Fate()))
        return self.dice.choices(
            [fate for _, fate in FATES], weights=[weight for weight, _ in FATES]
        )[0]

    def _some_towns(self) -> list[str]:
        """The guest's town hears of much: its people shall have something on their desks."""
        chosen = self.dice.sample(self.towns, min(TOWNS_A_NOTICE, len(self.towns)))
        if GUEST in self.towns and GUEST not in chosen and self.dice.random() < 0.5:
            chosen[-1] = GUEST
        return chosen

    def _letter(self, topic: Topic, sender: str, *, rests: str = "") -> Letter:
        to: list[str] = []
        for one in topic.to:
            if one == TOWNS:
                to += self._some_towns()
            elif one in self.units:
                to.append(one)
        if not rests and self.dice.random() < 0.12:
            rests = self.dice.choice(UNFINISHED)
        return Letter(
            topic=topic,
            sender=sender,
            to=tuple(to),
            copies=tuple(one for one in topic.copies if one in self.units),
            begins=clock.add_working_minutes(
                self.now - FORTNIGHT, self.dice.randrange(max(1, self.minutes))
            ),
            rests=rests,
            is_sent_back=self.dice.random() < 0.12,
        )
