"""用印: a seal is put on a finished paper, and on its copy in OFD, in one act."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shared_apps.kernel import storage
from shared_apps.kernel.errors import DomainError, Forbidden, Invalid
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.seals import events, guomi, images, keyring, rules
from tenant_apps.seals.keeping import kept, locked, picture, stored
from tenant_apps.seals.models import Impression, Seal
from tenant_apps.seals.places import OffThePage, Place, Stamp

# The same page as OFD, from the approved PDF itself; None where it cannot be carried over.
WriteOfd = Callable[[bytes], bytes | None]


class NotUsable(DomainError):
    code = "seals.not_usable"


class NotApproved(DomainError):
    """The paper is not the one that was approved, or was changed since it was looked at."""

    code = "seals.not_approved"


class SealedAlready(DomainError):
    code = "seals.sealed_already"


class NoPlace(Invalid):
    code = "seals.no_place"


class PagingTooLate(DomainError):
    code = "seals.paging_too_late"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """用印对象: a finished paper, as the app that owns it knows it. Its row is locked."""

    kind: str
    id: UUID
    title: str
    doc_kind: str
    pdf_sha256: str  # as it lies there now, with the seals it has
    approved_hash: str  # SHA-256 of the page as it was printed from the approved text
    approved_by: str
    number: str = ""
    as_ofd: WriteOfd | None = None  # None: it goes as PDF alone
    why_no_place: str = ""  # said where it is to be sealed and has no place


@transaction.atomic
def seal(
    *,
    subject: Subject,
    pdf_sha256: str,
    seal_id: UUID,
    place: Place | None,
    paging: bool,
    by: Staff,
    at: datetime,
) -> Impression:
    """用印: by its keeper, on exactly the paper that was approved, and nothing written over it.

    `pdf_sha256` is what the keeper looked at. The file is the approved page itself, or that page
    with seals of which this register knows.
    """
    found = locked(seal_id)
    _refuse_use(found, subject, by=by, at=at)
    earlier = list(Impression.objects.filter(subject_id=subject.id).order_by("at", "pk"))
    content = _approved(subject, pdf_sha256, earlier)
    if any(
        one.seal_id == found.pk and one.approved_hash == subject.approved_hash for one in earlier
    ):
        raise SealedAlready(f"此件已盖“{found.name}”，不能重复用印。")
    if place is None:
        raise NoPlace(subject.why_no_place or "版面上没有盖章的位置，请检查署名和成文日期。")
    if paging and subject.pdf_sha256 != subject.approved_hash:
        raise PagingTooLate("骑缝章须与第一枚印章同时加盖，此件已有印章。")
    finished = _pressed(found, content, place, paging, at=at)
    copy = _copy(found, subject, content, earlier, place, paging, at=at)
    return _registered(found, subject, kept(finished), copy, place, paging, by=by, at=at)


def _pressed(seal: Seal, content: bytes, place: Place, paging: bool, *, at: datetime) -> bytes:
    from tenant_apps.seals import impressing  # 25 MB, wanted by few of the many processes

    stamp = Stamp(seal.name, images.opened(picture(seal)), seal.width_mm, seal.height_mm)
    held = keyring.signer(
        owner=seal.pk, certificate=seal.certificate, wrapped_key=bytes(seal.wrapped_key)
    )
    try:
        return impressing.impressed(
            content, stamp=stamp, place=place, signer=held, at=at, paging=paging
        )
    except OffThePage:
        raise NoPlace("盖章位置超出纸面，请调整后再用印。") from None


def _refuse_use(seal: Seal, subject: Subject, *, by: Staff, at: datetime) -> None:
    people = list(seal.keepers.all())
    wish = rules.Wish(
        state=seal.state,
        state_why=seal.state_why,
        doc_kinds=seal.doc_kinds,
        expires_at=seal.expires_at,
        keepers=[person.name for person in people],
        is_keeper=by in people,
        may_use=by.holds("seals.use"),
        doc_kind=subject.doc_kind,
    )
    if refused := rules.not_yours(wish):
        raise Forbidden(refused)
    if refused := rules.not_now(wish, at=at):
        raise NotUsable(refused, state=seal.state)


def _approved(subject: Subject, looked_at: str, earlier: Sequence[Impression]) -> bytes:
    """The bytes to be sealed, or a refusal when they are not what was approved."""
    known = {one.sealed_sha256 for one in earlier if one.approved_hash == subject.approved_hash}
    if looked_at != subject.pdf_sha256:
        raise NotApproved("文件在您查看之后已变化，请刷新后核对再用印。")
    if subject.pdf_sha256 not in known | {subject.approved_hash}:
        raise NotApproved("文件与批准印制的版本不一致，不能用印。请重新印制。")
    try:
        return stored(subject.pdf_sha256)
    except storage.Missing:
        raise NotApproved("存储中没有批准印制的文件，不能用印。请联系信息中心。") from None


def _copy(
    seal: Seal,
    subject: Subject,
    approved: bytes,
    earlier: Sequence[Impression],
    place: Place,
    paging: bool,
    *,
    at: datetime,
) -> str:
    """The OFD copy with this seal, behind those it has: written from the bytes approved, never
    from anything else. Empty where the paper goes as PDF alone."""
    if subject.as_ofd is None or (national := guomi.ready(seal, at=at)) is None:
        return ""
    if subject.pdf_sha256 == subject.approved_hash:
        page = subject.as_ofd(approved)
    else:
        known = {one.sealed_sha256: one.ofd_sha256 for one in earlier}
        before = known[subject.pdf_sha256]
        page = stored(before) if before else None
    if page is None:
        return ""
    return kept(
        guomi.impressed(page, seal=seal, national=national, place=place, paging=paging, at=at)
    )


def _registered(
    seal: Seal,
    subject: Subject,
    sealed_sha256: str,
    ofd_sha256: str,
    place: Place,
    paging: bool,
    *,
    by: Staff,
    at: datetime,
) -> Impression:
    """用印登记 is not a second thing to do: there is no impression without its line."""
    seal.impressions_made += 1
    seal.save(update_fields=["impressions_made"])
    made = Impression.objects.create(
        seal=seal,
        number=seal.impressions_made,
        subject_kind=subject.kind,
        subject_id=subject.id,
        title=subject.title,
        document_number=subject.number,
        approved_by=subject.approved_by,
        approved_hash=subject.approved_hash,
        sealed_sha256=sealed_sha256,
        ofd_sha256=ofd_sha256,
        page=place.page,
        x_mm=place.x_mm,
        y_mm=place.y_mm,
        is_paging=paging,
        by=by,
        by_name=by.name,
        at=at,
    )
    said = events.SealUsed(
        subject_id=seal.pk,
        seal=seal.name,
        number=made.number,
        document_kind=subject.kind,
        document_id=subject.id,
        title=subject.title,
        approved_hash=subject.approved_hash,
        sealed_sha256=sealed_sha256,
        ofd_sha256=ofd_sha256,
    )
    record(said, by=by, at=at)
    return made
