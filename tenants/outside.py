"""Programs with a protocol of their own get in like a request: one unit, one transaction."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, close_old_connections, transaction

from shared_apps.kernel.problems import LOCK_NOT_AVAILABLE
from tenants.crossing import in_unit
from tenants.middleware import unit_at
from tenants.models import Unit

Environ = dict[str, Any]
PLAIN = [("Content-Type", "text/plain; charset=utf-8")]


@dataclass
class Answer:
    """What goes back. `keep`: what was written stands although the request was refused."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes = b""
    keep: bool = False

    @property
    def stands(self) -> bool:
        return self.keep or self.status[0] in "123"


def at_units_door(
    serve: Callable[[Environ], Answer],
) -> Callable[[Environ, Callable[..., Any]], Iterable[bytes]]:
    """A WSGI application out of what answers one request on its unit's floor."""

    def application(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        close_old_connections()
        try:
            unit = _unit(environ)
            if unit is None:
                start_response("404 Not Found", PLAIN)
                return ["没有这个单位，或已停用。".encode()]
            with in_unit(unit):
                answer = serve(environ)
                if not answer.stands:
                    transaction.set_rollback(True)
        except OperationalError as failed:
            if getattr(failed.__cause__, "pgcode", None) != LOCK_NOT_AVAILABLE:
                raise
            start_response("503 Service Unavailable", [*PLAIN, ("Retry-After", "3")])
            return ["同一件事正有人在办，请过几秒再试。".encode()]
        finally:
            close_old_connections()
        start_response(answer.status, answer.headers)
        return [answer.body]

    return application


def _unit(environ: Environ) -> Unit | None:
    host = str(environ.get("HTTP_HOST", "")).rsplit(":", 1)[0].lower().rstrip(".")
    unit = unit_at(host)
    return unit if unit is not None and unit.status == Unit.Status.ACTIVE else None
