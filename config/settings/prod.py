"""A server: everything secret comes from the environment or from files it names."""

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import HESHU_SCHEME, database

SECRET_KEY = env.text("HESHU_SECRET_KEY")
JOURNAL_KEY = env.text("HESHU_JOURNAL_KEY")
SEAL_KEY = env.text("HESHU_SEAL_KEY")
DATABASES = {"default": database(env.text("DATABASE_URL"))}
SECURE_HSTS_SECONDS = 31_536_000 if HESHU_SCHEME == "https" else 0
