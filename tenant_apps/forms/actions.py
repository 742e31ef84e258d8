"""Open, draw, publish: a form is worked on as a draft, and put into use as a version."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from shared_apps.kernel.errors import DomainError, Forbidden, Invalid
from shared_apps.kernel.text import initials
from tenant_apps.files import actions as files
from tenant_apps.files.models import Attachment
from tenant_apps.forms import drafting, events, fields, queries, schema, uploads
from tenant_apps.forms.models import Form, FormVersion
from tenant_apps.forms.references import FOLDER
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff

PERMISSION = "workflow.design"
RESERVED = {"span", "sources", "attachments"}  # what the API itself answers to


class StaleForm(DomainError):
    status = 412
    code = "forms.stale"


class BadForm(Invalid):
    code = "forms.bad_form"


class FormKeyTaken(DomainError):
    code = "forms.key_taken"


class NothingToPublish(DomainError):
    code = "forms.nothing_to_publish"


@transaction.atomic
def open_form(*, name: str, key: str = "", by: Staff, at: datetime) -> Form:
    """新建表单: an empty draft under a key that never changes."""
    _refuse_others(by)
    if key in RESERVED:
        raise Invalid(f"标识“{key}”由系统使用，请换一个。", by_field={"key": ["请换一个标识。"]})
    form = Form(key=key or _free_key(name), name=name, draft=_empty(name), changed_at=at)
    form.revision, form.changed_by = 1, by
    form._history_user = by  # type: ignore[attr-defined]  # read by simple_history
    try:
        with transaction.atomic():
            form.save(force_insert=True)
    except IntegrityError:
        said = f"已有标识为“{form.key}”的表单，请换一个标识。"
        raise FormKeyTaken(said, by_field={"key": [said]}) from None
    record(events.FormOpened(subject_id=form.pk, key=form.key, called=name), by=by, at=at)
    return form


@transaction.atomic
def save_draft(
    *, key: str, revision: int, name: str, ui: dict[str, Any], by: Staff, at: datetime
) -> Form:
    """存草稿: it may be unfinished; whoever has not seen the latest is refused."""
    _refuse_others(by)
    form = _current(key, revision)
    if not drafting.is_drawing(ui):
        raise BadForm(f"表单格式不正确，或超过 {drafting.MOST_FIELDS} 个字段，请删减后再保存。")
    renamed = form.name != name
    form.name, form.draft = name, ui
    _touch(form, by=by, at=at, logged=renamed and form.current_id is None)
    record(
        events.DraftSaved(subject_id=form.pk, revision=form.revision, fields=len(ui["fields"])),
        by=by,
        at=at,
    )
    return form


@transaction.atomic
def drop_draft(*, key: str, revision: int, by: Staff, at: datetime) -> Form:
    """放弃草稿: back to the version in use."""
    _refuse_others(by)
    form = _current(key, revision)
    if form.current is None:
        raise NothingToPublish("这个表单还没有发布过，没有可以恢复的版本。")
    form.draft, form.name = None, form.current.name
    _touch(form, by=by, at=at)
    record(events.DraftDropped(subject_id=form.pk, revision=form.revision), by=by, at=at)
    return form


@transaction.atomic
def publish(*, key: str, revision: int, by: Staff, at: datetime) -> FormVersion:
    """发布: the draft becomes the next version; what is under way keeps its own."""
    _refuse_others(by)
    form = _current(key, revision)
    if form.draft is None:
        raise NothingToPublish("没有改动，不需要发布。")
    return _publish(form, form.draft, by=by, at=at)


@transaction.atomic
def lay(
    *, folder: UUID, name: str, chunks: Iterable[bytes], size: int, by: Staff, at: datetime
) -> Attachment:
    """放入附件: into the folder of a request that is being filled in."""
    uploads.refuse_strangers(folder, by)
    return files.attach(
        subject_kind=FOLDER,
        subject_id=folder,
        name=name,
        chunks=chunks,
        size=size,
        by=by,
        at=at,
    )


def ensure(*, key: str, name: str, ui: dict[str, Any], at: datetime) -> FormVersion:
    """Stock forms, shipped as data by the app that uses them. Safe to call again, and at once.

    A unit that has published its own version keeps it.
    """
    form = Form.objects.select_related("current").filter(key=key).first()
    if form is not None and form.current is not None:
        own = form.current.published_by_id is not None
        if own or (form.current.ui == ui and form.current.name == name):
            return form.current
    try:
        with transaction.atomic():
            if form is None:
                form = Form(key=key, name=name, is_stock=True, changed_at=at)
                form.save(force_insert=True)
            form.name = name
            return _publish(form, ui, by=None, at=at, keep_draft=True)
    except IntegrityError:  # somebody else was first; theirs says the same
        return queries.in_use(key)


def _publish(
    form: Form, ui: dict[str, Any], *, by: Staff | None, at: datetime, keep_draft: bool = False
) -> FormVersion:
    refuse_faults(ui)
    earlier = form.versions.order_by("-number").first()
    version = FormVersion(
        form=form,
        number=earlier.number + 1 if earlier else 1,
        name=form.name,
        ui=ui,
        schema=schema.of(fields.shape(ui)),
        published_at=at,
        published_by=by,
    )
    version.save(force_insert=True)
    form.current = version
    if not keep_draft:
        form.draft = None
    _touch(form, by=by, at=at)
    record(
        events.FormPublished(
            subject_id=form.pk,
            key=form.key,
            version=version.number,
            version_id=version.pk,
            called=version.name,
        ),
        by=by,
        at=at,
    )
    return version


def refuse_faults(ui: Any) -> None:
    if found := drafting.faults(ui):
        by_field: dict[str, list[str]] = {}
        for place, said in found:
            by_field.setdefault(place or "form", []).append(said)
        raise BadForm(f"表单有 {len(found)} 处问题，改好后再发布。", by_field=by_field)


def _current(key: str, revision: int) -> Form:
    """Locked, and still as this person saw it."""
    form = queries.find(key, lock=True)
    if form.revision != revision:
        who = form.changed_by.name if form.changed_by else "系统"
        raise StaleForm(
            f"{who}刚刚修改了这个表单，您的改动还没有保存。请选择以谁的为准。",
            revision=form.revision,
        )
    return form


def _touch(form: Form, *, by: Staff | None, at: datetime, logged: bool = True) -> None:
    """Write the row; a draft that only saves itself leaves no line in the history."""
    form.revision += 1
    form.changed_at, form.changed_by = at, by
    if logged:
        form._history_user = by  # type: ignore[attr-defined]  # read by simple_history
        form.save()
    else:
        form.save_without_historical_record()  # type: ignore[attr-defined]  # simple_history


def _refuse_others(by: Staff) -> None:
    if not by.holds(PERMISSION):
        raise Forbidden("只有负责流程设计的管理员可以修改表单，请联系系统管理员。")


def _free_key(name: str) -> str:
    stem = "".join(one for one in initials(name).lower() if one.isascii() and one.isalnum())[:30]
    stem = stem if stem[:1].isalpha() else f"f{stem}"
    taken = RESERVED | set(Form.objects.filter(key__startswith=stem).values_list("key", flat=True))
    number = 1
    while (key := stem if number == 1 else f"{stem}_{number}") in taken:
        number += 1
    return key


def _empty(name: str) -> dict[str, Any]:
    return {"title": name, "fields": []}
