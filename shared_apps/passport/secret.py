"""Random secrets that are handed out once and kept as a hash only."""

import hashlib
import secrets


def fresh() -> tuple[str, str]:
    """(what to hand out, what to keep)."""
    secret = secrets.token_urlsafe(32)
    return secret, digest(secret)


def digest(secret: str) -> str:
    """256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
