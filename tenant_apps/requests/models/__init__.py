from tenant_apps.requests.models.balances import BalanceEntry
from tenant_apps.requests.models.kinds import NumberSeries, RequestKind
from tenant_apps.requests.models.requests import Draft, Request
from tenant_apps.requests.models.resources import Booking, Resource
from tenant_apps.requests.models.returns import GivingBack

__all__ = [
    "BalanceEntry",
    "Booking",
    "Draft",
    "GivingBack",
    "NumberSeries",
    "Request",
    "RequestKind",
    "Resource",
]
