"""Answer questions on the standard input until it ends."""

import json
import os
import sys
from urllib.parse import parse_qs, unquote, urlsplit

import django
from django.conf import settings
from django.db import connection


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parse_qs(parts.query).get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"options": "-c search_path=peers"},
    }


def main() -> None:
    settings.configure(
        DATABASES={"default": _database(os.environ["DATABASE_URL"])},
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "viewflow",
            "viewflow.workflow",
            "peers",
        ],
        USE_TZ=True,
        SECRET_KEY=os.urandom(16).hex(),
    )
    django.setup()
    from django.core.management import call_command

    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS peers")
    call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
    from peers.engines import ENGINES

    for line in sys.stdin:
        asked = json.loads(line)
        times = ENGINES[asked["engine"]](asked["steps"])
        sys.stdout.write(json.dumps(times) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
