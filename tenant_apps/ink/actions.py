"""Write, strike out, hand in. Handed in by one's act on the document, or by itself before it."""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shared_apps.outbox.live import tell
from tenant_apps.ink import events, rules, sheets, subjects
from tenant_apps.ink.models import Layer, LayerQuerySet, Mark, Sheet
from tenant_apps.ink.rules import Written
from tenant_apps.ink.subjects import Seat
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenants.current import current_unit

NOT_YOURS = "轮到您办理或传阅给您时，才能在此件上批注。"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One save of the browser's: what was drawn, struck out, and brought back."""

    sheet: str
    seat: UUID
    drawn: Sequence[Written] = ()
    erased: Collection[UUID] = ()
    restored: Collection[UUID] = ()


@dataclass(frozen=True, kw_only=True)
class Kept:
    """How a save ended. `aside` counts what came too late to be part of the layer."""

    layer: Layer | None
    marks: int
    aside: int = 0


@transaction.atomic
def save(*, subject_kind: str, subject_id: UUID, change: Change, by: Staff, at: datetime) -> Kept:
    """书写: kept at once, and as often as it is sent only once."""
    subject = subjects.of(subject_kind)
    subject.lock(subject_id, by)
    seat = _seat_of(subject, subject_id, change.seat, by)
    sheet = sheets.of(subject_kind, subject_id, change.sheet)
    rules.refuse_bad(change.drawn, sheet.pages)
    if not seat.is_open:
        settle(subject_kind=subject_kind, subject_id=subject_id, seats=[seat])
    layer = _layers_of(sheet, seat, by).exclude(state=Layer.State.ASIDE).first()
    if (layer and layer.state == Layer.State.HANDED_IN) or not seat.is_open:
        return _set_aside(sheet, seat, change, by=by, at=at)
    if final := subject.standing(subject_id, by).final:
        raise rules.Sealed(final)
    if layer is None and not change.drawn:
        return Kept(layer=None, marks=0)  # nothing stands here that could be struck out
    if layer is None:
        layer = _begin(sheet, seat, by=by, at=at)
        record(events.InkBegun(**_said(layer, sheet)), by=by, at=at)
    fresh = _add(layer, change.drawn, at=at)
    marks = Mark.objects.filter(layer=layer)
    marks.filter(key__in=change.erased, erased_at=None).update(erased_at=at)
    marks.filter(key__in=change.restored).exclude(erased_at=None).update(erased_at=None)
    return Kept(layer=layer, marks=fresh)


@transaction.atomic
def hand_in(*, subject_kind: str, subject_id: UUID, by: Staff, at: datetime) -> list[Layer]:
    """提交批注: from now on whoever may read the document sees it, and nobody changes it."""
    subject = subjects.of(subject_kind)
    subject.lock(subject_id, by)
    mine = Layer.objects.on(subject_kind, subject_id).filter(author=by).select_related("sheet")
    written = [layer for layer in mine.filter(state=Layer.State.OPEN) if _living(layer)]
    if not written:
        seats = [seat.id for seat in subject.seats(subject_id, by) if seat.is_open]
        if not seats:
            raise rules.NoSeat(NOT_YOURS)
        if mine.filter(state=Layer.State.HANDED_IN, seat__in=seats):
            return []  # pressed twice
        raise rules.NothingWritten("您还没有写批注，没有可以提交的内容。")
    for layer in written:
        _hand_in(layer, at=at)
    return written


@transaction.atomic
def settle(*, subject_kind: str, subject_id: UUID, seats: Iterable[Seat]) -> None:
    """随办理提交: turns are over. What was written goes along with its author's own act; where
    others ended the turn it is set aside. The caller has locked the document."""
    over = {seat.id: seat for seat in seats if not seat.is_open}
    begun = Layer.objects.on(subject_kind, subject_id).filter(state=Layer.State.OPEN)
    for layer in begun.filter(seat__in=over).select_related("sheet", "author").order_by("pk"):
        seat = over[layer.seat]
        ended = seat.closed_at or layer.begun_at
        if seat.acted and _living(layer):
            _hand_in(layer, at=ended)
        else:
            _lay_aside(layer, at=ended)


def digest(marks: Sequence[Mark]) -> str:
    """SHA-256 over all that stands in a layer."""
    said = [
        [str(one.key), one.page, one.ink, one.width, one.points, one.text]
        for one in sorted(marks, key=lambda one: str(one.key))
    ]
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _seat_of(subject: subjects.Subject, subject_id: UUID, seat: UUID, by: Staff) -> Seat:
    found = next((one for one in subject.seats(subject_id, by) if one.id == seat), None)
    if found is None:
        raise rules.NoSeat(NOT_YOURS)
    return found


def _layers_of(sheet: Sheet, seat: Seat, by: Staff) -> LayerQuerySet:
    return Layer.objects.filter(sheet=sheet, author=by, seat=seat.id)


def _said(layer: Layer, sheet: Sheet) -> dict[str, Any]:
    return {
        "subject_id": sheet.subject_id,
        "subject_kind": sheet.subject_kind,
        "layer_id": layer.pk,
        "sheet": sheet.sha256,
        "step": layer.step,
        "step_name": layer.step_name,
    }


def _begin(sheet: Sheet, seat: Seat, *, by: Staff, at: datetime, **more: Any) -> Layer:
    return Layer.objects.create(
        sheet=sheet,
        author=by,
        author_name=by.name,
        author_title=by.title,
        acts_for=seat.acts_for,
        seat=seat.id,
        step=seat.step,
        step_name=seat.step_name,
        begun_at=at,
        **more,
    )


def _add(layer: Layer, drawn: Sequence[Written], *, at: datetime) -> int:
    there = dict(Mark.objects.filter(layer=layer).values_list("key", "page"))
    fresh = {mark.key: mark for mark in drawn if mark.key not in there}
    rules.refuse_many(list(there.values()), list(fresh.values()))
    Mark.objects.bulk_create(
        Mark(
            layer=layer,
            key=mark.key,
            place=place,
            page=mark.page,
            ink=mark.ink,
            width=mark.width,
            points=mark.points,
            text=mark.text,
            at=at,
        )
        for place, mark in enumerate(fresh.values(), len(there))
    )
    return len(fresh)


def _set_aside(sheet: Sheet, seat: Seat, change: Change, *, by: Staff, at: datetime) -> Kept:
    """留存: what is part of a layer already was only sent again; the rest is kept beside it."""
    keys = [mark.key for mark in change.drawn]
    layers = _layers_of(sheet, seat, by)
    known = Mark.objects.filter(layer__in=layers, key__in=keys)
    there = set(known.values_list("key", flat=True))
    late = [mark for mark in change.drawn if mark.key not in there]
    aside = layers.filter(state=Layer.State.ASIDE).first()
    if not late:
        return Kept(layer=aside, marks=0)
    if aside is None:
        aside = _begin(sheet, seat, by=by, at=at, state=Layer.State.ASIDE, closed_at=at)
    count = _add(aside, late, at=at)
    record(events.InkSetAside(**_said(aside, sheet), marks=count), by=by, at=at)
    return Kept(layer=aside, marks=0, aside=count)


def _lay_aside(layer: Layer, *, at: datetime) -> None:
    count = len(_living(layer))
    layer.state, layer.closed_at = Layer.State.ASIDE, at
    layer.save(update_fields=["state", "closed_at"])
    if count:
        said = events.InkSetAside(**_said(layer, layer.sheet), marks=count)
        record(said, by=layer.author, at=at)


def _hand_in(layer: Layer, *, at: datetime) -> None:
    marks = _living(layer)
    layer.state, layer.closed_at, layer.digest = Layer.State.HANDED_IN, at, digest(marks)
    layer.save(update_fields=["state", "closed_at", "digest"])
    notes = sum(bool(mark.text) for mark in marks)
    said = events.InkHandedIn(
        **_said(layer, layer.sheet),
        strokes=len(marks) - notes,
        notes=notes,
        digest=layer.digest,
    )
    record(said, by=layer.author, at=at)
    tell(layer.sheet.subject_kind, layer.sheet.subject_id, current_unit().schema_name)


def _living(layer: Layer) -> list[Mark]:
    return list(Mark.objects.filter(layer=layer, erased_at=None))
