"""重复来文: is this paper here already, by exchange or on paper?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from tenant_apps.correspondence.models import IncomingDocument
from tenant_apps.files.models import Attachment

RECENT = timedelta(days=30)
MOST = 5


@dataclass(frozen=True)
class Like:
    """One document that the new one may repeat, and by what."""

    document: IncomingDocument
    why: str


def like(  # noqa: PLR0913  one word for each thing that may be the same
    *,
    number: str,
    title: str,
    from_code: str,
    from_name: str,
    hashes: Sequence[str],
    at: datetime,
) -> list[Like]:
    """The same number of the same body, the same file, or the same title within thirty days."""
    sender = Q(from_name=from_name) | Q(from_short_name=from_name)
    if from_code:
        sender |= Q(from_code=from_code)
    found: dict[UUID, Like] = {}

    def take(why: str, condition: Q) -> None:
        rows = IncomingDocument.objects.filter(condition).exclude(stage="withdrawn")
        for one in rows.order_by("-pk")[:MOST]:
            found.setdefault(one.pk, Like(one, why))

    if number:
        take("同一来文机关的同一文号", sender & Q(number=number))
    if hashes:
        take("同一个文件", Q(pk__in=_with_files(hashes)))
        take("同一个文件", Q(pdf_sha256__in=hashes))
    if title:
        take("30天内同一来文机关的同一标题", sender & Q(title=title, received_at__gte=at - RECENT))
    return list(found.values())[:MOST]


def _with_files(hashes: Sequence[str]) -> list[UUID]:
    rows = Attachment.objects.filter(
        subject_kind="incoming", removed_at=None, latest__sha256__in=hashes
    )
    return list(rows.values_list("subject_id", flat=True)[: 4 * MOST])
