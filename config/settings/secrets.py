"""Secrets that a single machine makes for itself: random, kept in a file only it can read."""

import os
import secrets
from pathlib import Path


def generated(place: Path) -> str:
    """Read the secret, making it on first use. Two processes starting at once agree on one."""
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return place.read_text()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return place.read_text()
