"""签名, as Standard Webhooks 1.0 has it: HMAC-SHA256 over id, time and body.

`webhook-id` names the call for good, `webhook-timestamp` is the second of this attempt, and
`webhook-signature` is "v1," and the base64 of the code. A receiver refuses old times, known ids.
"""

import base64
import hashlib
import hmac

from django.conf import settings

from tenant_apps.webhooks.models import Call, Webhook
from tenants.current import current_unit


def secret_of(webhook: Webhook) -> str:
    """Derived from the installation's key, the unit and the turn: there is nothing to steal."""
    words = f"webhook:{current_unit().schema_name}:{webhook.pk}:{webhook.turn}"
    key = hmac.digest(settings.SECRET_KEY.encode(), words.encode(), hashlib.sha256)
    return f"whsec_{base64.b64encode(key).decode()}"


def headers_of(call: Call, body: bytes, *, second: int, secret: str) -> dict[str, str]:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{call.pk}.{second}.".encode() + body
    code = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Heshu-Webhooks/1",
        "webhook-id": str(call.pk),
        "webhook-timestamp": str(second),
        "webhook-signature": f"v1,{code}",
    }
