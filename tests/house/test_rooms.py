"""The repository examined by itself: size, shape and names of what is in its rooms."""

import ast
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from shared_apps.kernel.errors import DomainError
from shared_apps.kernel.events import Event

ROOT = Path(settings.BASE_DIR)
ROOMS = ("config", "tenants", "shared_apps", "tenant_apps", "tests")
MODULES = sorted(
    path
    for room in ROOMS
    for path in (ROOT / room).rglob("*.py")
    if "migrations" not in path.parts
)
ACTIONS = [path for path in MODULES if path.stem == "actions" or path.parent.name == "actions"]
ACTIONS = [path for path in ACTIONS if "tenant_apps" in path.parts]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def kinds(cls: type) -> set[type]:
    return {cls}.union(*(kinds(sub) for sub in cls.__subclasses__()))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_module_is_longer_than_four_hundred_lines(path):
    assert len(path.read_text().splitlines()) <= 400


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_function_is_longer_than_forty_lines_beside_its_docstring(path):
    long = []
    for function in functions(path):
        body = function.body
        said = ast.get_docstring(function) is not None
        first = body[1] if said and len(body) > 1 else body[0]
        if function.end_lineno - first.lineno + 1 > 40:
            long.append(function.name)
    assert long == []


@pytest.mark.parametrize("path", ACTIONS, ids=name)
def test_every_office_verb_records_what_it_did(path):
    """A public function that takes by= and at= ends in record(), itself or through a sister."""
    tree = ast.parse(path.read_text())
    own = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}

    def records(function: ast.FunctionDef, seen: frozenset[str] = frozenset()) -> bool:
        for node in ast.walk(function):
            if not isinstance(node, ast.Call):
                continue
            called = node.func
            label = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if label in ("record", "record_all", "finish", "finish_turn", "conclude"):
                return True
            if isinstance(called, ast.Attribute) and getattr(called.value, "id", "") in (
                "files",
                "texts",
            ):
                return True  # another app's verb, held to the same rule
            if label in own and label not in seen and records(own[label], seen | {label}):
                return True
        return False

    verbs = [
        function
        for function in own.values()
        if not function.name.startswith("_")
        and {"by", "at"} <= {argument.arg for argument in function.args.kwonlyargs}
    ]
    assert [verb.name for verb in verbs if not records(verb)] == []


def test_error_codes_are_said_by_one_refusal_each():
    codes = Counter(
        kind.code
        for kind in kinds(DomainError)
        if "code" in vars(kind) and not kind.__module__.startswith("tests")
    )
    assert [code for code, count in codes.items() if count > 1] == []
    assert all(code == code.lower() and " " not in code for code in codes)


def test_event_names_begin_with_their_app():
    strange = [
        event.name
        for event in Event.known.values()
        if not event.__module__.startswith("tests")
        and event.name.split(".")[0] not in event.__module__.split(".")
    ]
    assert strange == []


def test_an_app_is_in_one_list_or_the_other():
    assert set(settings.SHARED_APPS) & set(settings.TENANT_APPS) == set()
