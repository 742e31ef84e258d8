"""A developer's machine and the demonstration: embedded PostgreSQL, *.localhost, no TLS."""

import os

os.environ.setdefault("HESHU_SCHEME", "http")
os.environ.setdefault("HESHU_PORT", ":8000")
os.environ.setdefault("HESHU_EVENTS_PORT", ":8001")

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import VAR_DIR, database
from config.settings.secrets import generated
from tenants import postgres

HESHU_DEMO = True
HESHU_WEBHOOK_HOSTS = ["localhost:*", "127.0.0.1:*"]  # to try it out; elsewhere IT opens hosts
SECRET_KEY = generated(VAR_DIR / "secret-key")
JOURNAL_KEY = generated(VAR_DIR / "journal-key")
SEAL_KEY = generated(VAR_DIR / "seal-key")
DATABASES = {
    "default": database(
        env.text("DATABASE_URL", "") or postgres.url(login=env.text("HESHU_LOGIN", "owner"))
    )
}
