"""What we do about files that came: one call each."""

from datetime import datetime
from uuid import UUID

from shared_apps.kernel.events import Facts, subscribe
from shared_apps.outbox.manners import takes_long
from tenant_apps.files import events, preview

takes_long(preview.SUBSCRIBER)


@subscribe(events.FileAttached, name=preview.SUBSCRIBER)
@subscribe(events.FileReplaced, name=preview.SUBSCRIBER)
def make_preview(facts: Facts) -> None:
    preview.make(
        UUID(facts["attachment_id"]),
        attempt=facts["attempt"],
        at=datetime.fromisoformat(facts["carried_at"]),
    )
