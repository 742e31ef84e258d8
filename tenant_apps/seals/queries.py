"""What the page of the seal bank shows, and which seals may go on a document."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.errors import Forbidden, NotFound
from tenant_apps.organization.models import Staff
from tenant_apps.organization.queries import holders_of
from tenant_apps.seals import rules
from tenant_apps.seals.models import GuomiSeal, Impression, Keeper, Seal


@dataclass(frozen=True)
class Choice:
    """A seal as the keeper of one finds it beside a document, and why not, where it may not."""

    id: UUID
    name: str
    kind: str
    refusal: str


def bank(viewer: Staff) -> QuerySet[Seal]:
    if not (viewer.holds("seals.manage") or viewer.holds("seals.use")):
        raise Forbidden("印章库只对印章管理员和保管人开放。")
    kept = Keeper.objects.select_related("staff").order_by(
        "staff__position", "staff__pinyin", "pk"
    )
    national = GuomiSeal.objects.filter(seal=OuterRef("pk"))
    rows = Seal.objects.visible_to(viewer).defer("wrapped_key", "certificate")
    rows = rows.annotate(is_national=Exists(national))
    return rows.prefetch_related(Prefetch("kept_by", queryset=kept)).order_by("-state", "made_at")


def one(seal_id: UUID, *, viewer: Staff) -> Seal:
    found = bank(viewer).filter(pk=seal_id).first()
    if found is None:
        raise NotFound("没有这枚印章。")
    return found


def register(
    viewer: Staff,
    *,
    seal: UUID | None = None,
    q: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[Impression]:
    """用印登记簿, newest first."""
    if not (viewer.holds("seals.manage") or viewer.holds("seals.use")):
        raise Forbidden("用印登记只对印章管理员和保管人开放。")
    rows = Impression.objects.visible_to(viewer).select_related("seal")
    if seal:
        rows = rows.filter(seal_id=seal)
    if q:
        rows = rows.filter(
            Q(title__icontains=q) | Q(document_number__icontains=q) | Q(by_name__icontains=q)
        )
    if since:
        rows = rows.filter(at__gte=datetime.combine(since, time.min, ZONE))
    if until:
        rows = rows.filter(at__lt=datetime.combine(until + timedelta(days=1), time.min, ZONE))
    return rows


def choices(*, doc_kind: str, keeper: Staff, at: datetime) -> list[Choice]:
    """The seals this person keeps, the usable ones first."""
    found = []
    for seal in Seal.objects.filter(keepers=keeper).exclude(state=Seal.State.DESTROYED):
        wish = _wish(seal, doc_kind, may_use=keeper.holds("seals.use"))
        refusal = rules.not_yours(wish) or rules.not_now(wish, at=at)
        found.append(Choice(seal.pk, seal.name, seal.kind, refusal))
    return sorted(found, key=lambda choice: (bool(choice.refusal), choice.kind, choice.name))


def able_to_seal(*, doc_kind: str, at: datetime) -> list[Staff]:
    """Whose it is to seal such a document: the keepers of a 公章, or of a seal made for its
    kind; where there is neither, of whatever may go on it; while there is nobody, who makes
    seals and appoints their keepers."""
    fit = [
        one
        for one in Seal.objects.defer("wrapped_key", "certificate")
        if not rules.not_now(_wish(one, doc_kind), at=at)
    ]
    named = [one for one in fit if one.kind == Seal.Kind.OFFICIAL or one.doc_kinds] or fit
    kept = Keeper.objects.filter(seal__in=named).values("staff")
    return list(holders_of("seals.use").filter(pk__in=kept)) or list(holders_of("seals.manage"))


def _wish(seal: Seal, doc_kind: str, *, may_use: bool = True) -> rules.Wish:
    """For one of its keepers."""
    return rules.Wish(
        state=seal.state,
        state_why=seal.state_why,
        doc_kinds=seal.doc_kinds,
        expires_at=seal.expires_at,
        keepers=[],
        is_keeper=True,
        may_use=may_use,
        doc_kind=doc_kind,
    )


def impressions_of(subject_id: UUID) -> list[Impression]:
    return list(
        Impression.objects.filter(subject_id=subject_id).select_related("seal").order_by("at")
    )
