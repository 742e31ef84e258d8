"""发文字号: prefix, year in full in 六角括号, number without leading zero (GB/T 9704 7.2.5).

The number is born only at registration (条例 25 ②). A PostgreSQL sequence would lose one at every
rollback, so the series is a row that the giving transaction holds. Of documents going out every
number stands in the ledger with what became of it.
"""

from datetime import datetime
from uuid import UUID

from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.errors import DomainError, NotFound
from tenant_apps.correspondence.models.numbers import LedgerNumber, Letterhead, NumberSeries
from tenant_apps.organization.models import Staff
from tenants.current import current_unit
from tenants.models import Unit

INCOMING = "收"
STATE = LedgerNumber.State
# The leading bodies, and how the 代字 of their own offices calls them.
LEADING = (("委", "委"), ("人大", "人大"), ("政府", "府"), ("政协", "政协"))


class NotReserved(DomainError):
    code = "numbering.not_reserved"


def take(*, prefix: str, year: int) -> str:
    """The next number of a series that keeps no ledger."""
    return f"{prefix}〔{year}〕{_next(prefix, year)}号"


def give(  # noqa: PLR0913  a number is given to somebody, by somebody, at a time
    *,
    prefix: str,
    document_id: UUID,
    title: str,
    by: Staff,
    at: datetime,
    reserved: UUID | None = None,
) -> LedgerNumber:
    """The next number of the letterhead's series, or one reserved of it before, to a document."""
    facts = {"state": STATE.USED, "document_id": document_id, "title": title}
    if reserved is None:
        return _enter(prefix, at, by_name=by.name, **facts)
    found = _held(reserved)
    if found.prefix != prefix:
        raise NotReserved(f"预留号{found.number}不属于此件的代字“{prefix}”，请另选。")
    for name, value in facts.items():
        setattr(found, name, value)
    found.by_name, found.at = by.name, at
    found.save()
    return found


def reserve(*, prefix: str, reason: str, by: Staff, at: datetime) -> LedgerNumber:
    """预留号: the explained exception to the number being born at registration."""
    return _enter(prefix, at, state=STATE.RESERVED, reason=reason, by_name=by.name)


def give_up(found: LedgerNumber, *, reason: str, by: Staff, at: datetime) -> LedgerNumber:
    """作废: no document bears it any more, and the ledger says why."""
    found.state, found.reason, found.by_name, found.at = STATE.GIVEN_UP, reason, by.name, at
    found.save(update_fields=["state", "reason", "by_name", "at"])
    return found


def borne_by(document_id: UUID) -> LedgerNumber:
    return LedgerNumber.objects.select_for_update(no_key=True).get(
        document_id=document_id, state=STATE.USED
    )


def held(number_id: UUID) -> LedgerNumber:
    """A reserved number, locked with its series."""
    return _held(number_id)


def of(prefix: str) -> Letterhead:
    """The letterhead a document was begun under; the first where there is none such any more."""
    return Letterhead.objects.filter(prefix=prefix).first() or letterhead(current_unit())


def letterhead(unit: Unit) -> Letterhead:
    """The unit's first letterhead; one is made from its name when it has none yet."""
    found = Letterhead.objects.order_by("position", "pk").first()
    if found is None:
        found, _ = Letterhead.objects.get_or_create(
            prefix=customary_prefix(unit),
            defaults={"mark": f"{unit.name}文件", "signature": unit.name},
        )
    return found


def seal_all(unit: Unit) -> None:
    """加盖印章 becomes the rule for every letterhead of the unit."""
    letterhead(unit)  # one that is made only later would go without
    Letterhead.objects.update(sealed=True)


def customary_prefix(unit: Unit) -> str:
    """代字 by local custom: 太和镇 → 太和府, 区应急局 → 合川应急, 区政府办公室 → 合川府办."""
    short = unit.short_name
    if unit.kind == Unit.Kind.TOWN:
        return f"{short.removesuffix('镇')}府"
    if unit.kind == Unit.Kind.SUBDISTRICT:
        return f"{short.removesuffix('街道')}街办"
    if unit.kind == Unit.Kind.GOVERNMENT:
        return "合川府"
    core = short.removeprefix("合川").removeprefix("区")
    for body, called in LEADING:
        if core in (f"{body}办公室", f"{body}办"):  # never numbered as the body itself
            return f"合川{called}办"
    for ending in ("办公室", "委员会", "管理局", "局", "委", "办", "会", "中心"):
        core = core.removesuffix(ending) or core
    return f"合川{core}"


def _enter(prefix: str, at: datetime, **facts: object) -> LedgerNumber:
    year = at.astimezone(ZONE).year
    row = LedgerNumber(prefix=prefix, year=year, value=_next(prefix, year), at=at, **facts)
    row.save(force_insert=True)
    return row


def _next(prefix: str, year: int) -> int:
    NumberSeries.objects.bulk_create(
        [NumberSeries(prefix=prefix, year=year)], ignore_conflicts=True
    )
    series = NumberSeries.objects.select_for_update(no_key=True).get(prefix=prefix, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def _held(number_id: UUID) -> LedgerNumber:
    found = LedgerNumber.objects.select_for_update(no_key=True).filter(pk=number_id).first()
    if found is None:
        raise NotFound("没有这个文号。")
    if found.state != STATE.RESERVED:
        raise NotReserved("没有这个预留号，或已使用、已作废。请刷新台账。")
    return found
