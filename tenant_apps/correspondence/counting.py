"""对账: by our own books, how many copies went to each unit and how many came from it."""

from django.db.models import Count as Rows

from shared_apps.exchange.counting import Count
from tenant_apps.correspondence.models import (
    Addressee,
    HeardChange,
    IncomingDocument,
    StandingNotice,
)


def copies() -> Count:
    posted = Addressee.objects.filter(document__envelope_id__isnull=False)
    sent = posted.order_by().values_list("unit_code").annotate(Rows("pk"))
    exchanged = IncomingDocument.objects.filter(channel="exchange")
    arrived = exchanged.order_by().values_list("from_code").annotate(Rows("pk"))
    return Count(sent=dict(sent), received=dict(arrived))


def tellings() -> Count:
    """效力告知, counted the same way."""
    posted = StandingNotice.objects.filter(change__envelope_id__isnull=False)
    sent = posted.order_by().values_list("unit_code").annotate(Rows("pk"))
    arrived = HeardChange.objects.order_by().values_list("from_code").annotate(Rows("pk"))
    return Count(sent=dict(sent), received=dict(arrived))
