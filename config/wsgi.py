import os
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
os.environ.setdefault("HESHU_LOGIN", "app")
django = get_wsgi_application()

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
MOUNT = "/dav"  # texts.dav.door has it too


@cache
def _dav() -> Application:
    """Fetched when first asked for: most processes never are, and it takes its memory."""
    from tenant_apps.texts.dav import door
    from tenants.outside import at_units_door

    return at_units_door(door.serve)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """WebDAV speaks for itself below /dav; all else is Django's."""
    path = environ.get("PATH_INFO", "")
    own = path == MOUNT or path.startswith(f"{MOUNT}/")
    return _dav()(environ, start_response) if own else django(environ, start_response)
