"""Matters as units report them: call these inside a unit."""

from datetime import datetime
from typing import Any
from uuid import UUID

from shared_apps.kernel.ids import new_id
from shared_apps.oversight.models import ProgressLine
from shared_apps.oversight.reporting import Report, report
from tenants.current import current_unit, public_floor


def said(entered: datetime, **facts: Any) -> Report:
    """A 收文 on its handlers' desks; give what matters to the test."""
    stage = facts.pop("stage", ("handle", "承办", 4))
    return Report(
        **{
            "subject_id": new_id(),
            "seq": 1,
            "flow": "incoming",
            "doc_kind": "request",
            "title": "关于申请拨付冬春生活救助资金的请示",
            "number": "太和府〔2026〕7号",
            "urgency": "none",
            "stage": stage[0],
            "stage_label": stage[1],
            "position": stage[2],
            "entered_at": entered,
            "stage_since": entered,
        }
        | facts
    )


def matter(entered: datetime, *, at: datetime, **facts: Any) -> ProgressLine:
    told = said(entered, **facts)
    report(told, at=at)
    return line(told.subject_id)


def line(subject_id: UUID) -> ProgressLine:
    code = current_unit().code
    with public_floor():
        return ProgressLine.objects.get(unit_code=code, subject_id=subject_id)


def step(
    post: str, name: str, opened: datetime | None, closed: datetime | None = None
) -> dict[str, Any]:
    return {
        "name": name,
        "post": post,
        "opened_at": opened.isoformat() if opened else None,
        "closed_at": closed.isoformat() if closed else None,
        "state": "done" if closed else "now" if opened else "next",
    }
