"""检索: found, visible and ordered in one statement; what one may not see does not exist."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.listing import Listing, listing
from shared_apps.kernel.paging import SIZE
from tenant_apps.files.holders import kind_of
from tenant_apps.organization.models import Staff
from tenant_apps.search import sources, tokens
from tenant_apps.search.models import Passage
from tenant_apps.search.tokens import Piece

NEWEST = ("-at", "-id")
MOST_COUNTED = 100


@dataclass(frozen=True)
class Asked:
    q: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Hit:
    kind: str
    label: str
    id: UUID
    attachment: UUID | None
    title: list[Piece]
    of: str  # the document, when it is an attachment that says it
    snippet: list[Piece]
    at: datetime
    page: str


@dataclass(frozen=True)
class Hits:
    results: list[Hit]
    next: str | None
    total: int | None  # counted to a hundred


def visible_to(viewer: Staff) -> QuerySet[Passage]:
    """Who reads all of a kind is not asked about each: that took longer than finding them."""
    allowed = Q(pk__in=[])
    for source in sources.every():
        theirs, kind = source.visible(viewer).order_by(), Q(subject_kind=source.kind)
        if theirs.query.where:
            kind &= Q(Exists(theirs.filter(pk=OuterRef("subject_id"))))
        allowed |= kind
    return Passage.objects.filter(allowed)


def find(asked: Asked, cursor: str | None, *, viewer: Staff) -> Hits:
    question = tokens.question(asked.q)
    if not question:
        return Hits([], None, 0)
    rows = visible_to(viewer).filter(words__matches=question).defer("words")
    if asked.kind:
        rows = rows.filter(subject_kind=asked.kind)
    if asked.since:
        rows = rows.filter(at__gte=datetime.combine(asked.since, time(), ZONE))
    if asked.until:
        rows = rows.filter(at__lt=datetime.combine(asked.until, time(), ZONE) + timedelta(days=1))
    found = _page(rows, cursor)
    titles = _documents(found.results)
    firsts = {(row.subject_id, row.attachment_id): row for row in reversed(found.results)}
    shown = [row for row in found.results if firsts[row.subject_id, row.attachment_id] is row]
    return Hits([_hit(row, titles, asked.q) for row in shown], found.next, found.total)


def _page(rows: QuerySet[Passage], cursor: str | None) -> Listing[Passage]:
    """To know who may see what takes the database longer than to find it: it is asked once."""
    if cursor:
        return listing(rows, cursor, by=NEWEST)
    newest = list(rows.order_by(*NEWEST).values_list("pk", flat=True)[:MOST_COUNTED])
    first = Passage.objects.filter(pk__in=newest[: SIZE + 1]).defer("words")
    return replace(listing(first, None, by=NEWEST, most=0), total=len(newest))


def _documents(rows: list[Passage]) -> dict[UUID, str]:
    """The titles of the documents whose attachments were found: one statement."""
    wanted = [row.subject_id for row in rows if row.attachment_id]
    if not wanted:
        return {}
    own = Passage.objects.filter(subject_id__in=wanted, attachment_id=None, part=0)
    return dict(own.values_list("subject_id", "title"))


def _hit(row: Passage, titles: dict[UUID, str], q: str) -> Hit:
    source = sources.known(row.subject_kind)
    return Hit(
        kind=row.subject_kind,
        label=source.label if source else "",
        id=row.subject_id,
        attachment=row.attachment_id,
        title=tokens.marked(row.title, q),
        of=titles.get(row.subject_id, "") if row.attachment_id else "",
        snippet=tokens.snippet(row.text, q),
        at=row.at,
        page=kind_of(row.subject_kind).page(row.subject_id),
    )
