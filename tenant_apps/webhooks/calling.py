"""Make one call: short patience, no redirects, and no answer is read beyond its status."""

import http.client
import json
import ssl
from dataclasses import dataclass
from datetime import datetime

from tenant_apps.webhooks import addresses, signing
from tenant_apps.webhooks.models import Call

PATIENCE = 5.0  # seconds, for connecting and for each answer


@dataclass(frozen=True)
class Answer:
    status: int | None
    error: str = ""

    @property
    def taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def call(one: Call, *, at: datetime) -> Answer:
    """The address is judged again: the operator may have closed its host since."""
    try:
        parts = addresses.read(one.webhook.url)
    except addresses.BadAddress as refusal:
        return Answer(None, refusal.message)
    body = json.dumps(one.body, ensure_ascii=False, separators=(",", ":")).encode()
    secret = signing.secret_of(one.webhook)
    headers = signing.headers_of(one, body, second=int(at.timestamp()), secret=secret)
    place = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    line = _line(parts.scheme, parts.netloc)
    try:
        line.request("POST", place, body=body, headers=headers)
        status = line.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return Answer(None, f"{type(error).__name__}: {error}"[:300])
    finally:
        line.close()
    return Answer(status, "" if 200 <= status < 300 else f"对方回答 {status}")


def _line(scheme: str, netloc: str) -> http.client.HTTPConnection:
    if scheme == "http":
        return http.client.HTTPConnection(netloc, timeout=PATIENCE)
    context = ssl.create_default_context()
    return http.client.HTTPSConnection(netloc, timeout=PATIENCE, context=context)
