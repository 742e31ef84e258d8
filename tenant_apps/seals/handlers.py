"""What the seal bank does for others: this unit's signature on what it posts."""

from datetime import datetime

from shared_apps.exchange.signing import Signature, signs
from tenant_apps.seals import exchanging


@signs
def sign(digest: str, at: datetime) -> Signature | None:
    return exchanging.sign(digest, at=at)
