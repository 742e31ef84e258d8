import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
os.environ.setdefault("HESHU_LOGIN", "app")
django = get_wsgi_application()

from tenant_apps.texts.dav import door  # noqa: E402  only now are there apps
from tenants.outside import at_units_door  # noqa: E402

dav = at_units_door(door.serve)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """WebDAV speaks for itself below /dav; all else is Django's."""
    path = environ.get("PATH_INFO", "")
    own = path == door.MOUNT or path.startswith(f"{door.MOUNT}/")
    return dav(environ, start_response) if own else django(environ, start_response)
