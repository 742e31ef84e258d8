"""账号: short names to log in with, from the person's own."""

import re
from collections.abc import Iterable, Iterator
from itertools import count

from shared_apps.kernel.text import pinyin

PATTERN = re.compile(r"[a-z][a-z0-9._-]{1,39}")


def suggestions(name: str) -> Iterator[str]:
    """王晓敏 → wangxiaomin, wangxiaomin2, wangxiaomin3 …"""
    stem = pinyin(name)[:36]
    if not PATTERN.fullmatch(stem):
        stem = f"ry{stem}"[:36]
    yield stem
    for number in count(2):
        yield f"{stem}{number}"


def free(name: str, taken: Iterable[str]) -> str:
    known = set(taken)
    return next(account for account in suggestions(name) if account not in known)
