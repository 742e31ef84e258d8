"""manage.py unit create|import|list|show|suspend|resume|admin|check — the operator's desk."""

import getpass
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from tenants import health, importing, provisioning, showing, standing
from tenants.console import FOUND, Desk
from tenants.models import Unit
from tenants.naming import UnitFacts


class Command(BaseCommand):
    help = "单位管理：建立、导入、查看、停用与恢复、首批管理员、体检"
    requires_system_checks = ()  # the desk must work when something is wrong

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="动作")

        create = verbs.add_parser("create", help="建立一个单位")
        for name, label in (("code", "单位代码"), ("name", "单位名称"), ("short-name", "简称")):
            create.add_argument(f"--{name}", required=True, help=label)
        create.add_argument(
            "--kind", required=True, help=f"单位类别：{'、'.join(Unit.Kind.values)}"
        )
        create.add_argument("--subdomain", required=True, help="域名前缀")
        create.add_argument("--parent", default="", help="上级单位代码")
        create.add_argument("--provenance", default="", help="来源")

        imported = verbs.add_parser("import", help="按名册建立单位，可中断后再运行")
        imported.add_argument("file", type=Path, help=".csv（UTF-8 或 GBK）或 .xlsx")
        imported.add_argument("--dry-run", action="store_true", help="只检查，不建立")

        listed = verbs.add_parser("list", help="列出单位")
        listed.add_argument("--status", choices=Unit.Status.values, help="只看某种状态")
        listed.add_argument("--kind", choices=Unit.Kind.values, help="只看某种类别")
        verbs.add_parser("show", help="查看一个单位").add_argument("unit", help="代码或域名前缀")

        for verb, label in (("suspend", "停用一个单位"), ("resume", "恢复一个单位")):
            turned = verbs.add_parser(verb, help=label)
            turned.add_argument("unit", help="代码或域名前缀")
            turned.add_argument("--why", required=True, help="原因，留存备查")
            turned.add_argument("--by", default=getpass.getuser(), help="谁决定的")

        admin = verbs.add_parser("admin", help="首批管理员（三员）的一次性入口链接")
        admin.add_argument("unit", help="代码或域名前缀")
        admin.add_argument("rest", nargs="*", help="职责=姓名:账号，如 system=张三")

        verbs.add_parser("check", help="体检：结构、升级、权限、域名、密钥")
        for parser_of_verb in verbs.choices.values():
            parser_of_verb.add_argument("--json", action="store_true", help="输出一个 JSON 对象")

    def handle(self, *, verb: str, **options: Any) -> None:
        self.desk = Desk(as_json=options.get("json", False))
        with self.desk.refusing():
            getattr(self, f"_{verb}")(**options)

    def _create(self, **options: Any) -> None:
        names = ("code", "name", "short_name", "kind", "subdomain", "provenance")
        facts = {name: options[name] for name in names}
        existed = Unit.objects.standing().filter(code=facts["code"]).first()
        unit = provisioning.provision(**facts, parent_code=options["parent"] or None)
        if existed and existed.subdomain != facts["subdomain"]:
            self.desk.refuse(f"单位代码 {unit.code} 已属于 {unit}。", code="unit.refused")
        done = "已存在，未作改动" if existed else "已建立"
        self.desk.say(f"[green]✓[/] {unit} {done}：{unit.url}")
        self.desk.answer(unit=showing.facts_of(unit), created=not existed)

    def _import(self, *, file: Path, dry_run: bool, **options: Any) -> None:
        register = importing.read(file)
        if register.problems:
            self._refuse_register(file, register)
        self.desk.say(
            f"{file.name}：新建 {len(register.new)} 个，已有 {len(register.standing)} 个"
        )
        if not dry_run:
            self._build(register.new)
        self.desk.answer(
            created=[] if dry_run else [facts.code for facts in register.new],
            planned=[facts.code for facts in register.new],
            skipped=[facts.code for facts in register.standing],
        )

    def _build(self, new: list[UnitFacts]) -> None:
        with self.desk.progress(len(new)) as advance:
            for facts in new:
                provisioning.provision_facts(facts)
                advance(facts.short_name)
        self.desk.say(f"[green]✓[/] 已建立 {len(new)} 个单位")

    def _refuse_register(self, file: Path, register: importing.Register) -> None:
        rows = [[str(problem.row), problem.message] for problem in register.problems]
        self.desk.table("行", "问题", rows=rows, title=str(file.name))
        problems = [{"row": said.row, "message": said.message} for said in register.problems]
        message = f"{file.name} 有 {len(rows)} 个问题，改好后再导入；现在没有建立任何单位。"
        self.desk.refuse(message, code="import.problems", problems=problems)

    def _list(self, *, status: str | None, kind: str | None, **options: Any) -> None:
        units = Unit.objects.select_related("parent").order_by("position", "pk")
        units = units.filter(**({"status": status} if status else {}))
        found = list(units.filter(**({"kind": kind} if kind else {})))
        showing.print_list(self.desk, found)
        self.desk.answer(units=[showing.facts_of(unit) for unit in found])

    def _show(self, *, unit: str, **options: Any) -> None:
        details = showing.details_of(showing.find(unit))
        showing.print_details(self.desk, details)
        self.desk.answer(unit=details)

    def _suspend(self, *, unit: str, why: str, by: str, **options: Any) -> None:
        code = showing.find(unit).code
        turned = standing.suspend(code=code, by=by, why=why, at=timezone.now())
        self.desk.say(f"[green]✓[/] {turned} 已停用")
        self.desk.answer(unit=showing.facts_of(turned))

    def _resume(self, *, unit: str, why: str, by: str, **options: Any) -> None:
        code = showing.find(unit).code
        turned = standing.resume(code=code, by=by, why=why, at=timezone.now())
        self.desk.say(f"[green]✓[/] {turned} 已恢复")
        self.desk.answer(unit=showing.facts_of(turned))

    def _admin(self, *, unit: str, rest: list[str], **options: Any) -> None:
        """The people of a unit are above this floor: their command does it."""
        call_command("unit_admin", showing.find(unit).code, *rest, json=self.desk.as_json)

    def _check(self, **options: Any) -> None:
        units = list(Unit.objects.standing().order_by("position", "pk"))
        findings: list[health.Finding] = []
        for label, found in health.examine(units):
            mark = "[green]✓[/]" if not found else f"[red]✗ {len(found)} 处[/]"
            self.desk.say(f"{label} {mark}")
            findings += found
        facts = {"units": len(units), "findings": [vars(finding) for finding in findings]}
        if findings:
            rows = [[finding.what, finding.unit, finding.message] for finding in findings]
            self.desk.table("项目", "单位", "问题", rows=rows)
            message = f"体检发现 {len(findings)} 处问题。"
            self.desk.refuse(message, exit_code=FOUND, code="unit.check", **facts)
        self.desk.say(f"[green]✓[/] {len(units)} 个单位一切正常")
        self.desk.answer(**facts)
