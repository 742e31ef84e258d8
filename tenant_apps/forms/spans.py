"""Working time between two answers, by the clock of the house."""

from datetime import date, datetime, time, timedelta

from shared_apps.kernel import clock
from tenant_apps.forms.expressions import Span

NOON = time(12, 30)  # between the two sessions of an office day
LONGEST = 400  # days


def span(start: str, end: str) -> Span | None:
    """Between two days (both counted) or two moments; unknown when they make no sense."""
    try:
        opens, closes = moment(start), moment(end)
    except ValueError:
        return None
    if len(end) == 10:
        closes += timedelta(days=1)
    if closes <= opens or (closes - opens).days > LONGEST:
        return None
    minutes = halves = 0
    day = opens.astimezone(clock.ZONE).date()
    while day <= closes.astimezone(clock.ZONE).date():
        for begins, ends in _halves(day):
            found = clock.working_minutes(max(begins, opens), min(ends, closes))
            minutes += found
            halves += found > 0
        day += timedelta(days=1)
    return Span(minutes, halves)


def moment(text: str) -> datetime:
    """A day begins at midnight in Beijing; a moment without a zone is meant there too."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=clock.ZONE)


def _halves(day: date) -> tuple[tuple[datetime, datetime], tuple[datetime, datetime]]:
    opens = datetime.combine(day, time(), clock.ZONE)
    noon = datetime.combine(day, NOON, clock.ZONE)
    return (opens, noon), (noon, opens + timedelta(days=1))
