"""What requests do about what happens elsewhere."""

from datetime import datetime

from shared_apps.kernel.events import Facts, subscribe
from shared_apps.templates.events import TemplatePublished
from tenant_apps.requests import kinds


@subscribe(TemplatePublished, name="requests.template_published")
def template_published(facts: Facts) -> None:
    kinds.note_offer(
        key=facts["key"],
        number=facts["number"],
        note=facts["note"],
        at=datetime.fromisoformat(facts["at"]),
    )
