"""/wopi/files/<id>…: the office suite on the web at its host. One request, one transaction.

What Microsoft publishes of WOPI for opening, locking and saving one file, and nothing else: a text
has no second name, no folder and no copy here, so all that would make one is 501.
"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.utils import timezone

from shared_apps.kernel.errors import DomainError
from tenant_apps.texts import passes
from tenant_apps.texts.models import Pass
from tenant_apps.texts.wopi import files, pens
from tenant_apps.texts.wopi.call import BAD_REQUEST, Call, Mismatch, plain
from tenant_apps.texts.wopi.proofs import Proof
from tenant_apps.texts.wopi.service import attached
from tenants.outside import Answer

PLACE = re.compile(r"^/wopi/files/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(/contents)?$")
GONE, UNKNOWN = "404 Not Found", "501 Not Implemented"
FAILED = "500 Internal Server Error"  # so the protocol answers a wrong proof as well
# What our refusals are in the protocol's words; whoever may not is told that nothing is there.
STATUS = {
    400: BAD_REQUEST,
    413: "413 Request Entity Too Large",
    422: BAD_REQUEST,
    503: FAILED,
}

Verb = Callable[[Call], Answer]
OF_FILE: dict[str, Verb] = {
    "LOCK": pens.lock,
    "GET_LOCK": pens.get_lock,
    "REFRESH_LOCK": pens.refresh_lock,
    "UNLOCK": pens.unlock,
}
OF_CONTENTS: dict[str, Verb] = {"PUT": files.put_file}


def serve(environ: dict[str, Any]) -> Answer:
    """For a request below /wopi, on its unit's floor."""
    service, place = attached(), PLACE.match(environ["PATH_INFO"])
    if service is None or place is None:
        return plain(GONE, "没有这个地址。")
    now, token = timezone.now(), _token(environ)
    if not _proof(environ, token).holds(service.keys, at=now):
        return plain(FAILED, "来访者的签名不对。")
    held = passes.find(token, doors=(Pass.Door.WOPI,), at=now)
    if held is None or str(held.subject_id) != place[1]:
        return plain("401 Unauthorized", "链接已失效，请回到页面重新打开。")
    verb = _verb(environ, is_contents=bool(place[2]))
    if verb is None:
        return plain(UNKNOWN, "这里只能打开和保存这一份正文。")
    return _answered(verb, Call(environ, held, now))


def _answered(verb: Verb, call: Call) -> Answer:
    try:
        return verb(call)
    except Mismatch as mismatch:
        return mismatch.answer
    except DomainError as refusal:
        return plain(STATUS.get(refusal.status, GONE), refusal.message)


def _verb(environ: dict[str, Any], *, is_contents: bool) -> Verb | None:
    if environ["REQUEST_METHOD"] == "GET":
        return files.get_file if is_contents else files.check_file_info
    if environ["REQUEST_METHOD"] != "POST":
        return None
    said = environ.get("HTTP_X_WOPI_OVERRIDE", "")
    return (OF_CONTENTS if is_contents else OF_FILE).get(said)


def _token(environ: dict[str, Any]) -> str:
    """In the address; some send it in the header alone."""
    said = parse_qs(environ.get("QUERY_STRING", "")).get("access_token")
    return said[0] if said else str(environ.get("HTTP_AUTHORIZATION", "")).removeprefix("Bearer ")


def _proof(environ: dict[str, Any], token: str) -> Proof:
    """Signed is the address as the caller sees it, before any proxy of ours."""
    query = environ.get("QUERY_STRING", "")
    address = f"{settings.HESHU_SCHEME}://{environ['HTTP_HOST']}{environ['PATH_INFO']}"
    return Proof(
        token=token,
        address=f"{address}?{query}" if query else address,
        ticks=environ.get("HTTP_X_WOPI_TIMESTAMP", ""),
        now=environ.get("HTTP_X_WOPI_PROOF", ""),
        old=environ.get("HTTP_X_WOPI_PROOFOLD", ""),
    )
