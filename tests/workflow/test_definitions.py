"""Flows come as stock, may become the unit's own, and never change under a running matter."""

from typing import Any

import pytest

from shared_apps.kernel.errors import NotFound
from tenant_apps.journal.models import Entry
from tenant_apps.workflow import definitions, graphs
from tenant_apps.workflow.models import Definition
from tests.make import workflow as make
from tests.make.workflow import MONDAY, graph, item_of, task
from tests.workflow.conftest import People


def drawn(first: str) -> dict[str, Any]:
    return graph({"a": task(first, "end", who=[{"starter": True}])}, "a")


def ensured(first: str = "起草") -> Definition:
    return definitions.ensure(key="leave", name="请假", graph=drawn(first), at=MONDAY)


def test_stock_comes_once_and_is_renewed(staff: People) -> None:
    first = ensured()
    assert ensured() == first

    renewed = ensured("填写")

    assert (renewed.version, definitions.active("leave")) == (2, renewed)
    assert not Definition.objects.get(pk=first.pk).is_active
    assert Entry.objects.filter(name="workflow.flow.published").count() == 2


def test_what_the_unit_drew_itself_stays(staff: People) -> None:
    ensured()
    own = definitions.publish(
        key="leave", name="请假（本单位）", graph=drawn("写假条"), by=staff["head"], at=MONDAY
    )

    assert ensured("填写") == own
    assert own.history.get().history_user == staff["head"]


def test_a_running_matter_keeps_its_own(staff: People) -> None:
    run = make.run(ensured(), staff["clerk"])
    ensured("填写")

    run.refresh_from_db()
    assert run.definition.version == 1
    assert [node.name for node in graphs.load(run.graph_id).tasks()] == ["起草"]
    assert item_of(run, staff["clerk"]).step.name == "起草"


def test_what_nobody_has_set_up(staff: People) -> None:
    with pytest.raises(NotFound, match="还没有启用“travel”流程"):
        definitions.active("travel")
