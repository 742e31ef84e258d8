import os
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
os.environ.setdefault("HESHU_LOGIN", "app")
django = get_wsgi_application()

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
# Programs with a protocol of their own, by the first word of the path.
DOORS = {"dav": "tenant_apps.texts.dav.door", "wopi": "tenant_apps.texts.wopi.door"}


@cache
def _own(room: str) -> Application:
    """Fetched when first asked for: most processes never are, and it takes its memory."""
    from tenants.outside import at_units_door

    return at_units_door(import_module(room).serve)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """WebDAV and WOPI speak for themselves; all else is Django's."""
    room = DOORS.get(environ.get("PATH_INFO", "").partition("/")[2].partition("/")[0])
    return (_own(room) if room else django)(environ, start_response)
