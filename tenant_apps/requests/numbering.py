"""编号 of requests: «假〔2026〕12号». The series is a row that the giving transaction holds."""

from tenant_apps.requests.models import NumberSeries


def take(*, prefix: str, year: int) -> str:
    NumberSeries.objects.bulk_create(
        [NumberSeries(prefix=prefix, year=year)], ignore_conflicts=True
    )
    series = NumberSeries.objects.select_for_update(no_key=True).get(prefix=prefix, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{prefix}〔{year}〕{series.last}号"
