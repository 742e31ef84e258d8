"""印章库 and 用印: make, hand over, suspend, destroy a seal, and put it on a document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shared_apps.kernel import storage
from shared_apps.kernel.errors import DomainError, Forbidden, Invalid, NotFound
from shared_apps.kernel.ids import new_id
from shared_apps.trust import authority
from shared_apps.trust.models import Certificate
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.seals import events, images, keyring, rules
from tenant_apps.seals.models import Impression, Keeper, Seal
from tenant_apps.seals.places import OffThePage, Place, Stamp
from tenants.current import current_unit

UNDER = {"special": "专用章"}  # what stands below the star


class NameTaken(DomainError):
    code = "seals.name_taken"


class UnknownKeeper(Invalid):
    code = "seals.unknown_keeper"


class BadSize(Invalid):
    code = "seals.bad_size"


class NotInThatState(DomainError):
    code = "seals.not_in_that_state"


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


# ---- the bank --------------------------------------------------------------------------


@transaction.atomic
def make(
    *,
    name: str,
    kind: str,
    doc_kinds: Sequence[str],
    keepers: Sequence[UUID],
    width_mm: int,
    height_mm: int,
    by: Staff,
    at: datetime,
) -> Seal:
    """制发: a key, its certificate from the city, and a drawn picture until the real one comes."""
    _refuse_others(by)
    _refuse_size(width_mm, height_mm)
    people = _keepers(keepers)
    if Seal.objects.filter(name=name).exclude(state=Seal.State.DESTROYED).exists():
        raise NameTaken(f"印章库里已有“{name}”，请换一个名称。", by_field={"name": ["名称重复。"]})
    is_first = not Seal.objects.filter(kind=kind).exists()
    row_id = new_id()
    key = keyring.make(owner=row_id, name=name, purpose=Certificate.Purpose.SEAL, at=at)
    picture = images.drawn(name, under=UNDER.get(kind, ""), width_mm=width_mm, height_mm=height_mm)
    seal = Seal.objects.create(
        id=row_id,
        name=name,
        kind=kind,
        doc_kinds=list(doc_kinds),
        image_sha256=_kept(picture),
        is_drawn=True,
        width_mm=width_mm,
        height_mm=height_mm,
        state_at=at,
        made_at=at,
        **vars(key),
    )
    Keeper.objects.bulk_create(Keeper(seal=seal, staff=person) for person in people)
    said = events.SealMade(
        subject_id=seal.pk,
        seal=seal.name,
        kind=seal.kind,
        serial=seal.serial,
        image=seal.image_sha256,
        is_drawn=True,
        is_first=is_first,
        doc_kinds=seal.doc_kinds,
        keepers=[person.name for person in people],
    )
    record(said, by=by, at=at)
    return seal


@transaction.atomic
def change(
    *,
    seal_id: UUID,
    doc_kinds: Sequence[str] | None = None,
    keepers: Sequence[UUID] | None = None,
    by: Staff,
    at: datetime,
) -> Seal:
    """变更: other keepers, another scope."""
    seal = _to_manage(seal_id, by)
    _refuse_destroyed(seal)
    if doc_kinds is not None:
        seal.doc_kinds = list(doc_kinds)
        seal.save(update_fields=["doc_kinds"])
    if keepers is not None:
        people = _keepers(keepers)
        Keeper.objects.filter(seal=seal).exclude(staff__in=people).delete()
        Keeper.objects.bulk_create(
            (Keeper(seal=seal, staff=person) for person in people), ignore_conflicts=True
        )
    return _changed(seal, by=by, at=at)


@transaction.atomic
def replace_picture(*, seal_id: UUID, png: bytes, by: Staff, at: datetime) -> Seal:
    """上传印模: the picture as the 刻制 shop made it takes the place of ours."""
    seal = _to_manage(seal_id, by)
    _refuse_destroyed(seal)
    picture = images.reduced(png, width_mm=seal.width_mm, height_mm=seal.height_mm)
    seal.image_sha256, seal.is_drawn = _kept(picture), False
    seal.save(update_fields=["image_sha256", "is_drawn"])
    return _changed(seal, by=by, at=at)


@transaction.atomic
def suspend(*, seal_id: UUID, reason: str, by: Staff, at: datetime) -> Seal:
    """停用: for a while, with a reason; its certificate stays good."""
    seal = _to_manage(seal_id, by)
    _move(seal, Seal.State.IN_USE, Seal.State.SUSPENDED, reason, at)
    record(events.SealSuspended(subject_id=seal.pk, seal=seal.name, why=reason), by=by, at=at)
    return seal


@transaction.atomic
def resume(*, seal_id: UUID, reason: str, by: Staff, at: datetime) -> Seal:
    """恢复使用."""
    seal = _to_manage(seal_id, by)
    _move(seal, Seal.State.SUSPENDED, Seal.State.IN_USE, reason, at)
    record(events.SealResumed(subject_id=seal.pk, seal=seal.name, why=reason), by=by, at=at)
    return seal


@transaction.atomic
def destroy(*, seal_id: UUID, reason: str, by: Staff, at: datetime) -> Seal:
    """销毁: the key is gone and the certificate revoked; what it sealed before stays valid."""
    seal = _to_manage(seal_id, by)
    _refuse_destroyed(seal)
    seal.wrapped_key = b""
    _move(seal, seal.state, Seal.State.DESTROYED, reason, at)
    authority.revoke(serial=seal.serial, why=reason, at=at)
    said = events.SealDestroyed(subject_id=seal.pk, seal=seal.name, why=reason, serial=seal.serial)
    record(said, by=by, at=at)
    return seal


# ---- 用印 ------------------------------------------------------------------------------


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
    found = _locked(seal_id)
    _refuse_use(found, subject, by=by, at=at)
    earlier = list(Impression.objects.filter(subject_id=subject.id).order_by("at", "pk"))
    content = _approved(subject, pdf_sha256, earlier)
    if any(
        one.seal_id == found.pk and one.approved_hash == subject.approved_hash for one in earlier
    ):
        raise SealedAlready(f"此件已盖“{found.name}”，不能重复用印。")
    if place is None:
        raise NoPlace("版面上没有盖章的位置，请检查署名和成文日期。")
    if paging and subject.pdf_sha256 != subject.approved_hash:
        raise PagingTooLate("骑缝章须与第一枚印章同时加盖，此件已有印章。")
    from tenant_apps.seals import impressing  # 25 MB, wanted by few of the many processes

    stamp = Stamp(found.name, images.opened(picture(found)), found.width_mm, found.height_mm)
    held = keyring.signer(
        owner=found.pk, certificate=found.certificate, wrapped_key=bytes(found.wrapped_key)
    )
    try:
        finished = impressing.impressed(
            content, stamp=stamp, place=place, signer=held, at=at, paging=paging
        )
    except OffThePage:
        raise NoPlace("盖章位置超出纸面，请调整后再用印。") from None
    return _registered(found, subject, _kept(finished), place, paging, by=by, at=at)


def picture(seal: Seal) -> bytes:
    with storage.open_(current_unit().schema_name, seal.image_sha256) as file:
        return file.read()


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
        with storage.open_(current_unit().schema_name, subject.pdf_sha256) as file:
            return file.read()
    except storage.Missing:
        raise NotApproved("存储中没有批准印制的文件，不能用印。请联系信息中心。") from None


def _registered(
    seal: Seal,
    subject: Subject,
    sealed_sha256: str,
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
    )
    record(said, by=by, at=at)
    return made


# ---- what the verbs share ----------------------------------------------------------------


def refuse_others(by: Staff) -> None:
    _refuse_others(by)


def _refuse_others(by: Staff) -> None:
    if not by.holds("seals.manage"):
        raise Forbidden("只有印章管理员可以维护印章库。")


def _refuse_size(width_mm: int, height_mm: int) -> None:
    if not (10 <= width_mm <= 60 and 10 <= height_mm <= 60):
        raise BadSize("印章的宽和高应在 10 至 60 毫米之间。")


def _refuse_destroyed(seal: Seal) -> None:
    if seal.state == Seal.State.DESTROYED:
        raise NotInThatState("印章已销毁，不能再变更。", state=seal.state)


def _to_manage(seal_id: UUID, by: Staff) -> Seal:
    if not Seal.objects.visible_to(by).filter(pk=seal_id).exists():
        raise NotFound("没有这枚印章。")
    _refuse_others(by)
    return _locked(seal_id)


def _locked(seal_id: UUID) -> Seal:
    found = Seal.objects.select_for_update(no_key=True).filter(pk=seal_id).first()
    if found is None:
        raise NotFound("没有这枚印章。")
    return found


def _move(seal: Seal, before: str, after: str, reason: str, at: datetime) -> None:
    if seal.state != before:
        raise NotInThatState(
            f"印章现为“{seal.get_state_display()}”，请刷新后再办。", state=seal.state
        )
    seal.state, seal.state_why, seal.state_at = after, reason, at
    seal.save(update_fields=["state", "state_why", "state_at", "wrapped_key"])


def _changed(seal: Seal, *, by: Staff, at: datetime) -> Seal:
    said = events.SealChanged(
        subject_id=seal.pk,
        seal=seal.name,
        doc_kinds=seal.doc_kinds,
        keepers=[person.name for person in seal.keepers.order_by("position", "pk")],
        image=seal.image_sha256,
    )
    record(said, by=by, at=at)
    return seal


def _keepers(wanted: Sequence[UUID]) -> list[Staff]:
    people = list(Staff.objects.in_service().filter(pk__in=set(wanted)))
    if not people or len(people) != len(set(wanted)):
        message = "请从本单位在职人员中指定保管人，至少一人。"
        raise UnknownKeeper(message, by_field={"keepers": [message]})
    if idle := [person.name for person in people if not person.holds("seals.use")]:
        message = f"{'、'.join(idle)}没有用印职责，请先由安全管理员授予。"
        raise UnknownKeeper(message, by_field={"keepers": [message]})
    return people


def _kept(content: bytes) -> str:
    return storage.put(current_unit().schema_name, [content])[0]
