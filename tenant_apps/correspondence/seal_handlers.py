"""What the seal bank tells: letterheads are sealed, and what waits to be sealed changes desks.

Every paper that waits is a dispatch of its own, so that one transaction holds one of them.
"""

from datetime import datetime
from uuid import UUID

from shared_apps.kernel.events import Facts, answers, subscribe
from shared_apps.outbox.models import Dispatch
from shared_apps.outbox.sending import put
from tenant_apps.correspondence import numbering, seal_desk
from tenant_apps.seals import events as seals
from tenants.current import current_unit

LOOK = "correspondence.seal_desk_of"


@subscribe(seals.SealMade, name="correspondence.seal_letterheads")
def seal_letterheads(facts: Facts) -> None:
    """With its first 公章 a unit's documents are sealed; a letterhead may say otherwise later."""
    if facts["kind"] == "official" and facts["is_first"]:
        numbering.seal_all(current_unit())


@subscribe(seals.SealMade, name="correspondence.seal_keepers")
@subscribe(seals.SealChanged, name="correspondence.seal_keepers")
@subscribe(seals.SealSuspended, name="correspondence.seal_keepers")
@subscribe(seals.SealResumed, name="correspondence.seal_keepers")
@subscribe(seals.SealDestroyed, name="correspondence.seal_keepers")
def seal_keepers(facts: Facts) -> None:
    send_each(at=datetime.fromisoformat(facts["carried_at"]))


def send_each(*, at: datetime) -> None:
    unit = current_unit().schema_name
    put(
        Dispatch(
            unit=unit,
            subscriber=LOOK,
            event=LOOK,
            facts={"kind": kind, "paper": str(pk)},
            created_at=at,
        )
        for kind, pk in seal_desk.waiting()
    )


@answers(LOOK)
def look(facts: Facts) -> None:
    at = datetime.fromisoformat(facts["carried_at"])
    seal_desk.look_again(facts["kind"], UUID(facts["paper"]), at=at)
