"""联合行文: who signs with us, by when, what still lacks, whose seal is next (条例 17, 22)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q

from shared_apps.kernel.clock import ZONE
from shared_apps.oversight import queries as oversight
from tenant_apps.correspondence.layout import Partner
from tenant_apps.correspondence.models import JointPartner, OutgoingDocument
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import queries as work
from tenant_apps.workflow import supervising
from tenant_apps.workflow.models import Item

ASKED = JointPartner.State.ASKED
SIGNED, REFUSED = JointPartner.State.SIGNED, JointPartner.State.REFUSED
CLOSES = time(18)


def partners_of(document: OutgoingDocument) -> list[JointPartner]:
    """In their order behind the host; asked only where there are any."""
    return list(document.partners.all()) if document.is_joint else []


def on_paper(partners: Sequence[JointPartner], *, upward: bool) -> list[Partner]:
    return [
        Partner(
            name=one.name,
            author=one.name,
            signatory=(one.by_name or None) if upward else None,
        )
        for one in partners
    ]


def dated(document: OutgoingDocument, partners: Sequence[JointPartner]) -> datetime | None:
    """成文日期: the day on which the last of them signed (条例 9 ⑫)."""
    if document.signed_at is None:
        return None
    signed = [one.settled_at for one in partners if one.state == SIGNED and one.settled_at]
    return max([document.signed_at, *signed])


def limit_of(due_on: date | None) -> datetime | None:
    """联署期限: the end of that day's office."""
    return datetime.combine(due_on, CLOSES, ZONE) if due_on else None


def is_late(row: JointPartner, *, at: datetime) -> bool:
    limit = limit_of(row.due_on)
    return bool(owes(row)) and limit is not None and limit < at


def owes(row: JointPartner) -> str:
    """What it is to do now, its signature or its seal; empty when nothing."""
    if row.state == ASKED:
        return "签发"
    return "用印" if row.state == SIGNED and row.sent_sha256 and not row.sealed_at else ""


def why_not_signed(document: OutgoingDocument) -> str:
    """Whose signature the one text still lacks; empty when all have signed exactly it."""
    rows = partners_of(document)
    if refused := [one.short_name for one in rows if one.state == REFUSED]:
        return f"{'、'.join(refused)}不同意联合行文，请退回修改或改由本机关行文。"
    lacking = [
        one.short_name
        for one in rows
        if one.state != SIGNED or one.asked_hash != document.text_hash
    ]
    if lacking:
        return f"待{'、'.join(lacking)}签发；联合行文由所有联署机关负责人会签（条例第二十二条）。"
    return ""


def why_not_sealed(document: OutgoingDocument) -> str:
    """Whose seal the paper still lacks."""
    rows = partners_of(document)
    if document.pdf_sha256 == document.printed_sha256:
        who = "、".join(work.holders(document.seal_run_id))
        who = f"（{who}）" if who else ""
        first = f"此件还没有用印，请先由主办机关{who}用印，"
        return f"{first}再依次送联署机关用印（条例第九条（十三））。"
    if lacking := [one.short_name for one in rows if one.sealed_at is None]:
        return f"待{'、'.join(lacking)}用印，全部印章盖齐后再核发（条例第九条（十三））。"
    return ""


def next_to_seal(document: OutgoingDocument) -> JointPartner | None:
    """One after another, in the order in which they sign."""
    if document.pdf_sha256 == document.printed_sha256:
        return None
    return next((one for one in partners_of(document) if one.sealed_at is None), None)


@dataclass(frozen=True)
class PartnerLine:
    """One partner as the host's page shows it, with the desks it published."""

    row: JointPartner
    sent: bool
    overdue: bool
    may_urge: bool
    desks: list[dict[str, Any]]


@dataclass(frozen=True)
class Joint:
    round: int
    text_hash: str
    lacking: str
    partners: list[PartnerLine]


def concerns(document: OutgoingDocument, by: Staff) -> bool:
    """Whose it is to 催办 partners: who drafted or handles it, its clerks, its supervisors."""
    run = document.run
    return (
        run.starter_id == by.pk
        or by.holds("correspondence.outgoing.release")
        or Item.objects.filter(Q(owner=by) | Q(by=by), run=run).exists()
        or supervising.supervises(by, run.pk)
    )


def picture(document: OutgoingDocument, *, viewer: Staff, at: datetime) -> Joint:
    rows = partners_of(document)
    asked = {one.envelope_id for one in rows if one.envelope_id}
    published = {
        code: desks for one in asked for code, desks in oversight.desks_of(one, at=at).items()
    }
    is_theirs = any(owes(one) for one in rows) and concerns(document, viewer)
    lacking = ""
    if document.stage in ("sign", "verify"):
        lacking = why_not_signed(document)
    elif document.stage == "release":
        lacking = why_not_sealed(document)
    return Joint(
        round=rows[0].round if rows else 0,
        text_hash=rows[0].asked_hash if rows else "",
        lacking=lacking,
        partners=[
            PartnerLine(
                one,
                sent=bool(one.sent_sha256),
                overdue=is_late(one, at=at),
                may_urge=is_theirs and bool(owes(one)),
                desks=published.get(one.unit_code, []),
            )
            for one in rows
        ],
    )
