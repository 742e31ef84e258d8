"""How the flow engine treats requests: where they are, what they ask, who may fill in what."""

from collections.abc import Mapping
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.utils import timezone

from tenant_apps.forms import checking, sources, uploads
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.requests import answering, balances, bookings, events, mirror, queries, sheets
from tenant_apps.requests.models import Request, Resource
from tenant_apps.workflow import labels, subjects
from tenant_apps.workflow.models import Run


def page_of(run: Run) -> str:
    return f"/requests/{run.subject_id}"


def form_of(run: Run, rights: subjects.Rights) -> subjects.FormPart | None:
    request = _of(run)
    if request is None:
        return None
    given = sheets.at_step(request.form, rights)
    return cast(subjects.FormPart, sheets.part(request.form, request.answers, given))


def read(run: Run, viewer: Staff) -> subjects.FormPart | None:
    """As the page of the request shows it to this reader."""
    request = _of(run)
    if request is None:
        return None
    given = queries.rights_of_reader(request, viewer)
    return cast(subjects.FormPart, sheets.part(request.form, request.answers, given))


def keep(
    run: Run, rights: subjects.Rights, data: Mapping[str, Any], by: Staff
) -> Mapping[str, Any]:
    """What a handler filled in, checked under the rights of the step; the run's row is held."""
    request = _of(run)
    if request is None:
        return {}
    before = dict(request.answers)
    given = sheets.at_step(request.form, rights)
    after = checking.check(request.form, data, given, before, folder=request.pk)
    if after != before:
        _take(request, run.pk, before, after, by)
    return answering.facts(after)


def _take(
    request: Request, run_id: UUID, before: dict[str, Any], after: dict[str, Any], by: Staff
) -> None:
    at, settings = timezone.now(), request.kind.settings
    asks_anew = _asked(settings, before) != _asked(settings, after)
    if asks_anew:
        answering.refuse_impossible(settings, after, person=request.applicant, request=request)
    request.answers = after
    request.title = answering.title_of(settings, after, request.kind.name)
    request.save(update_fields=["answers", "title"])
    if asks_anew:
        answering.note_wishes(request, at=at)
    title = answering.title_in_lists(request)
    labels.relabel(run_id, title=title)
    names = sorted(set(before) | set(after))
    changed = {name: [before.get(name), after.get(name)] for name in names}
    changed = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
    record(
        events.AnswersKept(subject_id=request.pk, title=request.title, changed=changed),
        by=by,
        at=at,
    )


def _asked(settings: Mapping[str, Any], answers: Mapping[str, Any]) -> object:
    """Which of the unit's things and days these answers take; None where that cannot be said."""
    try:
        return bookings.wishes(settings, answers), balances.claim(settings, answers)
    except bookings.UnknownResource:
        return None


def _of(run: Run) -> Request | None:
    rows = Request.objects.select_related(*queries.WITH, "form__form", "run")
    return rows.filter(pk=run.subject_id).first()


def _admitted(folder: UUID, staff: Staff) -> bool:
    """Whoever sees a request reads its attachments."""
    return Request.objects.visible_to(staff).filter(pk=folder).exists()


def _options(kind: Resource.Kind) -> list[sources.Option]:
    return [
        sources.Option(str(one.pk), one.name, one.note) for one in bookings.of_kind(kind.value)
    ]


def _register() -> None:
    subjects.register(
        subjects.SubjectKind(
            kind="request",
            label="申请",
            url=page_of,
            moved=mirror.moved,
            form=form_of,
            read=read,
            keep=keep,
        )
    )
    uploads.admits(_admitted)
    for kind in Resource.Kind:
        key, label = f"requests.{kind.value}", str(kind.label)
        sources.register(sources.Source(key, label, partial(_options, kind)))


_register()
