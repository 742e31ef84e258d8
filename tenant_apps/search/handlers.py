"""What we do about files: one call each."""

from datetime import datetime
from uuid import UUID

from shared_apps.kernel.events import Facts, subscribe
from tenant_apps.files import events, preview
from tenant_apps.files.models import Attachment
from tenant_apps.search import indexing


@preview.when_made
def take_what_it_says(attachment: Attachment, at: datetime) -> None:
    indexing.take_attachment(attachment)


@subscribe(events.FileRemoved, name="search.forget")
def forget(facts: Facts) -> None:
    indexing.forget_attachment(UUID(facts["attachment_id"]))
