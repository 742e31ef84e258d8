"""Documents of this unit. Imports run one way: numbers ← outgoing ← certificates; incoming;
origins and standings know both."""

from tenant_apps.correspondence.models.certificates import Certificate
from tenant_apps.correspondence.models.fonts import OwnFont
from tenant_apps.correspondence.models.incoming import IncomingDocument
from tenant_apps.correspondence.models.joint import JointMatter, JointPartner
from tenant_apps.correspondence.models.limits import TracingRule, WritingLimits
from tenant_apps.correspondence.models.numbers import LedgerNumber, Letterhead, NumberSeries
from tenant_apps.correspondence.models.origins import Origin
from tenant_apps.correspondence.models.outgoing import Addressee, Answer, OutgoingDocument
from tenant_apps.correspondence.models.standings import (
    Correction,
    HeardChange,
    StandingChange,
    StandingNotice,
)

__all__ = [
    "Addressee",
    "Answer",
    "Certificate",
    "Correction",
    "HeardChange",
    "IncomingDocument",
    "JointMatter",
    "JointPartner",
    "LedgerNumber",
    "Letterhead",
    "NumberSeries",
    "Origin",
    "OutgoingDocument",
    "OwnFont",
    "StandingChange",
    "StandingNotice",
    "TracingRule",
    "WritingLimits",
]
