"""Tickets live a minute; visits are kept as long as the law wants logs kept."""

from datetime import datetime, timedelta

from shared_apps.passport.models import CitySession, Ticket

TICKETS_KEPT = timedelta(days=1)
VISITS_KEPT = timedelta(days=200)  # 网络安全法: at least six months


def sweep(*, at: datetime) -> int:
    tickets, _ = Ticket.objects.filter(expires_at__lt=at - TICKETS_KEPT).delete()
    visits, _ = CitySession.objects.filter(opened_at__lt=at - VISITS_KEPT).delete()
    return tickets + visits
