"""What an office suite says of itself: where it edits, and by which keys it is known."""

from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from django.conf import settings
from lxml import etree

from shared_apps.kernel.errors import DomainError
from tenant_apps.texts.wopi.service import Key, Service

PATIENCE = 20  # seconds
LARGEST = 4 << 20
ZONES = ("external-https", "external-http", "internal-https", "internal-http")


class NoDiscovery(DomainError):
    code = "wopi.no_discovery"


def read(source: str) -> Service:
    return understood(_fetched(source), source=source)


def understood(content: bytes, *, source: str) -> Service:
    """Refused where the suite could not be worked with."""
    root = _tree(content)
    edit = _action(root)
    if edit is None:
        raise NoDiscovery("这个服务不能编辑 .docx（发现文件里没有 docx 的 edit）。")
    keys = _keys(root)
    if not keys:
        raise NoDiscovery(
            "这个服务没有 proof-key，无法确认来访的真是它。请在服务端生成密钥后再接入。"
        )
    if settings.HESHU_SCHEME == "https" and not edit.startswith("https://"):
        raise NoDiscovery(f"本系统用 https，浏览器不会在页面里打开 {edit}。请给服务配上 https。")
    return Service(source=source, edit=edit, keys=keys)


def _fetched(source: str) -> bytes:
    if urlsplit(source).scheme not in ("http", "https"):
        raise NoDiscovery("请给出 http 或 https 开头的发现地址。")
    asked = Request(source, headers={"Accept": "text/xml"})  # noqa: S310  its scheme is checked
    try:
        with urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310  the operator's own word
            content: bytes = answer.read(LARGEST + 1)
    except (URLError, OSError) as failed:
        raise NoDiscovery(f"读不到 {source}：{failed}") from None
    if len(content) > LARGEST:
        raise NoDiscovery("发现文件过大。")
    return content


def _tree(content: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise NoDiscovery("这个地址给出的不是 WOPI 发现文件。") from None
    if root.tag != "wopi-discovery" or root.getroottree().docinfo.doctype:
        raise NoDiscovery("这个地址给出的不是 WOPI 发现文件。")
    return root


def _action(root: Any) -> str | None:
    """Its address for editing, as browsers outside its own network reach it."""
    found = {
        zone.get("name"): action.get("urlsrc")
        for zone in root.iter("net-zone")
        for action in zone.iter("action")
        if (action.get("name"), action.get("ext")) == ("edit", "docx")
        and urlsplit(action.get("urlsrc") or "").scheme in ("http", "https")
    }
    return next((found[zone] for zone in ZONES if zone in found), None)


def _keys(root: Any) -> tuple[Key, ...]:
    said = root.find("proof-key")
    if said is None:
        return ()
    pairs = [(said.get(f"{age}modulus"), said.get(f"{age}exponent")) for age in ("", "old")]
    return tuple(Key(modulus, exponent) for modulus, exponent in pairs if modulus and exponent)
