from tenant_apps.requests.models.balances import BalanceEntry
from tenant_apps.requests.models.kinds import NumberSeries, RequestKind
from tenant_apps.requests.models.requests import Draft, Request
from tenant_apps.requests.models.resources import Booking, Resource

__all__ = [
    "BalanceEntry",
    "Booking",
    "Draft",
    "NumberSeries",
    "Request",
    "RequestKind",
    "Resource",
]
