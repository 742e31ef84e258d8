"""Documents as what is written on by hand (ink.subjects): their pages, and whose turn it is."""

import hashlib
from uuid import UUID

from django.db.models import Q

from shared_apps.kernel.errors import DomainError
from tenant_apps.correspondence import desks, viewing
from tenant_apps.correspondence.inbox import find_incoming
from tenant_apps.correspondence.queries import find_outgoing
from tenant_apps.files.queries import attachments_of
from tenant_apps.ink import actions as ink
from tenant_apps.ink.queries import waiting
from tenant_apps.ink.subjects import Pages, Seat, Standing, Subject, register
from tenant_apps.organization.models import Staff
from tenant_apps.workflow.circulars import Notice
from tenant_apps.workflow.models import Item, Run

FINAL = (
    "此件已印制成正式文本，正式文本上不能批注。有意见请写入意见栏；确需改动的，请按程序退回，"
    "在改后的版面上批注。"
)


class NoPages(DomainError):
    code = "incoming.no_pages"


def follow(run: Run) -> None:
    """随办理提交: in the transaction of the act, whatever it is."""
    settle(run.subject_kind, run.subject_id)


def settle(kind: str, document_id: UUID) -> None:
    """What was begun at turns that are over by now is handed in or set aside."""
    if begun := waiting(kind, document_id):
        ink.settle(subject_kind=kind, subject_id=document_id, seats=_seats(Q(pk__in=begun)))


def read(run_ids: list[UUID]) -> None:
    """阅毕 without a word is no act of the run: its readers' ink follows by the fact."""
    for run in Run.objects.select_for_update(no_key=True).filter(pk__in=run_ids).order_by("pk"):
        if run.subject_kind in _KINDS:
            settle(run.subject_kind, run.subject_id)


def _outgoing_standing(document_id: UUID, viewer: Staff) -> Standing:
    return Standing(final=FINAL if find_outgoing(document_id, viewer=viewer).pdf_sha256 else "")


def _incoming_standing(document_id: UUID, viewer: Staff) -> Standing:
    """纸质来文: its pages are those of its scans; without any, there is only the paper itself."""
    document = find_incoming(document_id, viewer=viewer)
    if not document.pdf_sha256 and not attachments_of("incoming", document_id):
        raise NoPages("纸质来文没有扫描件，不能手写批注；意见请写入意见栏。")
    return Standing(has_pages=bool(document.pdf_sha256))


def _outgoing_pages(document_id: UUID, viewer: Staff) -> Pages:
    document = find_outgoing(document_id, viewer=viewer)
    if document.pdf_sha256:
        return Pages(sha256=document.pdf_sha256, content=lambda: viewing.outgoing_pdf(document))
    pdf = viewing.outgoing_pdf(document)
    return Pages(sha256=hashlib.sha256(pdf).hexdigest(), content=lambda: pdf)


def _incoming_pages(document_id: UUID, viewer: Staff) -> Pages:
    """The received file stays as it came: what is written here lies beside it, in this unit."""
    document = find_incoming(document_id, viewer=viewer)
    return Pages(sha256=document.pdf_sha256, content=lambda: viewing.incoming_pdf(document))


def _lock_outgoing(document_id: UUID, by: Staff) -> None:
    desks.lock(find_outgoing(document_id, viewer=by))


def _lock_incoming(document_id: UUID, by: Staff) -> None:
    desks.lock(find_incoming(document_id, viewer=by))


def _of(kind: str, document_id: UUID, person: Staff) -> list[Seat]:
    its = Q(run__subject_kind=kind, run__subject_id=document_id)
    mine = _seats(its & Q(owner=person), its & Q(person=person))
    return sorted(mine, key=lambda seat: not seat.is_open)


def _seats(items: Q, notices: Q | None = None) -> list[Seat]:
    """Turns of the flow, then papers that go round among named readers."""
    turns = Item.objects.filter(items).exclude(status=Item.Status.WAITING)
    rows = turns.select_related("step", "owner", "principal").order_by("-opened_at")
    round_ = Notice.objects.filter(notices or items, kind=Notice.Kind.CIRCULATE)
    told = round_.filter(arrived_at__isnull=False).order_by("-arrived_at")
    return [*map(_turn, rows), *map(_reading, told)]


def _turn(item: Item) -> Seat:
    return Seat(
        id=item.pk,
        step=item.step.node,
        step_name=item.step.name,
        acts_for=item.principal.name if item.principal_id != item.owner_id else "",
        closed_at=item.closed_at,
        acted=item.status == Item.Status.DONE and item.by_id == item.owner_id,
    )


def _reading(notice: Notice) -> Seat:
    return Seat(
        id=notice.pk,
        step="circulate",
        step_name="传阅",
        closed_at=notice.read_at or notice.withdrawn_at,
        acted=notice.read_at is not None,
    )


_KINDS = {
    "outgoing": Subject(
        kind="outgoing",
        standing=_outgoing_standing,
        pages=_outgoing_pages,
        seats=lambda document_id, person: _of("outgoing", document_id, person),
        lock=_lock_outgoing,
    ),
    "incoming": Subject(
        kind="incoming",
        standing=_incoming_standing,
        pages=_incoming_pages,
        seats=lambda document_id, person: _of("incoming", document_id, person),
        lock=_lock_incoming,
    ),
}


def register_all() -> None:
    for subject in _KINDS.values():
        register(subject)
