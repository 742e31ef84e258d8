"""Two graphs side by side, in rows a person can read: what came, what went, what is otherwise."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tenant_apps.workflow import options, wording
from tenant_apps.workflow.bpmn.shape import in_order
from tenant_apps.workflow.wording import Names

Body = Mapping[str, Any]
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """One difference. `kind`: added, removed, changed or moved; `was` and `now` are sentences."""

    kind: str
    node: str
    name: str
    label: str
    was: str
    now: str


KINDS = {"task": "环节", "xor": "条件分支", "split": "并行分支", "join": "汇合", "sub": "子流程"}
# Where a node stands is told by order and branches; start and end say nothing themselves.
SILENT = ("start", "end", "join")


def compare(was: Body, now: Body, *, fields: Mapping[str, str] | None = None) -> list[Row]:
    names = wording.names_in(was, now, fields=fields)
    before, after = _nodes(was), _nodes(now)
    rows = [
        Row("removed", key, _name(facts), _kind(facts), _said(facts, names), "")
        for key, facts in before.items()
        if key not in after
    ]
    rows += [
        Row("added", key, _name(facts), _kind(facts), "", _said(facts, names))
        for key, facts in after.items()
        if key not in before
    ]
    for key in (key for key in after if key in before):
        rows += _of_node(key, before[key], after[key], names)
    rows += _order(was, now, before, after)
    return rows + _around(was, now, names)


def _nodes(body: Body) -> dict[str, Facts]:
    """In the order a reader meets them."""
    nodes = body["nodes"]
    return {key: nodes[key] for key in in_order(nodes) if nodes[key]["type"] not in SILENT}


def _name(facts: Facts) -> str:
    return str(facts.get("name") or KINDS.get(str(facts["type"]), ""))


def _kind(facts: Facts) -> str:
    return KINDS.get(str(facts["type"]), "环节")


def _said(facts: Facts, names: Names) -> str:
    if facts["type"] in ("xor", "split"):
        return "；".join(_branches(facts, names))
    if facts["type"] == "sub":
        called = wording.flow(facts.get("flow"), names)
        waits = wording.wait(facts.get("wait", "all"))
        return f"{called}，由{wording.who(facts.get('who'), names)}发起，{waits}"
    how = wording.mode(facts.get("mode", "all"), facts.get("percent", 100))
    return f"{wording.who(facts.get('who'), names)}，{how}"


def _of_node(key: str, was: Facts, now: Facts, names: Names) -> Iterator[Row]:
    for label, said in SETTINGS.items():
        before, after = said(was, names), said(now, names)
        if before != after:
            yield Row("changed", key, _name(now), label, before, after)


def _branches(facts: Facts, names: Names) -> list[str]:
    """What opens each way. Where a way leads is told by the steps themselves."""
    if facts["type"] not in ("xor", "split"):
        return []
    return [
        "其他情况" if edge.get("default") else wording.rule(edge.get("when"), names)
        for edge in facts.get("next", ())
    ]


def _order(
    was: Body, now: Body, before: Mapping[str, Facts], after: Mapping[str, Facts]
) -> list[Row]:
    """A step that is kept but follows another one now."""
    kept = set(before) & set(after)
    then, later = _leads(was, kept), _leads(now, kept)
    return [
        Row(
            "moved",
            key,
            _name(after[key]),
            "位置",
            _after(then[key], before),
            _after(ahead, after),
        )
        for key, ahead in later.items()
        if then[key] != ahead
    ]


def _leads(body: Body, kept: set[str]) -> dict[str, frozenset[str]]:
    """For each kept node the nearest kept nodes that lead to it; pure drawing is passed over."""
    before: dict[str, set[str]] = {key: set() for key in body["nodes"]}
    for key, facts in body["nodes"].items():
        for edge in facts.get("next", ()):
            before[edge["to"]].add(key)

    def nearest(key: str) -> frozenset[str]:
        found: set[str] = set()
        seen: set[str] = set()
        waiting = list(before[key])
        while waiting:
            at = waiting.pop()
            if at in kept:
                found.add(at)
            elif at not in seen:
                seen.add(at)
                waiting.extend(before[at])
        return frozenset(found)

    return {key: nearest(key) for key in in_order(body["nodes"]) if key in kept}


def _after(keys: frozenset[str], nodes: Mapping[str, Facts]) -> str:
    return (
        f"在{'、'.join(f'「{_name(nodes[key])}」' for key in sorted(keys))}之后"
        if keys
        else "最前"
    )


def _around(was: Body, now: Body, names: Names) -> list[Row]:
    if was.get("form") == now.get("form"):
        return []
    return [
        Row(
            "changed",
            "",
            "流程",
            "表单",
            str(was.get("form") or "无"),
            str(now.get("form") or "无"),
        )
    ]


Saying = Callable[[Facts, Names], str]


def _yes(name: str) -> Saying:
    return lambda facts, _: "是" if facts.get(name) else "否"


def _word(name: str, words: Mapping[str, str], usual: str) -> Saying:
    def said(facts: Facts, _: Names) -> str:
        value = str(facts.get(name, usual))
        return words.get(value, value)

    return said


def _fields(name: str) -> Saying:
    return lambda facts, names: (
        "、".join(names.fields.get(one, one) for one in facts.get(name, ())) or "无"
    )


def _rights(facts: Facts, names: Names) -> str:
    rights = facts.get("fields") or {}
    return "；".join(
        f"{names.fields.get(name, name)}：{wording.RIGHTS.get(right, right)}"
        for name, right in sorted(rights.items())
    )


def _allowed(facts: Facts, _: Names) -> str:
    if "allow" not in facts:
        return "全部"
    return "、".join(wording.ACTS.get(act, act) for act in facts["allow"]) or "无"


def _granted(facts: Facts, _: Names) -> str:
    return "、".join(options.GRANTS.get(one, one) for one in facts.get("grants", ())) or "无"


def _reject_to(facts: Facts, names: Names) -> str:
    to = facts.get("on_reject")
    return f"回到「{names.nodes.get(to, to)}」" if to else "流程结束"


SETTINGS: dict[str, Saying] = {
    "名称": lambda facts, _: _name(facts),
    "类型": lambda facts, _: _kind(facts),
    "办理人": lambda facts, names: (
        wording.who(facts.get("who"), names) if facts["type"] == "task" else ""
    ),
    "子流程": lambda facts, names: (
        wording.flow(facts.get("flow"), names) if facts["type"] == "sub" else ""
    ),
    "子流程发起人": lambda facts, names: (
        wording.who(facts.get("who"), names) if facts["type"] == "sub" else ""
    ),
    "等待": lambda facts, _: (
        wording.wait(facts.get("wait", "all")) if facts["type"] == "sub" else ""
    ),
    "带去": _fields("hands"),
    "带回": _fields("brings"),
    "办理方式": lambda facts, _: wording.mode(facts.get("mode", "all"), facts.get("percent", 100)),
    "不同意时": _reject_to,
    "会签规则": _word("reject", wording.REJECT, "veto"),
    "办理时限": lambda facts, _: wording.due(facts.get("due")),
    "到期处理": _word("overdue", wording.OVERDUE, "remind"),
    "无人办理时": _word("empty", wording.EMPTY, "refuse"),
    "备选人员": lambda facts, names: names.listed(facts.get("fallback") or ()),
    "发起人即办理人时": _word("starter", wording.STARTER, "self"),
    "规定环节": _yes("compulsory"),
    "互不可见": _yes("blind"),
    "自由选择后续": _yes("free"),
    "可用操作": _allowed,
    "流程调度": _granted,
    "意见名称": _word("opinion_kind", options.OPINION_KINDS, ""),
    "字段权限": _rights,
    "抄送": lambda facts, names: wording.who(facts["cc"], names) if facts.get("cc") else "无",
    "分支条件": lambda facts, names: "；".join(_branches(facts, names)),
}
