"""From a request to what stands on its paper."""

from datetime import datetime
from typing import Any

from shared_apps.kernel.clock import ZONE
from tenant_apps.forms.fields import Field
from tenant_apps.organization.models import Staff
from tenant_apps.requests import queries
from tenant_apps.requests.models import Request
from tenant_apps.requests.wording import Words
from tenant_apps.workflow.timeline import Place, Said, timeline
from tenants.current import current_unit

WIDE = ("textarea", "files", "range", "people", "checkboxes")
SAID = {
    "approve": "同意",
    "reject": "不同意",
    "send_back": "退回",
    "transfer": "转办",
    "delegate": "委派",
    "returned": "委派已回",
    "added": "加签",
    "forced": "强制办结",
    "auto": "系统自动",
}


def on_paper(request: Request, *, viewer: Staff, at: datetime) -> dict[str, Any]:
    """Plain data for the template: only texts, so nothing of it can become markup."""
    rights = queries.rights_of_reader(request, viewer)
    shown = [one for one in request.form.shape.fields if rights.get(one.name) != "hidden"]
    words = Words()
    return {
        "unit": current_unit().name,
        "title": request.form.shape.title or request.kind.name,
        "number": request.number,
        "applicant": request.applicant.name,
        "department": request.department.name,
        "filed": _day(request.filed_at),
        "status": request.get_status_display(),
        "printed": f"{viewer.name} {_minute(at)} 打印",
        "parts": _parts(shown, request, words),
        "said": _opinions(request, viewer),
    }


def _parts(shown: list[Field], request: Request, words: Words) -> list[dict[str, Any]]:
    """Lines of one or two answers, and tables, in the order of the form."""
    found: list[dict[str, Any]] = []
    for one in shown:
        if not one.is_answered:
            continue
        value = request.answers.get(one.name)
        if one.widget == "table":
            heads = [column.label for column in one.columns]
            rows = words.rows(one, value)
            found.append({"label": one.label, "heads": heads, "rows": rows})
            continue
        cell = {"label": one.label, "value": words.said(one, value)}
        last = found[-1] if found else {}
        if one.width != "full" and one.widget not in WIDE and last.get("open"):
            last["cells"].append(cell)
            last["open"] = False
        else:
            narrow = one.width != "full" and one.widget not in WIDE
            found.append({"cells": [cell], "open": narrow})
    return found


def _opinions(request: Request, viewer: Staff) -> list[dict[str, str]]:
    if request.run_id is None:
        return []
    places = timeline(request.run_id, viewer=viewer).nodes
    met = [
        (said.closed_at, place, said)
        for place in places
        for visit in place.visits
        for said in visit.items
        if said.closed_at and said.action in SAID
    ]
    return [_opinion(place, said) for _, place, said in sorted(met, key=lambda one: one[0])]


def _opinion(place: Place, said: Said) -> dict[str, str]:
    closed = _minute(said.closed_at) if said.closed_at else ""
    acting = f" 代 {said.acts_for}" if said.acts_for else ""
    return {
        "step": place.name,
        "how": SAID.get(said.action or "", ""),
        "opinion": said.opinion,
        "who": f"{said.department} {said.owner}{acting}".strip(),
        "at": closed,
    }


def _day(moment: datetime) -> str:
    local = moment.astimezone(ZONE)
    return f"{local.year}年{local.month}月{local.day}日"


def _minute(moment: datetime) -> str:
    return f"{_day(moment)} {moment.astimezone(ZONE):%H:%M}"
