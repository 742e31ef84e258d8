"""效力登记: what a unit says publicly of a file it issued: the fact, its number and its day."""

from collections.abc import Iterable
from datetime import date, datetime

from shared_apps.exchange.models import FileStanding
from tenants.current import public_floor


def declare(  # noqa: PLR0913  what stands in a public register, word by word
    files: Iterable[str],
    *,
    what: str,
    label: str,
    number: str,
    at: datetime,
    from_on: date | None,
) -> None:
    """For whoever verifies one of these files, known by its SHA-256; the latest word counts."""
    with public_floor():
        for sha256 in files:
            FileStanding.objects.update_or_create(
                sha256=sha256,
                defaults={
                    "what": what,
                    "label": label,
                    "number": number,
                    "declared_at": at,
                    "from_on": from_on,
                },
            )


def of(sha256: str) -> FileStanding | None:
    with public_floor():
        return FileStanding.objects.filter(sha256=sha256).first()
