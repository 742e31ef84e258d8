"""A WebDAV client in few words, straight at the door: what a program sends, what it is told."""

import io
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from config.wsgi import application

OWNER = "<D:owner>测试</D:owner>"
LOCKINFO = (
    '<?xml version="1.0" encoding="utf-8"?><D:lockinfo xmlns:D="DAV:"><D:lockscope>'
    f"<D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype>{OWNER}</D:lockinfo>"
).encode()


@dataclass
class Told:
    status: int
    headers: dict[str, str]
    body: bytes = field(repr=False)


def send(method: str, address: str, body: bytes = b"", *, host: str = "", **headers: str) -> Told:
    """`host` knocks at another unit's door with the same path."""
    parts = urlsplit(address)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": unquote(parts.path).encode().decode("latin-1"),
        "SCRIPT_NAME": "",
        "QUERY_STRING": parts.query,
        "SERVER_NAME": "test",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": host or parts.netloc,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
    }
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    said: list[Any] = []
    answer = b"".join(
        application(environ, lambda status, head, exc=None: said.extend([status, head]))
    )
    return Told(int(said[0][:3]), {name: value for name, value in said[1]}, answer)


def lock(address: str, **headers: str) -> Told:
    return send("LOCK", address, LOCKINFO, depth="0", timeout="Second-600", **headers)


def token_of(told: Told) -> str:
    return told.headers["Lock-Token"].strip("<>")


def put(address: str, content: bytes, token: str = "", **headers: str) -> Told:
    condition = {"if": f"(<{token}>)"} if token else {}
    return send("PUT", address, content, **condition, **headers)
