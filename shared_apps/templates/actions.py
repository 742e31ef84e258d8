"""Publishing a template. City floor."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from shared_apps.kernel.errors import DomainError, Invalid
from shared_apps.kernel.events import subscribers_of
from shared_apps.outbox.models import Dispatch
from shared_apps.outbox.sending import put
from shared_apps.templates import craft
from shared_apps.templates.events import TemplatePublished
from shared_apps.templates.models import Taking, Template
from tenants.models import Unit


class BadTemplate(Invalid):
    code = "templates.bad_template"


class TemplateMoved(DomainError):
    """Somebody else has published in between: nothing is published over what was not seen."""

    status = 412
    code = "templates.moved"


class NothingNew(DomainError):
    code = "templates.nothing_new"


@transaction.atomic
def publish(*, body: Mapping[str, Any], over: int, note: str, by: str, at: datetime) -> Template:
    """发布: the next version. `over`: the one its author saw; 0 for a new template."""
    refuse_faults(body)
    if not note.strip():
        said = "请写明改了什么、为什么改，各单位据此决定是否采用。"
        raise BadTemplate(said, by_field={"note": [said]})
    rows = Template.objects.select_for_update().filter(key=body["key"])
    newest = rows.order_by("-number").first()
    standing = newest.number if newest else 0
    if standing != over:
        raise TemplateMoved(f"“{body['name']}”已有第 {standing} 版，请核对差异后再发布。")
    if newest and newest.body == body:
        raise NothingNew(f"与第 {standing} 版完全相同，不需要发布。")
    made = Template(
        key=body["key"],
        number=standing + 1,
        name=body["name"],
        body=dict(body),
        note=note.strip(),
        published_by=by,
        published_at=at,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # a first version has no row to lock
        raise TemplateMoved(f"“{body['name']}”刚刚由别人发布，请刷新后核对。") from None
    _tell_units(made, at)
    return made


@transaction.atomic
def note_takings(*, unit: Unit, versions: Mapping[str, int], at: datetime) -> None:
    """采用情况: which version of each a unit now works with; told twice, it stands once."""
    Taking.objects.bulk_create(
        [Taking(unit=unit, key=key, number=versions[key], told_at=at) for key in sorted(versions)],
        update_conflicts=True,
        unique_fields=["unit", "key"],
        update_fields=["number", "told_at"],
    )


def refuse_faults(body: Any) -> None:
    if found := craft.faults(body):
        by_field: dict[str, list[str]] = {}
        for one in found:
            by_field.setdefault(one.place, []).append(one.message)
        first = found[0]
        raise BadTemplate(
            f"模板有 {len(found)} 处问题，不能发布。{first.place}：{first.message}",
            by_field=by_field,
        )


def _tell_units(made: Template, at: datetime) -> None:
    event = TemplatePublished(
        subject_id=made.pk, key=made.key, number=made.number, called=made.name, note=made.note
    )
    facts = event.facts() | {"at": at.isoformat(), "by": made.published_by}
    put(
        Dispatch(unit=schema, subscriber=name, event=event.name, facts=facts, created_at=at)
        for schema in Unit.objects.in_service().values_list("schema_name", flat=True)
        for name in subscribers_of(event.name)
    )
