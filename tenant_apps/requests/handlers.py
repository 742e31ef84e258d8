"""What requests do about what happens elsewhere."""

from datetime import datetime

from shared_apps.kernel.events import Facts, subscribe
from shared_apps.templates import actions as templates
from shared_apps.templates.events import TemplatePublished
from tenant_apps.requests import events, kinds
from tenants.current import current_unit, public_floor


@subscribe(TemplatePublished, name="requests.template_published")
def template_published(facts: Facts) -> None:
    kinds.note_offer(
        key=facts["key"],
        number=facts["number"],
        note=facts["note"],
        at=datetime.fromisoformat(facts["at"]),
    )


@subscribe(events.KindsShipped, name="templates.note_takings")
@subscribe(events.KindAdopted, name="templates.note_takings")
@subscribe(events.UpdateFinished, name="templates.note_takings")
def tell_the_city(facts: Facts) -> None:
    """采用情况: what is true now of these kinds, whatever the fact said."""
    keys = facts["keys"] if "keys" in facts else [facts["key"]]
    unit, versions = current_unit(), kinds.versions_of(keys)
    with public_floor():
        at = datetime.fromisoformat(facts["at"])
        templates.note_takings(unit=unit, versions=versions, at=at)
