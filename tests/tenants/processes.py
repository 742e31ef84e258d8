"""Another operator's process at work on this test's database, and its sudden end."""

import os
import subprocess
import sys
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def url() -> str:
    """The address of the database under test; a test process changes only the name."""
    from urllib.parse import quote

    login = connection.settings_dict
    return (
        f"postgresql://{login['USER']}:{quote(login['PASSWORD'], safe='')}"
        f"@:{login['PORT']}/{login['NAME']}?host={quote(login['HOST'])}"
    )


def environment(**more: str) -> dict[str, str]:
    return (
        os.environ
        | {"DATABASE_URL": url(), "DJANGO_SETTINGS_MODULE": "config.settings.test"}
        | more
    )


def manage(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return run("manage.py", *arguments, **more)


def python(program: str, **more: str) -> subprocess.CompletedProcess[str]:
    prepared = "import django; django.setup()\n" + program
    return run("-c", prepared, **more)


def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(**more),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
