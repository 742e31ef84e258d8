"""市级模板 on the command line."""

import getpass
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shared_apps.kernel.errors import DomainError
from shared_apps.templates import actions, craft, queries
from tenants.current import public_floor

PARTS = {"card": "名片", "form": "表单", "flow": "流程", "settings": "设置"}
CHANGES = {"added": "新增", "removed": "删除", "changed": "修改", "moved": "移动"}


class Command(BaseCommand):
    help = (
        "查看、检查、发布市级模板：template list；template show leave > leave.json；"
        "template check leave.json；template publish leave.json --note 增加陪护假"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("list", help="列出各模板的现行版本")
        show = verbs.add_parser("show", help="输出模板文件，改好后可再发布")
        show.add_argument("key")
        show.add_argument("--number", type=int, help="第几版；不填为现行版本")
        check = verbs.add_parser("check", help="检查文件，并列出与现行版本的差异")
        check.add_argument("file", type=Path)
        publish = verbs.add_parser("publish", help="发布为下一版，各单位随即得知")
        publish.add_argument("file", type=Path)
        publish.add_argument("--note", default="", help="改了什么、为什么改")
        publish.add_argument("--by", default=getpass.getuser(), help="经办人")

    def handle(self, *, verb: str, **options: Any) -> None:
        try:
            with public_floor():
                getattr(self, f"_{verb}")(**options)
        except DomainError as refused:
            places = refused.extra.get("by_field")
            found = places.items() if isinstance(places, dict) else ()
            lines = [f"  {place}：{'；'.join(said)}" for place, said in found]
            raise CommandError("\n".join([refused.message, *lines])) from None

    def _list(self, **_: Any) -> None:
        for one in queries.in_force():
            self.stdout.write(f"{one.key}\t{one.name}\t第 {one.number} 版\t{one.note}")

    def _show(self, *, key: str, number: int | None, **_: Any) -> None:
        found = queries.version(key, number) if number else queries.newest(key)
        self.stdout.write(json.dumps(found.body, ensure_ascii=False, indent=2))

    def _check(self, *, file: Path, **_: Any) -> None:
        body = read(file)
        actions.refuse_faults(body)
        self.stdout.write("没有问题。")
        if standing := _standing(body["key"]):
            for one in craft.differences(queries.newest(body["key"]).body, body):
                what = "".join(part for part in (one.name, "：" if one.was else "", one.was))
                now = f" → {one.now}" if one.now else ""
                self.stdout.write(
                    f"{PARTS[one.part]}\t{CHANGES[one.change]}\t{one.label}\t{what}{now}"
                )
            self.stdout.write(f"以上是与第 {standing} 版的差异。")

    def _publish(self, *, file: Path, note: str, by: str, **_: Any) -> None:
        body = read(file)
        over = _standing(str(body.get("key", "")))
        made = actions.publish(body=body, over=over, note=note, by=by, at=timezone.now())
        self.stdout.write(f"{made.name}第 {made.number} 版已发布，各单位随即收到提示。")


def read(file: Path) -> dict[str, Any]:
    try:
        body = json.loads(file.read_text("utf-8-sig"))
    except OSError:
        raise CommandError(f"读不到文件“{file}”。") from None
    except ValueError as fault:
        raise CommandError(f"不是完好的 JSON 文件：{fault}") from None
    if not isinstance(body, dict):
        raise CommandError("模板文件须是一个 JSON 对象。")
    return body


def _standing(key: str) -> int:
    try:
        return queries.newest(key).number
    except queries.UnknownTemplate:
        return 0
