"""效力: how a document stands, who may change that, and what its page shows (条例 33)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tenant_apps.correspondence import judging, rules, ruling
from tenant_apps.correspondence.kinds import Validity
from tenant_apps.correspondence.models import (
    Correction,
    HeardChange,
    IncomingDocument,
    JointMatter,
    Origin,
    OutgoingDocument,
    StandingChange,
)
from tenant_apps.correspondence.queries import signing_of
from tenant_apps.correspondence.validity import WORDS
from tenant_apps.organization.models import Staff
from tenants.current import current_unit

OVER = ("released", "void", "declined")


@dataclass(frozen=True)
class Affair:
    """What a document's page shows of its standing."""

    standing: str
    standing_from: date | None
    acts: list[rules.Act]
    changes: Iterable[StandingChange] = ()
    heard: Iterable[HeardChange] = ()
    corrections: Sequence[Correction] = ()
    corrects: Correction | None = None

    @property
    def standing_label(self) -> str:
        return str(Validity(self.standing).label)


def outgoing_affair(document: OutgoingDocument, *, viewer: Staff) -> Affair:
    corrections = list(document.corrections.select_related("document").order_by("pk"))
    return Affair(
        standing=document.standing,
        standing_from=document.standing_from,
        acts=_acts(document, corrections, viewer),
        changes=document.changes.select_related("replacement", "heard").prefetch_related(
            "notices"
        ),
        corrections=corrections,
        corrects=Correction.objects.filter(document=document).select_related("of").first(),
    )


def incoming_affair(document: IncomingDocument, *, viewer: Staff) -> Affair:
    return Affair(
        standing=document.standing,
        standing_from=document.standing_from,
        acts=_acts_from_above(document, viewer),
        heard=document.heard.select_related("acknowledged_by").order_by("pk"),
    )


def joint_affair(matter: JointMatter) -> Affair:
    """联署: the host decides; we read what it told us."""
    return Affair(
        standing=matter.standing,
        standing_from=matter.standing_from,
        acts=[],
        heard=matter.heard.select_related("acknowledged_by").order_by("pk"),
    )


def unheard() -> list[HeardChange]:
    """待签收: what others told us and nobody signed for yet; of what we gave back, nobody need."""
    rows = HeardChange.objects.filter(acknowledged_at=None).select_related("incoming")
    return list(rows.exclude(incoming__stage__in=judging.GONE, matter=None).order_by("-pk"))


def why_not(document: OutgoingDocument, what: str) -> str:
    """Why it cannot be changed in this way now; empty when nothing is against it."""
    if document.standing in (Validity.REVOKED, what) and what != Validity.CORRECTED:
        return f"此件{Validity(document.standing).label}。"
    if what == Validity.CORRECTED and document.standing not in (
        Validity.IN_FORCE,
        Validity.CORRECTED,
    ):
        return f"此件{Validity(document.standing).label}，不再更正。"
    return ""


def why_not_forward(document: OutgoingDocument, *, on: date) -> str:
    """转发 of what is no longer in force is not sent; what is 废止 from a later day still is."""
    found = Origin.objects.filter(document=document, how=Origin.How.FORWARD)
    gone = found.exclude(source__standing=Validity.IN_FORCE).exclude(
        source__standing=Validity.REPEALED, source__standing_from__gt=on
    )
    origin = gone.select_related("source").first()
    if origin is None:
        return ""
    source = origin.source
    return f"所转发的《{source.title}》{Validity(source.standing).label}，不能再发出。"


def decides(document: OutgoingDocument, by: Staff) -> str:
    """Why this person may not decide it: who signs such a document also takes it back."""
    return rules.why_not_sign(signing_of(document, by))


def is_from_below(document: IncomingDocument) -> bool:
    city = judging.city_now()
    ours, theirs = city.bodies[current_unit().code], city.bodies.get(document.from_code)
    return theirs is not None and city.standing(ours, theirs) is ruling.Standing.SUBORDINATE


def _acts(
    document: OutgoingDocument, corrections: Sequence[Correction], by: Staff
) -> list[rules.Act]:
    if document.stage != "released":
        return []
    acts = []
    if by.holds("correspondence.outgoing.sign"):
        reason = decides(document, by)
        acts += [
            _act(verb, what, reason or why_not(document, what))
            for verb, what in (("revoke", Validity.REVOKED), ("repeal", Validity.REPEALED))
        ]
    if by.holds("correspondence.outgoing.draft"):
        reason = why_not(document, Validity.CORRECTED)
        if any(one.document.stage not in OVER for one in corrections):
            reason = "更正件正在办理。"
        acts.append(_act("correct", Validity.CORRECTED, reason))
    return acts


def _acts_from_above(document: IncomingDocument, by: Staff) -> list[rules.Act]:
    """撤销 by the superior (条例 33), once the document has been signed for."""
    if document.acknowledged_at is None or not by.holds("correspondence.outgoing.sign_major"):
        return []
    if not is_from_below(document):
        return []
    reason = "此件已撤销。" if document.standing == Validity.REVOKED else ""
    return [rules.Act("annul", "撤销此文", not reason, reason)]


def _act(verb: str, what: Validity, reason: str) -> rules.Act:
    return rules.Act(verb, WORDS[what], not reason, reason)
