"""印章库: make, hand over, suspend, destroy a seal."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shared_apps.kernel.errors import DomainError, Forbidden, Invalid, NotFound
from shared_apps.kernel.ids import new_id
from shared_apps.trust import authority
from shared_apps.trust.models import Certificate
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.seals import events, guomi, images, keyring
from tenant_apps.seals.keeping import kept, locked
from tenant_apps.seals.models import Keeper, Seal

UNDER = {"special": "专用章"}  # what stands below the star


class NameTaken(DomainError):
    code = "seals.name_taken"


class UnknownKeeper(Invalid):
    code = "seals.unknown_keeper"


class BadSize(Invalid):
    code = "seals.bad_size"


class NotInThatState(DomainError):
    code = "seals.not_in_that_state"


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
        image_sha256=kept(picture),
        is_drawn=True,
        width_mm=width_mm,
        height_mm=height_mm,
        state_at=at,
        made_at=at,
        **vars(key),
    )
    Keeper.objects.bulk_create(Keeper(seal=seal, staff=person) for person in people)
    guomi.ready(seal, at=at)
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
    seal.image_sha256, seal.is_drawn = kept(picture), False
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
    """销毁: its keys are gone and its certificates revoked; what it sealed before stays valid."""
    seal = _to_manage(seal_id, by)
    _refuse_destroyed(seal)
    seal.wrapped_key = b""
    _move(seal, seal.state, Seal.State.DESTROYED, reason, at)
    authority.revoke(serial=seal.serial, why=reason, at=at)
    guomi.end(seal, why=reason, at=at)
    said = events.SealDestroyed(subject_id=seal.pk, seal=seal.name, why=reason, serial=seal.serial)
    record(said, by=by, at=at)
    return seal


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
    return locked(seal_id)


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
