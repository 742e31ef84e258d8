"""No module reads the clock while it is imported.

A server imports once and runs for weeks, a whole test run lasts longer than an hour: a moment
kept from the import is a wrong one by then.
"""

import ast

import pytest

from tests.house.test_rooms import MODULES, name

CLOCKS = {"now", "utcnow", "today", "localdate", "localtime", "time", "monotonic"}
OWNERS = {"datetime", "date", "timezone", "time"}


def read_at_import(tree: ast.AST) -> list[str]:
    """Calls of a clock outside of any function's body; a default is worked out at import."""
    found, waiting = [], [tree]
    while waiting:
        node = waiting.pop()
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                waiting += [*node.decorator_list, node.args]
                continue
            case ast.Lambda():
                waiting.append(node.args)
                continue
            case ast.Call(func=ast.Attribute(value=owner, attr=attr)):
                whose = owner.attr if isinstance(owner, ast.Attribute) else ast.unparse(owner)
                if attr in CLOCKS and whose in OWNERS:
                    found.append(f"{node.lineno}: {ast.unparse(node)}")
        waiting += ast.iter_child_nodes(node)
    return found


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_clock_is_read_at_import(path):
    assert read_at_import(ast.parse(path.read_text())) == []


@pytest.mark.parametrize(
    "line",
    [
        "NOW = datetime.now(UTC) + timedelta(hours=1)",
        "def sealed(at=timezone.now()): ...",
        "class Paper:\n    made_on = date.today()",
        "NOW = datetime.datetime.now()",
    ],
)
def test_the_check_sees_a_clock(line):
    assert read_at_import(ast.parse(line))


def test_a_clock_inside_a_function_is_no_matter():
    assert not read_at_import(ast.parse("def now():\n    return timezone.now()"))
    assert not read_at_import(ast.parse("moment = field(default_factory=lambda: date.today())"))
