"""One endpoint served twice: by our floors, and by plain Django on one schema (HESHU_BENCH=plain).

Plain: stock backend, no router, no FloorMiddleware, the search path fixed for the connection and
every query its own transaction. All else is equal, the serving process included.
"""

from config.settings.dev import *  # noqa: F403
from config.settings.dev import DATABASES, INSTALLED_APPS, MIDDLEWARE, env

ROOT_URLCONF = "tests.bench.request_endpoint"
DEBUG = False
ALLOWED_HOSTS = ["*"]
if env.text("HESHU_BENCH") == "plain":
    DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
    DATABASES["default"]["OPTIONS"] = {
        "options": f"-c search_path={env.text('HESHU_BENCH_SCHEMA')},public -c timezone=UTC"
    }
    DATABASE_ROUTERS: list[str] = []
    INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "django_tenants"]
    MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("tenants.")]
