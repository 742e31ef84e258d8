"""Who may put which seal on what, as pure answers. No database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

STATES = {"suspended": "已停用", "destroyed": "已销毁"}


@dataclass(frozen=True)
class Wish:
    """A seal somebody would like to use, and on what."""

    state: str
    state_why: str
    doc_kinds: Sequence[str]
    expires_at: datetime
    keepers: Sequence[str]
    is_keeper: bool
    may_use: bool
    doc_kind: str


def not_yours(wish: Wish) -> str:
    if not wish.is_keeper:
        return f"这枚印章由{'、'.join(wish.keepers) or '无人'}保管，只有保管人可以用印。"
    if not wish.may_use:
        return "您没有用印职责，请联系本单位安全管理员。"
    return ""


def not_now(wish: Wish, *, at: datetime) -> str:
    if wish.state != "in_use":
        return f"这枚印章{STATES[wish.state]}：{wish.state_why}。"
    if wish.expires_at <= at:
        return "这枚印章的证书已过期，请印章管理员换发。"
    if wish.doc_kinds and wish.doc_kind not in wish.doc_kinds:
        return "这枚印章不用于此文种，请换一枚。"
    return ""
