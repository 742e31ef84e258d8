"""/dav/t/<token>/…: WebDAV for whoever holds a pass. One request, one transaction, one unit.

Office programs cannot log in as a browser does: the address itself carries a short-lived pass for
one document and one person. What they may do with it is asked of the document each time.
"""

from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from typing import Any

from django.utils import timezone
from wsgidav.dav_error import (
    HTTP_LOCKED,
    HTTP_PRECONDITION_FAILED,
    DAVError,
)
from wsgidav.dav_provider import DAVProvider
from wsgidav.default_conf import DEFAULT_CONFIG
from wsgidav.error_printer import ErrorPrinter
from wsgidav.lock_man.lock_manager import LockManager
from wsgidav.request_server import RequestServer

from tenant_apps.texts import passes
from tenant_apps.texts.dav import scratch
from tenant_apps.texts.dav.locks import DbLocks
from tenant_apps.texts.dav.properties import DbProperties
from tenant_apps.texts.dav.resources import AttachedFile, Environ, Folder, TextFile
from tenant_apps.texts.models import Pass
from tenant_apps.texts.places import ATTACHMENT
from tenants.outside import Answer

MOUNT = "/dav"
CONFIG: dict[str, Any] = {**DEFAULT_CONFIG, "suppress_version_info": True}
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
SAID: dict[str, str] = {"DAV": "1,2", "MS-Author-Via": "DAV", "Cache-Control": "no-store"}
PROBED = (
    b'<?xml version="1.0" encoding="utf-8"?><multistatus xmlns="DAV:"><response><href>/dav/</href>'
    b"<propstat><prop><resourcetype><collection/></resourcetype></prop>"
    b"<status>HTTP/1.1 200 OK</status></propstat></response></multistatus>"
)
EXPIRED = "链接已失效，请回到页面重新打开。"
XML, TEXT = "application/xml; charset=utf-8", "text/plain; charset=utf-8"


class Provider(DAVProvider):
    """One for a request: whose pass it is decides what there is."""

    def __init__(self, held: Pass, mount: str, environ: Environ) -> None:
        super().__init__()
        self.held = held
        self.set_share_path("/")
        self.set_mount_path(mount)
        self.set_lock_manager(LockManager(DbLocks(held, environ["heshu.at"])))
        self.set_prop_manager(DbProperties())

    def is_readonly(self) -> bool:
        return not self.held.may_write

    def get_resource_inst(self, path: str, environ: Environ) -> Any:
        if self.held.door == Pass.Door.SCRATCH:
            return scratch.find(path, environ)
        name = path.strip("/")
        if not name:
            return Folder(environ)
        if name != self.held.file_name:
            return None
        kept = AttachedFile if self.held.subject_kind == ATTACHMENT else TextFile
        return kept(path, environ)

    def ref_url_to_path(self, ref_url: str) -> str:
        if self.held.door == Pass.Door.SCRATCH:
            inside: str = super().ref_url_to_path(ref_url)
            return inside.removeprefix(f"{scratch.ROOM}/{self.held.pk}")
        return f"/{self.held.file_name}" if ref_url.endswith("/file") else "/"

    def custom_request_handler(
        self, environ: Environ, start_response: Any, default_handler: Callable[..., Any]
    ) -> Any:
        """A save refused for its lock has been typed all the same: keep it beside the text."""
        try:
            return default_handler(environ, start_response)
        except DAVError as refusal:
            late = refusal.value in (HTTP_LOCKED, HTTP_PRECONDITION_FAILED)
            if environ["REQUEST_METHOD"] == "PUT" and late and not environ.get("heshu.keep"):
                self._set_aside(environ)
            raise

    def _set_aside(self, environ: Environ) -> None:
        found = self.get_resource_inst(environ["PATH_INFO"], environ)
        if not isinstance(found, TextFile):
            return
        # What is no text, or from whoever may not write, leaves the first refusal as it was.
        with suppress(DAVError):
            found.set_aside(environ["heshu.body"])


def serve(environ: Environ) -> Answer:
    """For a request below /dav, on its unit's floor."""
    head, _, rest = environ["PATH_INFO"].removeprefix(f"{MOUNT}/t/").partition("/")
    if not environ["PATH_INFO"].startswith(f"{MOUNT}/t/") or not head:
        return _probed(environ)
    now = timezone.now()
    held = passes.find(head, doors=(Pass.Door.DAV, Pass.Door.SCRATCH), at=now)
    if held is None:
        return Answer("403 Forbidden", [("Content-Type", TEXT)], EXPIRED.encode())
    mount = f"{MOUNT}/t/{head}"
    environ["heshu.pass"], environ["heshu.at"] = held, now
    environ["SCRIPT_NAME"], environ["PATH_INFO"] = mount, "/" + _said(rest)
    environ["wsgidav.auth.user_name"] = str(held.staff_id)
    environ["wsgidav.config"], environ["wsgidav.verbose"] = CONFIG, 1
    for condition in CONDITIONS:  # a 304 makes Word open the file read-only
        environ.pop(condition, None)
    if environ["REQUEST_METHOD"] == "PUT":
        environ["heshu.body"] = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = BytesIO(environ["heshu.body"])
    environ["wsgidav.provider"] = Provider(held, mount, environ)
    return _answer(environ)


def _answer(environ: Environ) -> Answer:
    said: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        said[:] = [status, headers]

    server = RequestServer(environ["wsgidav.provider"])
    printer = ErrorPrinter(None, server, CONFIG)
    body = b"".join(printer(environ, start))
    status, headers = said
    headers = [(name, _mended(name, value)) for name, value in headers]
    named = {name.lower() for name, _ in headers}
    headers += [(name, value) for name, value in SAID.items() if name.lower() not in named]
    return Answer(status, headers, body, keep=environ.get("heshu.keep", False))


def _probed(environ: Environ) -> Answer:
    """Clients climb up to the root before they open a file."""
    head = [*SAID.items()]
    if environ["REQUEST_METHOD"] == "OPTIONS":
        allowed = ("Allow", "OPTIONS, HEAD, GET, PROPFIND")
        return Answer("200 OK", [*head, allowed, ("Content-Length", "0")])
    if environ["REQUEST_METHOD"] == "PROPFIND":
        return Answer("207 Multi-Status", [*head, ("Content-Type", XML)], PROBED)
    return Answer("404 Not Found", [*head, ("Content-Type", TEXT)], "没有这个地址。".encode())


def _mended(name: str, value: str) -> str:
    """What wsgidav 4.3 says of a new lock is no coded URL (RFC 4918 10.5) and no media type."""
    if name == "Lock-Token" and not value.startswith("<"):
        return f"<{value}>"
    return XML if value.startswith("application;") else value


def _said(path: str) -> str:
    """WSGI hands a path over as latin-1."""
    return path.encode("latin-1").decode("utf-8", errors="replace")
