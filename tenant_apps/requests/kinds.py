"""The kinds a unit has: begun from the city's templates, then the unit's own to edit."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from shared_apps.kernel.errors import NotFound
from shared_apps.templates import queries as templates
from shared_apps.templates.models import Template
from tenant_apps.forms import actions as forms
from tenant_apps.journal.recording import record
from tenant_apps.requests import events
from tenant_apps.requests.models import RequestKind
from tenant_apps.workflow import definitions as flows

READERS = ["requests.read.unit"]
CARD = ("name", "icon", "group", "hint")  # how a kind presents itself on the start page


@flows.ships
def ensure(*, at: datetime) -> None:
    """A unit without kinds begins with all of the city's templates. Safe to call again, at once.

    What the city offers afterwards is the unit's to take or leave (actions/updating.py).
    """
    if RequestKind.objects.exists():
        return
    try:
        with transaction.atomic():
            made = [ship(one, at=at) for one in templates.in_force()]
            record(
                events.KindsShipped(subject_id=made[0].pk, keys=[one.key for one in made]),
                by=None,
                at=at,
            )
    except IntegrityError:  # somebody else was first; theirs says the same
        return


def find(key: str) -> RequestKind:
    kind = RequestKind.objects.filter(key=key, is_active=True).first()
    if kind is None:
        raise NotFound("没有这个事项，或本单位已停用。")
    return kind


def versions_of(keys: Iterable[str]) -> dict[str, int]:
    """Template → the version these kinds now have of it; the unit's own kinds have none."""
    rows = RequestKind.objects.filter(key__in=list(keys)).exclude(template="")
    return dict(rows.values_list("template", "template_number"))


def ship(one: Template, *, at: datetime) -> RequestKind:
    """Form, flow and kind as the template has them. Recorded by whoever calls this."""
    name, body = form_key(one.key), one.body
    forms.ensure(key=name, name=one.name, ui=dict(body["form"]["ui"]), at=at)
    graph = {"nodes": body["flow"]["nodes"]}
    flows.ensure(key=name, name=one.name, graph=graph, readers=READERS, at=at)
    return RequestKind.objects.create(
        key=one.key,
        **{part: body[part] for part in CARD},
        position=body["position"],
        form_key=name,
        flow_key=name,
        settings=body["settings"],
        is_stock=True,
        template=one.key,
        template_number=one.number,
        template_newest=one.number,
    )


def form_key(key: str) -> str:
    """Of the form and of the flow alike."""
    return f"requests.{key}"


@transaction.atomic
def note_offer(*, key: str, number: int, note: str, at: datetime) -> None:
    """市级模板有新版本: said on the kind that began from it; told twice, it is noted once."""
    rows = RequestKind.objects.select_for_update(no_key=True)
    kind = rows.filter(template=key, template_newest__lt=number).first()
    if kind is None:
        return
    kind.template_newest = number
    kind.save_without_historical_record(update_fields=["template_newest"])  # type: ignore[attr-defined]  # simple_history
    fact = events.KindOffered(subject_id=kind.pk, key=kind.key, number=number, note=note)
    record(fact, by=None, at=at)
