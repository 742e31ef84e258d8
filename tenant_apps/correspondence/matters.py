"""联署件 as a partner sees them: the list, one of them, its paper and its flow."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from shared_apps.kernel.errors import NotFound
from tenant_apps.correspondence import validity
from tenant_apps.correspondence.models import JointMatter
from tenant_apps.files.queries import attachments_of
from tenant_apps.organization.models import Staff
from tenant_apps.seals.queries import Choice, choices, impressions_of
from tenant_apps.workflow.models import Item, Run

Stage = JointMatter.Stage


@dataclass(frozen=True)
class MatterPicture:
    """A matter as its page shows it; what is not here is the matter's own."""

    matter: JointMatter
    attachments: list[Any]
    item_id: UUID | None  # the viewer's own turn, at the desk
    may_acknowledge: bool
    may_retract: bool
    choices: list[Choice]
    seals: list[Any]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.matter, name)


def matters_for(viewer: Staff) -> QuerySet[JointMatter]:
    return JointMatter.objects.visible_to(viewer).order_by("-pk")


def find(matter_id: UUID, *, viewer: Staff) -> JointMatter:
    found = JointMatter.objects.visible_to(viewer).select_related("signatory", "acknowledged_by")
    matter = found.filter(pk=matter_id).first()
    if matter is None:
        raise NotFound("没有这份联署件，或您无权查看。")
    return matter


def picture(matter: JointMatter, *, viewer: Staff, at: datetime) -> MatterPicture:
    mine = Item.objects.filter(run=matter.run_id, owner=viewer, status=Item.Status.OPEN)
    to_seal = matter.stage == Stage.SEAL
    return MatterPicture(
        matter=matter,
        attachments=list(attachments_of("joint", matter.pk)),
        item_id=mine.values_list("pk", flat=True).first() if matter.run_id else None,
        may_acknowledge=matter.stage == Stage.ARRIVED
        and viewer.holds("correspondence.incoming.acknowledge"),
        may_retract=matter.stage == Stage.SIGNED and matter.signatory_id == viewer.pk,
        choices=choices(doc_kind=matter.doc_kind, keeper=viewer, at=at) if to_seal else [],
        seals=impressions_of(matter.pk),
    )


def run_title(matter: JointMatter) -> str:
    """As lists of work name it."""
    return f"联合行文：{validity.titled(matter)}"[:200]


def page_of(run: Run) -> str:
    return f"/joint/{run.subject_id}"
