"""What the page shows of a text: its versions, whose hands they came from, who writes now."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from shared_apps.kernel.errors import NotFound
from tenant_apps.files import holders
from tenant_apps.organization.models import Staff
from tenant_apps.texts import comparing, locks, subjects
from tenant_apps.texts.models import EditLock, Redline, TextVersion
from tenant_apps.texts.wopi.service import attached


@dataclass(frozen=True)
class Hand:
    """一手: what one person did to the text at one step, in one go."""

    author_name: str
    step: str
    first: int
    last: int
    at: datetime
    ways: tuple[str, ...]
    added: int
    removed: int


@dataclass(frozen=True)
class Picture:
    """A text as the document's page shows it."""

    form: str
    number: int
    obstacles: Sequence[str]
    left_out: Sequence[str]
    versions: Sequence[TextVersion]
    hands: Sequence[Hand]
    lock: EditLock | None
    marked: str  # 留痕: why every change must be marked now; empty: it need not
    has_office: bool  # the operator has attached an office suite on the web


@dataclass(frozen=True)
class Comparison:
    before: TextVersion
    after: TextVersion
    lines: Sequence[comparing.Line]
    changes: Sequence[comparing.Change]
    added: int
    removed: int


def latest(subject_kind: str, subject_id: UUID) -> TextVersion | None:
    return TextVersion.objects.of(subject_kind, subject_id).filter(is_side=False).last()


def standing(subject_kind: str, subject_id: UUID) -> TextVersion:
    """The text as it stands; number 0 and in no table where no version was kept yet."""
    there = latest(subject_kind, subject_id)
    if there is not None:
        return there
    now = subjects.of(subject_kind).now(subject_id)
    return TextVersion(
        number=0, form="typed", text=now.text, sha256=words_hash(now.text), at=now.at
    )


def left_out(subject_kind: str, subject_id: UUID) -> Sequence[str]:
    """What of the file that is the text now will not be printed."""
    newest = latest(subject_kind, subject_id)
    return newest.left_out if newest else []


def words_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def last_number(subject_kind: str, subject_id: UUID) -> int:
    """Side versions count along: a number is given once."""
    found = TextVersion.objects.of(subject_kind, subject_id).aggregate(last=Max("number"))
    return found["last"] or 0


def has_words(subject_kind: str, subject_id: UUID, sha256: str) -> bool:
    return TextVersion.objects.of(subject_kind, subject_id).filter(sha256=sha256).exists()


def version(subject_kind: str, subject_id: UUID, number: int, *, by: Staff) -> TextVersion:
    """For whoever may see the document."""
    subjects.of(subject_kind)
    holders.read(subject_kind, subject_id, by=by)
    found = TextVersion.objects.of(subject_kind, subject_id).filter(number=number).first()
    if found is None:
        raise NotFound("没有这一版正文。")
    return found


def picture(subject_kind: str, subject_id: UUID, *, by: Staff, at: datetime) -> Picture:
    subject = subjects.of(subject_kind)
    place = holders.read(subject_kind, subject_id, by=by)
    versions = list(TextVersion.objects.of(subject_kind, subject_id))
    standing = [one for one in versions if not one.is_side]
    newest = standing[-1] if standing else None
    return Picture(
        form=newest.form if newest else "typed",
        number=newest.number if newest else 0,
        obstacles=newest.obstacles if newest else [],
        left_out=newest.left_out if newest else [],
        versions=versions[::-1],
        hands=hands(standing),
        lock=locks.held(place, at=at),
        marked=subject.marked(subject_id, by),
        has_office=attached() is not None,
    )


def comparison(
    subject_kind: str, subject_id: UUID, before: int, after: int, *, by: Staff
) -> Comparison:
    """`before` 0 is the empty page the first hand began with."""
    new = version(subject_kind, subject_id, after, by=by)
    old = (
        version(subject_kind, subject_id, before, by=by)
        if before
        else TextVersion(subject_kind=subject_kind, subject_id=subject_id, number=0, form="typed")
    )
    lines = comparing.compare(old.text, new.text)
    return Comparison(old, new, lines, comparing.changes(lines), *comparing.measure(lines))


def redline(
    subject_kind: str, subject_id: UUID, before: int, after: int, *, by: Staff
) -> Redline | None:
    """As far as it was asked for."""
    old = version(subject_kind, subject_id, before, by=by)
    new = version(subject_kind, subject_id, after, by=by)
    return Redline.objects.filter(before=old.sha256, after=new.sha256).first()


def hands(versions: Sequence[TextVersion]) -> list[Hand]:
    """Saves that follow each other by one person at one step are one hand."""
    found: list[Hand] = []
    before = ""
    for group in _groups(versions):
        newest = group[-1]
        added, removed = comparing.measure(comparing.compare(before, newest.text))
        found.append(
            Hand(
                author_name=newest.author_name,
                step=newest.step,
                first=group[0].number,
                last=newest.number,
                at=newest.at,
                ways=tuple(dict.fromkeys(one.way for one in group)),
                added=added if before else len(newest.text.replace("\n", "")),
                removed=removed if before else 0,
            )
        )
        before = newest.text
    return found


def _groups(versions: Sequence[TextVersion]) -> list[list[TextVersion]]:
    groups: list[list[TextVersion]] = []
    for one in versions:
        same = groups and (groups[-1][-1].author_id, groups[-1][-1].step) == (
            one.author_id,
            one.step,
        )
        if same:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups
