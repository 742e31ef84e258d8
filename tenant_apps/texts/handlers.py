"""What we do about facts: one call each, no rule here."""

from uuid import UUID

from django.utils import timezone

from shared_apps.kernel.events import Facts, answers
from shared_apps.outbox.manners import goes_alone
from tenant_apps.texts import redlines

goes_alone(redlines.WORK)  # it takes a second: nothing else waits for its transaction


@answers(redlines.WORK)
def make_redline(facts: Facts) -> None:
    redlines.make(
        facts["subject_kind"],
        UUID(facts["subject_id"]),
        facts["before"],
        facts["after"],
        now=timezone.now(),
    )
