"""花脸稿: asked for on the page, made in the background, kept for the pair of contents.

Nothing about the document changes, so there is no fact to record: the work itself is sent.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from shared_apps.kernel import storage
from shared_apps.outbox.sending import send
from tenant_apps.organization.models import Staff
from tenant_apps.texts import marking, queries, stock
from tenant_apps.texts.models import Redline, TextVersion
from tenants.current import current_unit

WORK = "texts.redline"


@transaction.atomic
def ask(
    subject_kind: str, subject_id: UUID, pair: tuple[int, int], *, by: Staff, at: datetime
) -> Redline:
    """要花脸稿: for whoever may see both versions. The same pair is made once."""
    before, after = pair
    old = queries.version(subject_kind, subject_id, before, by=by)
    new = queries.version(subject_kind, subject_id, after, by=by)
    row, made = Redline.objects.get_or_create(
        before=old.sha256, after=new.sha256, defaults={"asked_at": at}
    )
    if not made and row.state != Redline.State.FAILED:
        return row
    row.state, row.asked_at = Redline.State.WAITING, at
    row.save(update_fields=["state", "asked_at"])
    place = {"subject_kind": subject_kind, "subject_id": str(subject_id)}
    send(
        unit=current_unit().schema_name,
        subscriber=WORK,
        event=WORK,
        facts={**place, "before": before, "after": after},
        at=at,
    )
    return row


def make(subject_kind: str, subject_id: UUID, before: int, after: int, *, now: datetime) -> None:
    """The marked copy itself; twice asked is once made. Its author is whose version is the new."""
    pair = {one.number: one for one in TextVersion.objects.of(subject_kind, subject_id)}
    old, new = pair[before], pair[after]
    row = Redline.objects.select_for_update(no_key=True).get(before=old.sha256, after=new.sha256)
    if row.state == Redline.State.READY:
        return
    try:
        content = marking.redline(
            stock.content(old), stock.content(new), author=new.author_name, at=new.at
        )
    except marking.NotMarked:
        row.state = Redline.State.FAILED
        row.save(update_fields=["state"])
        return
    row.sha256, _ = storage.put(current_unit().schema_name, [content])
    row.state, row.made_at = Redline.State.READY, now
    row.save(update_fields=["state", "sha256", "made_at"])
