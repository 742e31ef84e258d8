"""Who gets to read what became of a document: 批示 to the clerks, 催办 to the urger, 退回 home."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tenant_apps.correspondence.models import OutgoingDocument
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import notices
from tenant_apps.workflow.models import Item, Run

CLERKS = ("register", "screen", "propose")
SENDERS = ("review", "register", "release")


def tell_instruction(
    run: Run, *, opinion: str, handlers: Sequence[Staff], by: Staff, at: datetime
) -> None:
    """批示 to the clerks who brought it there, with its words and who handles it."""
    lead, *others = [one.name for one in handlers]
    whom = f"主办{lead}" + (f"，协办{'、'.join(others)}" if others else "")
    people = {run.starter_id, *_who_acted(run, CLERKS)} - {one.pk for one in handlers}
    notices.give_news(run, people, by=by, text=f"{by.name}批示：{opinion}（{whom}）", at=at)


def tell_urger(run: Run, urger: Staff, *, by: Staff, at: datetime) -> None:
    """专人催办: whoever is named learns of it, and may read the document from now on."""
    text = "请您负责催办此件，督促承办人按期办结（条例第二十四条（六））。"
    notices.give_news(run, [urger.pk], by=by, text=text, at=at)


def tell_former_urger(run: Run, former: Staff, *, named: Staff, by: Staff, at: datetime) -> None:
    """改催办人: whoever answered for it so far learns that somebody else does now."""
    text = f"此件改由{named.name}催办，您不再负责。"
    notices.give_news(run, [former.pk], by=by, text=text, at=at)


def tell_return(document: OutgoingDocument, *, unit: str, reason: str, at: datetime) -> None:
    """退回: those at home whose it is to write it anew."""
    people = {document.drafter_id, *_who_acted(document.run, SENDERS)}
    notices.give_news(document.run, people, by=None, text=f"{unit}退回此件：{reason}", at=at)


def _who_acted(run: Run, nodes: Sequence[str]) -> list[UUID]:
    done = Item.objects.filter(run=run, step__node__in=nodes, status=Item.Status.DONE)
    return list(done.values_list("owner", flat=True))
