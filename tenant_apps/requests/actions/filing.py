"""申请: filed once, whatever the line does; kept and dropped as a draft before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.errors import DomainError, NotFound
from shared_apps.kernel.ids import new_id
from tenant_apps.forms import checking, uploads
from tenant_apps.forms import queries as forms
from tenant_apps.forms.models import FormVersion
from tenant_apps.forms.rights import Rights
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.requests import answering, events, kinds, numbering, sheets
from tenant_apps.requests.models import Draft, Request, RequestKind
from tenant_apps.workflow import actions as workflow
from tenant_apps.workflow import definitions as flows
from tenant_apps.workflow import graphs
from tenant_apps.workflow.models import Item

SUBJECT = "request"
Answers = Mapping[str, Any]


class StaleForm(DomainError):
    """The unit published another form meanwhile: never file what was asked differently."""

    code = "requests.stale_form"


class ReusedClick(DomainError):
    code = "requests.request_reused"


@transaction.atomic
def file(
    *,
    kind: str,
    form: UUID,
    data: Answers,
    by: Staff,
    at: datetime,
    request_id: str,
    folder: UUID | None = None,
    chosen: workflow.Chosen | None = None,
) -> Request:
    """提交: checked, numbered, noted with what it asks for, and sent on its way.

    `folder`: where its attachments were laid; it becomes the request's own id.
    """
    # One person files one thing at a time: a click repeated meanwhile waits for the first.
    Staff.objects.select_for_update(no_key=True).get(pk=by.pk)
    if earlier := _earlier(kind, by=by, request_id=request_id):
        return earlier
    found = kinds.find(kind)
    sheet = _current(found, form)
    if folder:
        _refuse_folder(folder, by)
    answers = checking.check(sheet, data, first_rights(found, sheet), folder=folder)
    answering.refuse_impossible(found.settings, answers, person=by, request=None)
    request = _lay(found, sheet, answers, folder, by=by, at=at, request_id=request_id)
    answering.note_wishes(request, at=at)
    record(
        events.RequestFiled(
            subject_id=request.pk,
            kind=found.key,
            title=request.title,
            number=request.number,
            form=sheet.pk,
        ),
        by=by,
        at=at,
    )
    _send(request, by=by, at=at, request_id=request_id, chosen=chosen)
    return request


@transaction.atomic
def save_draft(*, kind: str, form: UUID, data: Answers, by: Staff, at: datetime) -> Draft:
    """存草稿: as far as it is filled in; the form looks at it only when it is filed."""
    found = kinds.find(kind)
    sheet = _current(found, form)
    draft, _ = Draft.objects.update_or_create(
        staff=by,
        kind=found,
        defaults={"form": sheet, "answers": dict(data), "saved_at": at},
        create_defaults={
            "id": new_id(),
            "form": sheet,
            "answers": dict(data),
            "saved_at": at,
        },
    )
    record(events.DraftSaved(subject_id=draft.pk, kind=found.key), by=by, at=at)
    return draft


@transaction.atomic
def drop_draft(*, kind: str, by: Staff, at: datetime) -> None:
    """弃草稿."""
    draft = Draft.objects.filter(staff=by, kind__key=kind).first()
    if draft is None:
        raise NotFound("没有保存过这个事项的草稿。")
    record(events.DraftDropped(subject_id=draft.pk, kind=kind), by=by, at=at)
    draft.delete()


def first_rights(kind: RequestKind, sheet: FormVersion) -> Rights:
    """What the applicant may fill in: the rights of the flow's first step."""
    chart = graphs.load(flows.active(kind.flow_key).graph_id)
    first = next((node for node in chart.tasks() if node.verb == sheets.SUBMIT), chart.tasks()[0])
    return sheets.at_step(sheet, first.fields, starting=True)


def _earlier(kind: str, *, by: Staff, request_id: str) -> Request | None:
    found = Request.objects.filter(applicant=by, request_id=request_id)
    request = found.select_related("kind").first()
    if request is not None and request.kind.key != kind:
        raise ReusedClick("这次提交的编号已用于另一申请，请刷新页面后重试。")
    return request


def _refuse_folder(folder: UUID, by: Staff) -> None:
    """The attachments' place becomes the request: it must be one's own, and not filed yet."""
    uploads.refuse_strangers(folder, by)
    if Request.objects.filter(pk=folder).exists():
        raise ReusedClick("这份申请已经提交过，请在“我的申请”里查看。")


def _current(kind: RequestKind, form: UUID) -> FormVersion:
    sheet = forms.in_use(kind.form_key)
    if sheet.pk != form:
        raise StaleForm("这张表单刚刚更新，请刷新页面后再提交；已填的内容会保留。")
    return sheet


def _lay(
    kind: RequestKind,
    sheet: FormVersion,
    answers: Answers,
    folder: UUID | None,
    *,
    by: Staff,
    at: datetime,
    request_id: str,
) -> Request:
    return Request.objects.create(
        id=folder or new_id(),
        kind=kind,
        form=sheet,
        answers=answers,
        title=answering.title_of(kind.settings, answers, kind.name),
        number=numbering.take(
            prefix=kind.settings.get("series", kind.name[:2]), year=at.astimezone(ZONE).year
        ),
        applicant=by,
        department_id=by.department_id,
        request_id=request_id,
        filed_at=at,
    )


def _send(
    request: Request, *, by: Staff, at: datetime, request_id: str, chosen: workflow.Chosen | None
) -> None:
    """Start the run; the applicant has filled in the form already, so that step is done."""
    run = workflow.start(
        flow=request.kind.flow_key,
        subject_kind=SUBJECT,
        subject_id=request.pk,
        title=answering.title_in_lists(request),
        by=by,
        at=at,
        data=answering.facts(request.answers),
        chosen=chosen,
        labels={"doc_kind": request.kind.name[:20], "number": request.number},
    )
    request.run = run
    request.save(update_fields=["run"])
    chart = graphs.load(run.graph_id)
    submits = [node.key for node in chart.tasks() if node.verb == sheets.SUBMIT]
    own = Item.objects.filter(run=run, owner=by, status=Item.Status.OPEN, step__node__in=submits)
    if item := own.first():
        workflow.approve(item_id=item.pk, by=by, at=at, request_id=request_id)
    Draft.objects.filter(staff=by, kind=request.kind).delete()
