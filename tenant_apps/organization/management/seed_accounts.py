"""Accounts of the demonstration that are shown with their passwords, which are random."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

EVERYBODY_ELSE = "姓名全拼"
CONSONANTS, VOWELS = "bdfghjklmnpqrstwz", "aeiou"


@dataclass(frozen=True)
class Highlight:
    """Somebody the visitor may be. `seat` is where the chart puts them (see seed_people)."""

    subdomain: str
    seat: str
    name: str
    account: str
    role: str
    city_duty: str = ""


HIGHLIGHTS = (
    Highlight("taihe", "clerk", "王晓敏", "wangxiaomin", "拟稿人"),
    Highlight("taihe", "office_head", "陈国华", "chenguohua", "办公室主任"),
    Highlight("taihe", "principal", "刘建军", "liujianjun", "单位领导"),
    Highlight("taihe", "registrar", "林芳", "linfang", "机要文书"),
    Highlight("taihe", "system_admin", "周磊", "zhoulei", "系统管理员"),
    Highlight("taihe", "security_admin", "郑敏", "zhengmin", "安全管理员"),
    Highlight("taihe", "audit_admin", "冯涛", "fengtao", "审计管理员"),
    Highlight("zfb", "registrar", "赵静", "zhaojing", "机要文书"),
    Highlight("zfb", "office_head", "孙志强", "sunzhiqiang", "办公室主任"),
    Highlight("zfb", "principal", "何伟", "hewei", "单位领导"),
    Highlight("zfb", "clerk", "吴婷", "wuting", "承办人"),
    Highlight("qzf", "principal", "杨文涛", "yangwentao", "区领导", "leader"),
    Highlight("dsjj", "office_head", "高鹏", "gaopeng", "运维人员", "operator"),
    Highlight("sjj", "office_head", "罗雪梅", "luoxuemei", "区级审计员", "auditor"),
)


class Ledger:
    """demo-accounts.json: readable by its owner only, written whole or not at all."""

    def __init__(self) -> None:
        self.place = Path(settings.VAR_DIR) / "demo-accounts.json"
        known = self.place.read_text() if self.place.exists() else "[]"
        self.rows: list[dict[str, Any]] = json.loads(known)

    def password_of(self, subdomain: str, account: str) -> str:
        for row in self.rows:
            if (row["subdomain"], row["account"]) == (subdomain, account):
                return str(row["password"])
        return ""

    def put(self, row: dict[str, Any]) -> None:
        key = (row["subdomain"], row["account"])
        self.rows = [one for one in self.rows if (one["subdomain"], one["account"]) != key]
        self.rows.append(row)

    def save(self) -> None:
        self.place.parent.mkdir(parents=True, exist_ok=True)
        partial = self.place.with_suffix(".new")
        partial.unlink(missing_ok=True)
        handle = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w") as file:
            json.dump(self.rows, file, ensure_ascii=False, indent=1)
        os.replace(partial, self.place)


def fresh_password() -> str:
    """Easy to type, hard to guess: three invented words and four digits, about 48 bits."""
    words = [
        "".join(secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in "ab") for _ in "abc"
    ]
    return f"{words[0].capitalize()}-{words[1]}-{words[2]}-{secrets.randbelow(9000) + 1000}"
