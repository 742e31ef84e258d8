"""What keeps a file from being a template, each fault with its place in the file.

Form and flow are judged as the unit's own are. Beside that a template may name nobody and nothing
that only one unit has, and its parts must fit each other.
"""

import re
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any

from shared_apps.templates.craft import Fault
from tenant_apps.forms import conditions, drafting, fields
from tenant_apps.requests.models import Resource
from tenant_apps.workflow import checking

Body = Mapping[str, Any]
KEY = re.compile(r"[a-z][a-z0-9_]{0,30}")
RESERVED = {"check", "publish"}  # what the API itself answers to
TEXTS = {"name": 40, "icon": 30, "group": 20, "hint": 200}
MUST = ("name", "group")
PARTS = {"key", "position", "form", "flow", "settings", *TEXTS}
LOCAL = {"staff": "人员", "head_of": "部门", "post": "岗位"}
SETTINGS = {"series", "title", "later", "confirm", "columns", "resource", "balance"}


def faults(body: Any) -> list[Fault]:
    """Everything that is not right; empty when it may be published."""
    found = list(_of_card(body))
    if found:
        return found
    ui = body["form"].get("ui")
    found = [Fault(_in_form(place), said) for place, said in drafting.faults(ui)]
    graph = {"nodes": body["flow"].get("nodes")}
    found += [Fault(_in_flow(one), one.message) for one in checking.faults(graph)]
    if found:
        return found  # what follows asks sound parts only
    shape = fields.shape(ui)
    found += _of_form(shape)
    found += _of_flow(graph["nodes"], shape)
    return found + list(_of_settings(body["settings"], graph["nodes"], shape))


def _of_card(body: Any) -> Iterator[Fault]:
    if not isinstance(body, dict):
        yield Fault("", "模板文件须是一个 JSON 对象。")
        return
    if missing := sorted(PARTS - set(body)):
        yield Fault(missing[0], "缺少这一项。")
        return
    if strange := sorted(set(body) - PARTS):
        yield Fault(strange[0], "有不认识的内容。")
    key = body["key"]
    if not isinstance(key, str) or not KEY.fullmatch(key) or key in RESERVED:
        yield Fault("key", "标识只能用小写字母、数字和下划线，以字母开头，最长 31 个字符。")
    yield from _of_texts(body)
    if type(body["position"]) is not int or not 0 <= body["position"] <= 30_000:
        yield Fault("position", "须是 0 至 30000 的整数。")
    for name in ("form", "flow", "settings"):
        if not isinstance(body[name], dict):
            yield Fault(name, "须是一个对象。")


def _of_texts(body: Body) -> Iterator[Fault]:
    for name, most in TEXTS.items():
        if not isinstance(body[name], str) or len(body[name]) > most:
            yield Fault(name, f"须是不超过 {most} 个字的文字。")
        elif name in MUST and not body[name].strip():
            yield Fault(name, "不能为空。")


def _in_form(place: str) -> str:
    return f"form.ui.fields.{place}" if place else "form.ui"


def _in_flow(fault: checking.Fault) -> str:
    parts = ("flow.nodes", fault.node, fault.field)
    return ".".join(part for part in parts if part)


def _of_form(shape: fields.Shape) -> Iterator[Fault]:
    for one in shape.answered:
        for part in (one, *one.columns):
            if part.widget in ("people", "department", "files") and part.default is not None:
                place = one.name if part is one else f"{one.name}.{part.name}"
                said = "模板供各单位使用，不能预填某个单位的人员、部门或附件。"
                yield Fault(_in_form(place), said)


def _of_flow(nodes: Mapping[str, Any], shape: fields.Shape) -> Iterator[Fault]:
    known = {one.name: one for one in shape.answered}
    for key, facts in nodes.items():
        place = f"flow.nodes.{key}"
        yield from _of_people(place, facts, known)
        for name in set(facts.get("fields") or ()) - set(known):
            yield Fault(f"{place}.fields.{name}", f"表单里没有“{name}”这个字段。")
        for at, asked in _asked(facts):
            if asked not in known:
                yield Fault(f"{place}.next.{at}", f"条件用到的字段“{asked}”不在表单里。")


def _of_people(place: str, facts: Body, known: Mapping[str, fields.Field]) -> Iterator[Fault]:
    if facts["type"] == "sub":
        name = facts.get("name") or place.rpartition(".")[2]
        said = f"「{name}」是子流程。模板不能调用子流程，因为各单位的流程不同"
        yield Fault(place, f"{said}；请改成办理环节，各单位采用后再自己加。")
    for setting in ("who", "cc"):
        for selector in facts.get(setting) or ():
            yield from _of_selector(f"{place}.{setting}", selector, known)
    if facts.get("fallback"):
        yield Fault(f"{place}.fallback", "模板不能指定某个单位的人员，请改用权限或负责人。")


def _asked(facts: Body) -> Iterator[tuple[int, str]]:
    """The way, and each field its condition asks for."""
    for at, edge in enumerate(facts.get("next") or ()):
        for leaf in conditions.leaves(edge["when"]) if edge.get("when") else ():
            yield at, leaf["field"]


def _of_selector(place: str, selector: Body, known: Mapping[str, fields.Field]) -> Iterator[Fault]:
    for name, word in LOCAL.items():
        if name in selector:
            yield Fault(place, f"模板不能指定某个单位的{word}，请改用权限、部门负责人或上级。")
    if "field" in selector:
        asked = known.get(selector["field"])
        if asked is None or asked.widget != "people":
            yield Fault(place, f"“{selector['field']}”不是表单里的人员字段。")


def _of_settings(settings: Body, nodes: Mapping[str, Any], shape: fields.Shape) -> Iterator[Fault]:
    known = {one.name for one in shape.answered}
    for name in sorted(set(settings) - SETTINGS):
        yield Fault(f"settings.{name}", "有不认识的设置。")
    for name in ("series", "title", "confirm"):
        if not isinstance(settings.get(name, ""), str):
            yield Fault(f"settings.{name}", "须是文字。")
    for name in ("columns", "later"):
        yield from _of_list(f"settings.{name}", settings.get(name, []), known)
    for one in sorted(_named_in(settings.get("title", "")) - known):
        yield Fault("settings.title", f"表单里没有“{one}”这个字段。")
    if settings.get("confirm", "") and settings["confirm"] not in nodes:
        yield Fault("settings.confirm", f"流程里没有“{settings['confirm']}”这个环节。")
    yield from _of_resource(settings.get("resource"), shape)
    yield from _of_balance(settings.get("balance"), known)


def _of_list(place: str, listed: Any, known: set[str]) -> Iterator[Fault]:
    if not isinstance(listed, list):
        yield Fault(place, "须是字段名的列表。")
        return
    for at, one in enumerate(listed):
        if one not in known:
            yield Fault(f"{place}.{at}", f"表单里没有“{one}”这个字段。")


def _named_in(title: Any) -> set[str]:
    try:
        return {name for _, name, _, _ in Formatter().parse(str(title)) if name is not None}
    except ValueError:
        return {str(title)}


def _of_resource(rule: Any, shape: fields.Shape) -> Iterator[Fault]:
    if rule is None:
        return
    place = "settings.resource"
    if not isinstance(rule, dict) or rule.get("kind") not in Resource.Kind.values:
        yield Fault(place, f"kind 须是 {'、'.join(Resource.Kind.values)} 之一。")
        return
    table = shape.field(rule["rows"]) if rule.get("rows") else None
    near = {one.name for one in (table.columns if table else shape.answered)}
    for name, there in (("rows", {one.name for one in shape.answered}), ("field", near)):
        if (name == "field" or rule.get(name)) and rule.get(name) not in there:
            yield Fault(f"{place}.{name}", f"表单里没有“{rule.get(name, '')}”这个字段。")
    for name, there in (("quantity", near), ("period", {one.name for one in shape.answered})):
        if rule.get(name) and rule[name] not in there:
            yield Fault(f"{place}.{name}", f"表单里没有“{rule[name]}”这个字段。")


def _of_balance(rule: Any, known: set[str]) -> Iterator[Fault]:
    if rule is None:
        return
    place = "settings.balance"
    if not isinstance(rule, dict) or rule.get("way") not in ("take", "grant"):
        yield Fault(place, "way 须是 take 或 grant。")
        return
    for name in ("period", "field"):
        if (name == "period" or rule.get(name)) and rule.get(name) not in known:
            yield Fault(f"{place}.{name}", f"表单里没有“{rule.get(name, '')}”这个字段。")
    yield from _of_accounts(place, rule)
    if problem := conditions.fault(rule["when"]) if rule.get("when") is not None else None:
        yield Fault(f"{place}.when", f"{problem}。")


def _of_accounts(place: str, rule: Body) -> Iterator[Fault]:
    labels = rule.get("labels")
    named = labels if isinstance(labels, dict) else {}
    accounts = [rule["account"]] if rule.get("account") else []
    accounts += list(rule["accounts"].values()) if isinstance(rule.get("accounts"), dict) else []
    if not accounts:
        yield Fault(place, "没有写明记入哪个账户（account 或 accounts）。")
    for one in accounts:
        if one not in named:
            yield Fault(f"{place}.labels", f"账户“{one}”没有名称。")
