"""The event stream: one small ASGI application beside the web server, without Django's views.

GET /events holds a text/event-stream open for whoever has logged in at that host. It says only
what changed, by topic and id; the browser re-reads it through the API, which checks every right.
"""

import asyncio
import json
import os
import signal
import threading
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http.cookies import CookieError, SimpleCookie
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
os.environ.setdefault("HESHU_LOGIN", "app")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import close_old_connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from shared_apps.outbox.listening import LIVE, Listener  # noqa: E402
from shared_apps.outbox.streams import Hub, Stream  # noqa: E402
from shared_apps.passport import sessions  # noqa: E402
from shared_apps.passport.api.base import COOKIE as CITY_COOKIE  # noqa: E402
from tenant_apps.organization.api.auth import COOKIE as UNIT_COOKIE  # noqa: E402
from tenant_apps.organization.api.auth import staff_of  # noqa: E402
from tenants.current import public_floor  # noqa: E402
from tenants.middleware import unit_at  # noqa: E402

HEARTBEAT_SECONDS = 20.0  # proxies cut a connection that stays silent
CHECK_SECONDS = 60.0  # how long a token that was revoked may go on listening
LISTEN_SECONDS = 30.0

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
Person = tuple[str, str]  # schema, id


class Events:
    def __init__(self) -> None:
        self.hub = Hub()
        self._doorkeepers = ThreadPoolExecutor(2, thread_name_prefix="door")
        self._stopping = threading.Event()
        self._listener: Listener | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        """Where the server tells: begin to listen at once, and let every browser go at the end."""
        await receive()
        self._listen()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self.stop()
        await send({"type": "lifespan.shutdown.complete"})

    def stop(self) -> None:
        self._stopping.set()
        self.hub.close_all()
        if self._listener is not None:
            self._listener.wake()

    def _listen(self) -> None:
        """One thread and one direct connection for all streams of this process."""
        if self._listener is None:
            self._listener = Listener(LIVE)
            loop = asyncio.get_running_loop()
            told = (loop, self._listener)
            threading.Thread(target=self._hear, args=told, name="live", daemon=True).start()
            _before_the_server_stops(lambda: loop.call_soon_threadsafe(self.stop))

    def _hear(self, loop: asyncio.AbstractEventLoop, listener: Listener) -> None:
        with listener:
            while not self._stopping.is_set():
                heard = listener.wait(LISTEN_SECONDS)
                if heard is None:
                    loop.call_soon_threadsafe(self.hub.resync)
                for payload in heard or ():
                    loop.call_soon_threadsafe(self.hub.fan_out, payload)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._listen()
        said = _headers(scope)
        host = said.get("host", "").rsplit(":", 1)[0].lower().rstrip(".")
        cors = _cors(said.get("origin", ""), host)
        if scope["path"] == "/health":
            await _say(send, 200, {"streams": len(self.hub)})
        elif scope["path"] != "/events" or scope["method"] != "GET":
            await _say(send, 404, _problem("not_found", "没有这个接口。"))
        elif cors is None:
            await _say(send, 403, _problem("forbidden", "不接受来自其他网站的请求。"))
        else:
            cookies = _cookies(said.get("cookie", ""))
            person = await self._ask(host, cookies)
            if person is None:
                message = _problem("not_authenticated", "请先登录。")
                await _say(send, 401, message, cors)
            else:
                await self._serve(person, host, cookies, receive, send, cors)

    async def _ask(self, host: str, cookies: dict[str, str]) -> Person | None:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._doorkeepers, who_knocks, host, cookies)

    async def _serve(  # noqa: PLR0913  all that one connection is made of
        self,
        person: Person,
        host: str,
        cookies: dict[str, str],
        receive: Receive,
        send: Send,
        cors: Headers,
    ) -> None:
        loop = asyncio.get_running_loop()
        stream = self.hub.open(*person)
        leaving = asyncio.ensure_future(_closed_by_the_browser(receive, stream))
        try:
            await _begin(send, cors)
            check_at = loop.time() + CHECK_SECONDS
            while not stream.closed:
                waiting = await stream.next(HEARTBEAT_SECONDS)
                if loop.time() > check_at:
                    if await self._ask(host, cookies) != person:
                        break
                    check_at = loop.time() + CHECK_SECONDS
                await _write(send, waiting)
        finally:
            leaving.cancel()
            self.hub.close(stream)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def _before_the_server_stops(act: Callable[[], object]) -> None:
    """A server waits for its connections first and only then says that it stops: too late for us.

    The loop's own handler hears of signals through its wake-up descriptor and is not disturbed.
    """
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: act())
            signal.siginterrupt(number, False)


def who_knocks(host: str, cookies: dict[str, str]) -> Person | None:
    """The person whose visit the cookie of this host proves. It is not kept alive by listening."""
    close_old_connections()
    try:
        if host == settings.HESHU_CITY_HOST:
            with public_floor():
                at = timezone.now()
                visitor = sessions.visitor_of(cookies.get(CITY_COOKIE, ""), at=at)
            return ("public", str(visitor.pk)) if visitor else None
        staff = staff_of(host, cookies.get(UNIT_COOKIE, ""))
        unit = unit_at(host)
        return (unit.schema_name, str(staff.pk)) if staff and unit else None
    finally:
        close_old_connections()


async def _closed_by_the_browser(receive: Receive, stream: Stream) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.close()


async def _begin(send: Send, cors: Headers) -> None:
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        *cors,
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await _write(send, ())


async def _write(send: Send, waiting: Iterable[str]) -> None:
    """Events, or a comment that only shows that we are still here."""
    text = "".join(f"data: {data}\n\n" for data in waiting) or ":\n\n"
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _say(
    send: Send, status: int, answer: dict[str, Any], cors: Headers | None = None
) -> None:
    headers = [(b"content-type", b"application/json"), *(cors or ())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    body = json.dumps(answer, ensure_ascii=False).encode()
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _problem(code: str, message: str) -> dict[str, Any]:
    return {"code": code, "message": message}


def _headers(scope: Scope) -> dict[str, str]:
    return {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
    }


def _cookies(header: str) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}


def _cors(origin: str, host: str) -> Headers | None:
    """Only pages of the same host may listen: on the web's port, or behind the same proxy."""
    if not origin:
        return []
    if origin != f"{settings.HESHU_SCHEME}://{host}{settings.HESHU_PORT}":
        return None
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"origin"),
    ]


application = Events()
