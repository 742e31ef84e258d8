"""The daily root of this unit's journal."""

from datetime import datetime, timedelta
from uuid import UUID

from shared_apps.kernel.clock import ZONE
from tenant_apps.journal.models import DailyRoot, Entry
from tenant_apps.journal.sealing import Heads, root_of, signature_of

# Ids carry the time they were made, in milliseconds. A transaction may still be open when a root
# is made, so the next looks further back: naming a head twice does no harm, missing one would.
OVERLAP = timedelta(hours=6)


def make_root(*, at: datetime) -> DailyRoot:
    """立日根: once a day; a second call on the same day returns the root that stands."""
    day = at.astimezone(ZONE).date()
    last = DailyRoot.objects.order_by("-day").first()
    if last and last.day >= day:
        return last
    newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first()
    heads = _heads_since(last.newest if last else None)
    count = Entry.objects.count()
    previous = last.root if last else ""
    root = root_of(day=day, count=count, heads=heads, previous=previous)
    return DailyRoot.objects.create(
        day=day,
        made_at=at,
        newest=newest,
        count=count,
        heads=heads,
        previous=previous,
        root=root,
        signature=signature_of(root),
    )


def _heads_since(newest: UUID | None) -> Heads:
    """The last entry of every chain that grew since that entry, and some more."""
    entries = Entry.objects.order_by("subject_id", "-seq").distinct("subject_id")
    if newest is not None:
        milliseconds = (newest.int >> 80) - OVERLAP // timedelta(milliseconds=1)
        entries = entries.filter(pk__gte=UUID(int=milliseconds << 80))
    rows = entries.values_list("subject_id", "seq", "hash")
    return {str(subject): [seq, hash_] for subject, seq, hash_ in rows}
