"""What the page shows: the versions that were written on, and whose hands lie on the one open."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch

from tenant_apps.files import holders
from tenant_apps.files.models import Attachment
from tenant_apps.files.queries import attachments_of
from tenant_apps.ink import scans, sheets, subjects
from tenant_apps.ink.models import Layer, Mark, Sheet
from tenant_apps.ink.subjects import Seat
from tenant_apps.organization.models import Staff

NO_SEAT = "轮到您办理或传阅给您时，才能批注；您可以查看他人已提交的批注。"
OLD = "这是以前的版面，只能查看；请回到现在的版面书写。"
GIVEN = "您在这一环节的批注已提交，不能再改；此件再次送到您手中时可以再写。"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which of its papers, and as it was when; empty: its own pages, as they are now."""

    file: str = ""
    version: str = ""


@dataclass(frozen=True, kw_only=True)
class SheetLine:
    """One version of the pages, and how many layers the viewer may see on it."""

    sheet: Sheet
    is_current: bool
    layers: int


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    """哪一份: the document's own pages, or a file beside them; and the layers one sees there."""

    file: UUID | None
    name: str
    layers: int


@dataclass(frozen=True, kw_only=True)
class Picture:
    """The pages with everything on them that this viewer may see."""

    holding: holders.Holding
    sheet: Sheet
    papers: Sequence[PaperLine]
    versions: Sequence[SheetLine]
    layers: Sequence[Layer]
    seat: Seat | None
    why_not: str  # empty: the viewer may write on this sheet now

    @property
    def mine(self) -> Layer | None:
        """What the viewer is writing now."""
        return next((one for one in self.layers if one.state == Layer.State.OPEN), None)


def picture(
    subject_kind: str, subject_id: UUID, wanted: Wanted, *, by: Staff, at: datetime
) -> Picture:
    """Of the document, or of a file beside it: the version asked for, else as it is now."""
    subject = subjects.of(subject_kind)
    holding = holders.read(subject_kind, subject_id, by=by)
    standing = subject.standing(subject_id, by)
    files = attachments_of(subject_kind, subject_id)
    asked = wanted.file or not standing.has_pages
    scan = scans.chosen(files, wanted.file) if asked else None
    pages = scans.pages_of(scan, at=at) if scan else subject.pages(subject_id, by)
    current = sheets.keep(subject_kind, subject_id, pages, at=at, file=scan)
    older = wanted.version not in ("", current.sha256)
    sheet = _seen(holding, wanted.version) if older else current
    everything = _visible(subject_kind, subject_id, by)
    seat = next((one for one in subject.seats(subject_id, by) if one.is_open), None)
    layers = [one for one in everything if one.sheet_id == sheet.pk]
    return Picture(
        holding=holding,
        sheet=sheet,
        papers=_papers(files if not standing.has_pages else [None, *files], everything),
        versions=_lines(current, everything),
        layers=layers,
        seat=seat,
        why_not=_why_not(seat, standing.final, sheet is current, layers, by),
    )


def seen(subject_kind: str, subject_id: UUID, version: str, *, by: Staff) -> tuple[str, Sheet]:
    """A version of its pages with what they are called, for whoever may read it."""
    subjects.of(subject_kind)
    holding = holders.read(subject_kind, subject_id, by=by)
    sheet = _seen(holding, version)
    return sheet.file.name if sheet.file else holding.title, sheet


def layers_on(sheet: Sheet, *, by: Staff, only: Collection[UUID] | None = None) -> list[Layer]:
    """`only`: those that are switched on; what may not be seen is left out of them."""
    everything = _visible(sheet.subject_kind, sheet.subject_id, by)
    return [
        one for one in everything if one.sheet_id == sheet.pk and (only is None or one.pk in only)
    ]


def waiting(subject_kind: str, subject_id: UUID) -> list[UUID]:
    """The turns at which somebody has begun to write."""
    found = Layer.objects.on(subject_kind, subject_id).filter(state=Layer.State.OPEN)
    return list(found.values_list("seat", flat=True))


def _seen(holding: holders.Holding, version: str) -> Sheet:
    return sheets.of(holding.kind, holding.id, version)


def _visible(subject_kind: str, subject_id: UUID, by: Staff) -> list[Layer]:
    """With what stands in them; a layer where everything was struck out is none."""
    marks = Mark.objects.filter(erased_at=None).order_by("place")
    found = Layer.objects.on(subject_kind, subject_id).visible_to(by)
    found = found.select_related("sheet").order_by("begun_at", "pk")
    rows = found.prefetch_related(Prefetch("marks", queryset=marks, to_attr="living"))
    return [one for one in rows if one.living]  # type: ignore[attr-defined]


def _papers(papers: Sequence[Attachment | None], layers: Sequence[Layer]) -> list[PaperLine]:
    count = Counter(layer.sheet.file_id for layer in layers)
    return [
        PaperLine(file=one.pk, name=one.name, layers=count[one.pk])
        if one
        else PaperLine(file=None, name="正文", layers=count[None])
        for one in papers
    ]


def _lines(current: Sheet, layers: Sequence[Layer]) -> list[SheetLine]:
    """The present version, and the earlier ones of that paper with ink on them; oldest first."""
    count = Counter(layer.sheet for layer in layers if layer.sheet.file_id == current.file_id)
    earlier = sorted(count.keys() - {current}, key=lambda one: (one.at, one.pk))
    return [
        SheetLine(sheet=one, is_current=one is current, layers=count[one])
        for one in [*earlier, current]
    ]


def _why_not(
    seat: Seat | None, final: str, is_current: bool, layers: Sequence[Layer], by: Staff
) -> str:
    if final:
        return final
    if seat is None:
        return NO_SEAT
    if not is_current:
        return OLD
    given = any(
        (one.author_id, one.seat, one.state) == (by.pk, seat.id, Layer.State.HANDED_IN)
        for one in layers
    )
    return GIVEN if given else ""
