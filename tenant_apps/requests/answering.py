"""Answers come in, checked by the form already: what they ask for is refused or noted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tenant_apps.organization.models import Staff
from tenant_apps.requests import balances, bookings
from tenant_apps.requests.models import BalanceEntry, Request

Settings = Mapping[str, Any]
LONGEST_TITLE = 80
LONGEST_FACT = 200


def refuse_impossible(
    settings: Settings, answers: Mapping[str, Any], *, person: Staff, request: Request | None
) -> None:
    """What is taken for certain, or more than is left."""
    own = request.pk if request else None
    bookings.refuse_taken(bookings.wishes(settings, answers), without=own)
    balances.refuse_overdraft(balances.claim(settings, answers), person, without=own)


def note_wishes(request: Request, *, at: datetime) -> None:
    """Bookings and leave as the answers ask for them now."""
    settings = request.kind.settings
    bookings.plan(request, bookings.wishes(settings, request.answers))
    request.balance_entries.all().delete()
    if asked := balances.claim(settings, request.answers):
        BalanceEntry.objects.create(
            staff=request.applicant,
            account=asked.account,
            year=asked.year,
            way=asked.way,
            halves=asked.halves,
            state=BalanceEntry.State.PENDING,
            request=request,
            at=at,
        )


def title_of(settings: Settings, answers: Mapping[str, Any], name: str) -> str:
    """«年休假 2 天»: the kind's pattern, filled in; the kind's name where an answer is missing."""
    said = {key: _word(value) for key, value in answers.items()}
    try:
        found = str(settings.get("title", "")).format_map(said).strip()
    except (KeyError, ValueError, IndexError, AttributeError):
        found = ""
    return (found or name)[:LONGEST_TITLE]


def title_in_lists(request: Request) -> str:
    """As a handler's list of work names it."""
    return f"{request.applicant.name}的{request.kind.name}：{request.title}"


def facts(answers: Mapping[str, Any]) -> dict[str, Any]:
    """What the conditions of a flow may ask about: short answers, no essays and no tables."""
    return {name: value for name, value in answers.items() if _is_short(value)}


def _is_short(value: Any) -> bool:
    if isinstance(value, list):
        return len(value) <= LONGEST_FACT and all(isinstance(one, str) for one in value)
    if isinstance(value, str):
        return len(value) <= LONGEST_FACT
    return isinstance(value, bool | int | float)


def _word(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else " ".join(str(value).split())
