"""Where a unit may have its facts sent: only to hosts the operator has opened.

A unit's administrator names the address, so an unlimited one would let them reach whatever this
server reaches (SSRF). HESHU_WEBHOOK_HOSTS lists hosts ("oa.example.gov.cn", "10.1.2.3:8443",
"10.1.2.3:*", or ".example.gov.cn" with all below it); without it nothing may be named.
"""

from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from shared_apps.kernel.errors import Invalid

LONGEST = 400


class BadAddress(Invalid):
    code = "webhooks.bad_address"


def read(url: str) -> SplitResult:
    """The parts of an allowed address, or a refusal that says who can help."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise _refusal("地址不正确，请填写完整的 https:// 地址。") from None
    if len(url) > LONGEST or not parts.hostname or parts.username or parts.fragment:
        raise _refusal("地址不正确，请填写完整的 https:// 地址，不带用户名和 # 。")
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.HESHU_DEMO):
        raise _refusal("只能使用 https:// 地址，通知内容须加密传送。")
    if not _is_open(parts.hostname.lower(), port):
        raise _refusal(f"主机 {parts.hostname} 尚未开放，请联系信息中心登记后再试。")
    return parts


def _is_open(host: str, port: int | None) -> bool:
    for opened in settings.HESHU_WEBHOOK_HOSTS:
        if opened.startswith("."):
            if port is None and host.endswith(opened):
                return True
        elif opened == (host if port is None else f"{host}:{port}") or opened == f"{host}:*":
            return True
    return False


def _refusal(message: str) -> BadAddress:
    return BadAddress(message, by_field={"url": [message]})
