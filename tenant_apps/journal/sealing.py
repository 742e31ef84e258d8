"""How an entry and a daily root become a hash: one canonical text, nothing left out."""

import hashlib
import hmac
import json
from datetime import UTC, date

from django.conf import settings

from tenant_apps.journal.models import Entry

Heads = dict[str, list[object]]  # subject → [seq, hash]


def seal(entry: Entry) -> str:
    """SHA-256 over everything the entry says and the entry before it."""
    return _digest(
        entry.previous,
        str(entry.id),
        str(entry.subject_id),
        entry.seq,
        entry.name,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        str(entry.actor_id),
        entry.actor_name,
        entry.facts,
    )


def root_of(*, day: date, count: int, heads: Heads, previous: str) -> str:
    return _digest(previous, day.isoformat(), count, heads)


def signature_of(root: str) -> str:
    """Whoever can write to the database still cannot sign: the key is not in it."""
    return hmac.new(settings.JOURNAL_KEY.encode(), root.encode(), hashlib.sha256).hexdigest()


def _digest(*said: object) -> str:
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
