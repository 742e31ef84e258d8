"""The test run: its own cluster and database, cheap passwords, files in a temporary folder."""

import os
import tempfile

os.environ.setdefault("HESHU_SCHEME", "http")
os.environ.setdefault("HESHU_DOMAIN", "heshu.test")
os.environ.setdefault("HESHU_LOG_LEVEL", "WARNING")

from pathlib import Path

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import database
from tenants import postgres

SECRET_KEY = "only-for-tests"  # noqa: S105
JOURNAL_KEY = "only-for-tests"
SEAL_KEY = "only-for-tests-of-seals"
DATABASES = {"default": database(env.text("DATABASE_URL", "") or postgres.url(test=True))}
DATABASES["default"]["TEST"] = {"NAME": env.text("HESHU_TEST_DB", "test_heshu")}
# Named where the workers of one server have to share it.
FILES_ROOT = Path(os.environ.get("HESHU_TEST_FILES") or tempfile.mkdtemp(prefix="heshu-files-"))
TRUST_ROOT = FILES_ROOT / "trust"
PREVIEWS_ROOT = FILES_ROOT / ".previews"
HESHU_CONVERTER = ""  # tests that need LibreOffice say so, and start it
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
