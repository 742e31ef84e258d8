"""发文字号: prefix, year in full in 六角括号, number without leading zero (GB/T 9704 7.2.5).

The number is born only at registration (条例 25 ②). A PostgreSQL sequence would lose one at every
rollback, so the series is a row that the giving transaction holds.
"""

from tenant_apps.correspondence.models.numbers import Letterhead, NumberSeries
from tenants.models import Unit

INCOMING = "收"


def take(*, prefix: str, year: int) -> str:
    NumberSeries.objects.bulk_create(
        [NumberSeries(prefix=prefix, year=year)], ignore_conflicts=True
    )
    series = NumberSeries.objects.select_for_update(no_key=True).get(prefix=prefix, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{prefix}〔{year}〕{series.last}号"


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
    """代字 by local custom: 太和镇 → 太和府, 区应急局 → 合川应急."""
    short = unit.short_name
    if unit.kind == Unit.Kind.TOWN:
        return f"{short.removesuffix('镇')}府"
    if unit.kind == Unit.Kind.SUBDISTRICT:
        return f"{short.removesuffix('街道')}街办"
    if unit.kind == Unit.Kind.GOVERNMENT:
        return "合川府"
    core = short.removeprefix("合川").removeprefix("区")
    for ending in ("办公室", "委员会", "管理局", "局", "委", "办", "会", "中心"):
        core = core.removesuffix(ending) or core
    return f"合川{core}"
