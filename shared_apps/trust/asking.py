"""How often one address may ask the public page to verify something."""

import hashlib
from datetime import datetime, timedelta

from django.db.models import F

from shared_apps.kernel.errors import DomainError
from shared_apps.trust.models import Asking

A_MINUTE = 20
KEEP = timedelta(hours=1)


class AskedTooOften(DomainError):
    status = 429
    code = "trust.asked_too_often"


def count(address: str, *, at: datetime) -> None:
    """Stands on the city floor. A whole office may share one address."""
    minute = at.replace(second=0, microsecond=0)
    key = hashlib.sha256(f"verify:{address}".encode()).hexdigest()
    Asking.objects.filter(minute__lt=at - KEEP).delete()
    Asking.objects.bulk_create([Asking(address=key, minute=minute)], ignore_conflicts=True)
    mine = Asking.objects.filter(address=key, minute=minute)
    if not mine.filter(asked__lt=A_MINUTE).update(asked=F("asked") + 1):
        raise AskedTooOften("核验过于频繁，请一分钟后再试。")
