"""The start page: the form as an applicant fills it in, or a draft of it, and the way ahead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tenant_apps.forms import queries as forms
from tenant_apps.organization.models import Staff
from tenant_apps.requests import previewing, queries, sheets
from tenant_apps.requests.actions.filing import first_rights
from tenant_apps.requests.models import Draft, RequestKind


@dataclass(frozen=True)
class Sheet:
    kind: Mapping[str, Any]
    form: UUID
    sheet: Mapping[str, Any]
    saved_at: datetime | None
    preview: previewing.Preview


def kinds_for(viewer: Staff) -> list[dict[str, Any]]:
    """Every kind in use, with the moment of one's own draft."""
    drafts = dict(Draft.objects.filter(staff=viewer).values_list("kind_id", "saved_at"))
    may_update = viewer.holds("workflow.design")
    return [_card(kind, drafts.get(kind.pk), may_update) for kind in queries.kinds()]


def sheet_for(kind: RequestKind, viewer: Staff) -> Sheet:
    version = forms.in_use(kind.form_key)
    draft = Draft.objects.filter(staff=viewer, kind=kind).first()
    answers = _known(version.shape.answered, draft)
    part = sheets.part(version, answers, first_rights(kind, version))
    saved = draft.saved_at if draft else None
    return Sheet(
        kind=_card(kind, saved),
        form=version.pk,
        sheet=sheets.on_wire(part),
        saved_at=saved,
        preview=previewing.preview(kind, answers, by=viewer),
    )


def _known(questions: Any, draft: Draft | None) -> dict[str, Any]:
    """A draft keeps what the present form still asks; a fresh form begins with its defaults."""
    if draft is None:
        return {one.name: one.default for one in questions if one.default is not None}
    names = {one.name for one in questions}
    return {name: value for name, value in draft.answers.items() if name in names}


def _card(
    kind: RequestKind, saved_at: datetime | None, may_update: bool = False
) -> dict[str, Any]:
    """`newer`: 市级模板有新版本, for whoever may take it over."""
    shown = ("key", "name", "icon", "group", "hint", "flow_key", "form_key")
    newer = may_update and kind.template_newest > kind.template_number
    return {name: getattr(kind, name) for name in shown} | {
        "draft_saved_at": saved_at,
        "newer": newer,
    }
