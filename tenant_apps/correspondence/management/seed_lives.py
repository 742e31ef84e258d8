"""The lives of the demonstration's documents: acts woken at their office hour.

Everything goes through the real actions. A life that is not over when the present is reached stays
where it is, as documents do.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from shared_apps.kernel import clock
from shared_apps.outbox import manners
from shared_apps.outbox.models import Dispatch
from shared_apps.outbox.relaying import carry_waiting
from tenant_apps.correspondence.actions import (
    drafting,
    incoming,
    issuing,
    outgoing,
    proposing,
    screening,
    sealing,
)
from tenant_apps.correspondence.contents import Content
from tenant_apps.correspondence.kinds import Course, Urgency, goes_up, usual_course
from tenant_apps.correspondence.management import seed_offices as words
from tenant_apps.correspondence.management.seed_offices import Office
from tenant_apps.correspondence.management.seed_topics import Topic, body_of, title_of
from tenant_apps.correspondence.models import IncomingDocument, OutgoingDocument
from tenant_apps.organization.models import Staff
from tenant_apps.seals.queries import choices
from tenant_apps.workflow.actions import noticing
from tenant_apps.workflow.circulars import Notice
from tenants.crossing import in_unit

Life = Iterator[datetime]
Act = tuple[str, Callable[..., object], Staff, dict[str, Any]]  # stage, act, by whom, what is said
SLOW = ("handle", "late")
EVERYTHING = 5_000
# Half a second a sheet, and nobody waits for it: the worker does it when the doors are open.
LEFT_TO_THE_WORKER = ("correspondence.measure",)


@dataclass(frozen=True)
class Letter:
    """One document to be written: by whom, to whom, and where it is left lying."""

    topic: Topic
    sender: str
    to: tuple[str, ...]
    copies: tuple[str, ...]
    begins: datetime
    rests: str = ""  # a stage of 发文
    is_sent_back: bool = False


@dataclass(frozen=True)
class Fate:
    """What becomes of one copy at its recipient's."""

    rests: str = ""  # a stage of 收文
    end: str = ""  # declined, returned, withdrawn
    due: str = ""  # kept, late, overdue, today, tomorrow


@dataclass(frozen=True)
class Copy:
    """One sealed copy of a letter on its way to one office."""

    letter: Letter
    source: UUID
    office: Office
    fate: Fate


class City:
    """The clock of the demonstration: lives wait in it for their next moment."""

    def __init__(self, offices: dict[str, Office], *, now: datetime, dice: random.Random) -> None:
        self.offices, self.now, self.dice = offices, now, dice
        self._waiting: list[tuple[datetime, int, Life]] = []
        self._begun = 0

    def begin(self, life: Life) -> None:
        self._begun += 1
        self._wake_again(life, self._begun)

    def run(self, *, until: datetime) -> None:
        """Until nobody has anything left to do before then."""
        while self._waiting and self._waiting[0][0] <= until:
            _, order, life = heappop(self._waiting)
            self._wake_again(life, order)

    def _wake_again(self, life: Life, order: int) -> None:
        moment = next(life, None)
        if moment is not None:
            heappush(self._waiting, (moment, order, life))

    def later(self, at: datetime, least: int = 20, most: int = 240) -> datetime:
        """Some office minutes later."""
        return clock.add_working_minutes(at, self.dice.randint(least, most))

    def say(self, said: tuple[str, ...]) -> str:
        return self.dice.choice(said)


def carry_post(at: datetime) -> None:
    """The post of this moment; reports wait for the end and merge."""
    left = Dispatch.objects.filter(subscriber__in=LEFT_TO_THE_WORKER, due_at=None)
    left.update(due_at=timezone.now())
    others = (*manners.merging(), *LEFT_TO_THE_WORKER)
    while waiting := Dispatch.objects.exclude(subscriber__in=others).count():
        if not carry_waiting(at, batch=waiting):
            return


def carry_everything(at: datetime) -> None:
    while carry_waiting(at, batch=EVERYTHING):
        pass


# ---- 发文 ------------------------------------------------------------------------------


def send(city: City, letter: Letter, fates: Callable[[Letter, str], Fate]) -> Life:
    office, at = city.offices[letter.sender], letter.begins
    clerk = city.dice.choice(office.clerks)
    leader = city.dice.choice(office.principals if goes_up(letter.topic.kind) else office.leaders)
    yield at
    with in_unit(office.unit):
        content = _content(letter, city, leader.pk)
        document = drafting.draft(content=content, by=clerk, at=at)
    for stage, act, person, said in _road(letter, office, clerk, leader, city):
        if stage == letter.rests:
            return
        at = city.later(at)
        yield at
        with in_unit(office.unit):
            act(document_id=document.pk, by=person, at=at, request_id=str(uuid4()), **said)
    carry_post(at + timedelta(minutes=1))
    for code in (*letter.to, *letter.copies):
        copy = Copy(letter, document.pk, city.offices[code], fates(letter, code))
        city.begin(receive(city, copy, at))


def _road(
    letter: Letter, office: Office, clerk: Staff, leader: Staff, city: City
) -> Iterator[Act]:
    def spoken(what: tuple[str, ...]) -> dict[str, Any]:
        return {"opinion": city.say(what)}

    yield "draft", outgoing.submit, clerk, {}
    if letter.is_sent_back:
        back = {"to": "draft", **spoken(words.SENT_BACK)}
        yield "review", outgoing.send_back, office.head, back
        yield "draft", outgoing.submit, clerk, {"opinion": "已按意见修改。"}
    yield "review", outgoing.review, office.head, spoken(words.REVIEWED)
    yield "sign", outgoing.sign, leader, spoken(words.SIGNED)
    yield "verify", issuing.verify, office.registrar, {"opinion": "已复核。"}
    yield "register", issuing.register, office.registrar, {}
    yield "print", issuing.print_, office.registrar, {}
    if office.keeper:
        yield "seal", _seal, office.keeper, {}
    yield "release", issuing.release, office.registrar, {}


def _seal(*, document_id: UUID, by: Staff, at: datetime, request_id: str) -> None:
    """用印, with the unit's one seal."""
    document = OutgoingDocument.objects.get(pk=document_id)
    for one in choices(doc_kind=document.doc_kind, keeper=by, at=at)[:1]:
        sealing.seal(
            document_id=document_id,
            seal=one.id,
            pdf_sha256=document.pdf_sha256,
            paging=document.page_count > 1,
            by=by,
            at=at,
        )


def _content(letter: Letter, city: City, signatory: UUID) -> Content:
    codes = {name: office.unit.code for name, office in city.offices.items()}
    return {
        "doc_kind": letter.topic.kind,
        "urgency": letter.topic.urgency,
        "title": title_of(letter.topic, city.offices[letter.sender].unit.short_name),
        "body": body_of(letter.topic),
        "addressees": [codes[one] for one in letter.to],
        "copies": [codes[one] for one in letter.copies],
        "signatory": signatory,
    }


# ---- 收文 ------------------------------------------------------------------------------


def receive(city: City, copy: Copy, at: datetime) -> Life:
    at = city.later(at, 15, 200)
    if copy.fate.rests == "arrived":
        return
    yield at
    if copy.fate.end == "withdrawn":
        _ask_back(city, copy, at)
        return
    office = copy.office
    with in_unit(office.unit):
        document = IncomingDocument.objects.get(source_id=copy.source)
        act: dict[str, Any] = {"document_id": document.pk, "by": office.registrar, "at": at}
        if copy.fate.end == "declined":
            reason = city.say(words.DECLINED)
            incoming.decline(**act, reason=reason, request_id=str(uuid4()))
            return
        incoming.acknowledge(**act, request_id=str(uuid4()))
    yield from _handle(city, copy, document.pk, at)


def _ask_back(city: City, copy: Copy, at: datetime) -> None:
    sender = city.offices[copy.letter.sender]
    with in_unit(sender.unit):
        issuing.withdraw(
            document_id=copy.source,
            unit=copy.office.unit.code,
            reason=city.say(words.WITHDRAWN),
            by=sender.registrar,
            at=at,
            request_id=str(uuid4()),
        )
    carry_post(at)


def _handle(city: City, copy: Copy, document_id: UUID, at: datetime) -> Life:
    office, fate = copy.office, copy.fate
    leader, handler = city.dice.choice(office.leaders), city.dice.choice(office.handlers)
    readers = city.dice.sample(office.handlers, min(3, len(office.handlers)))
    for stage, act, person in _desks(copy, leader, handler):
        at = city.later(at, 1400, 2000) if (stage, fate.due) == SLOW else city.later(at)
        if stage == fate.rests:
            return
        yield at
        said: dict[str, dict[str, Any]] = {
            "register": {},
            "screen": {"opinion": "已核，按程序办理。"},
            "return": {"grounds": ["ours"], "reason": city.say(words.RETURNED)},
            "note": {
                "opinion": city.say(words.NOTED),
                "readers": [one.pk for one in readers],
                "serial": len(readers) > 2,
            },
            "propose": {"opinion": city.say(words.PROPOSED), "leader": leader.pk},
            "instruct": {
                "opinion": city.say(words.INSTRUCTED),
                "handlers": [handler.pk],
                "due_on": due_on(fate.due, at, city.now) or _if_urgent(copy, at),
            },
            "handle": {"result": city.say(words.HANDLED)},
            "complete": {"answer": _answer(city, copy)},
        }
        with in_unit(office.unit):
            act(document_id=document_id, by=person, at=at, request_id=str(uuid4()), **said[stage])
    if _is_noted(copy):
        yield from _read(city, office, document_id, readers[: 1 if fate.rests else None], at)
    carry_post(at + timedelta(minutes=1))


def _desks(
    copy: Copy, leader: Staff, handler: Staff
) -> tuple[tuple[str, Callable[..., object], Staff], ...]:
    """The road of this copy inside its office: sent back, only read, or acted on."""
    office = copy.office
    begins = ("register", incoming.register, office.registrar)
    screens = ("screen", screening.screen, office.registrar)
    if copy.fate.end == "returned":
        return begins, ("return", screening.return_to_sender, office.registrar)
    if _is_noted(copy):
        return begins, screens, ("note", proposing.propose, office.head)
    return (
        begins,
        screens,
        ("propose", proposing.propose, office.head),
        ("instruct", incoming.instruct, leader),
        ("handle", incoming.handle, handler),
        ("complete", incoming.complete, office.head),
    )


def _is_noted(copy: Copy) -> bool:
    """What merely tells goes round, unless it was given a limit or lies on somebody's desk."""
    kind, is_asked = copy.letter.topic.kind, copy.office.unit.subdomain in copy.letter.to
    usual = usual_course(kind, is_copy=not is_asked)
    return usual == Course.NOTE and not copy.fate.due and copy.fate.rests in ("", "circulate")


def _read(
    city: City, office: Office, document_id: UUID, readers: list[Staff], at: datetime
) -> Life:
    for reader in readers:
        at = city.later(at)
        yield at
        with in_unit(office.unit):
            mine = Notice.objects.unread().filter(
                person=reader, run__subject_id=document_id, circulation__isnull=False
            )
            noticing.read_all(notice_ids=list(mine.values_list("pk", flat=True)), by=reader, at=at)


def _answer(city: City, copy: Copy) -> str:
    """Those it is addressed to answer; who got a copy only knows."""
    is_asked = copy.office.unit.subdomain in copy.letter.to
    return city.say(words.ANSWERED) if is_asked else ""


def _if_urgent(copy: Copy, at: datetime) -> date | None:
    """紧急公文 always has a limit (条例 24 ④)."""
    if copy.letter.topic.urgency == Urgency.NONE:
        return None
    return at.astimezone(clock.ZONE).date() + timedelta(days=5)


def due_on(due: str, at: datetime, now: datetime) -> date | None:
    day, today = at.astimezone(clock.ZONE).date(), now.astimezone(clock.ZONE).date()
    if due == "today":
        return today
    if due == "tomorrow":
        return today + timedelta(days=1)
    if due in ("late", "overdue"):
        return min(day + timedelta(days=2), max(day, today - timedelta(days=1)))
    return day + timedelta(days=7) if due == "kept" else None
