"""交换密钥: made when the unit first posts, renewed before it runs out."""

import base64
from datetime import datetime, timedelta

from shared_apps.exchange.signing import Signature
from shared_apps.kernel.ids import new_id
from shared_apps.trust.models import Certificate
from tenant_apps.seals import keyring
from tenant_apps.seals.models import ExchangeKey
from tenants.current import current_unit

RENEWED_BEFORE = timedelta(days=30)


def sign(digest: str, *, at: datetime) -> Signature:
    """In the posting's own transaction: what is not posted has not been signed."""
    key = _key(at)
    held = keyring.signer(
        owner=key.pk, certificate=key.certificate, wrapped_key=bytes(key.wrapped_key)
    )
    value = held.sign(digest.encode())
    return Signature(base64.b64encode(value).decode(), key.certificate)


def _key(at: datetime) -> ExchangeKey:
    valid = ExchangeKey.objects.filter(made_at__lte=at, expires_at__gt=at + RENEWED_BEFORE)
    found = valid.order_by("-made_at").first()
    return found or _made(at)


def _made(at: datetime) -> ExchangeKey:
    """Two first postings at once make two keys; both are good, and the newer one stays in use."""
    row_id = new_id()
    made = keyring.make(
        owner=row_id, name=current_unit().name, purpose=Certificate.Purpose.EXCHANGE, at=at
    )
    return ExchangeKey.objects.create(id=row_id, made_at=at, **vars(made))
