"""系统自动办结: a step that waited for something beside it ends when that has come, once."""

from tenant_apps.journal.models import Entry
from tenant_apps.workflow import actions
from tenant_apps.workflow.models import Item, Run
from tenant_apps.workflow.verifying import verify
from tests.make import workflow as make
from tests.make.lending import LATER
from tests.make.workflow import task
from tests.workflow.conftest import People


def begun(staff: People) -> Run:
    nodes = {"a": task("传阅", "b", staff["head"]), "b": task("归卷", "end", staff["clerk"])}
    return make.run(make.flow(nodes), staff["clerk"])


def test_the_system_completes_it_and_the_record_says_so(staff: People) -> None:
    run = begun(staff)

    done = actions.conclude(run_id=run.pk, node="a", opinion="全部阅毕。", at=LATER)
    again = actions.conclude(run_id=run.pk, node="a", opinion="全部阅毕。", at=LATER)

    assert done is not None
    assert (done.nodes, again) == (("b",), None)
    item = Item.objects.get(run=run, step__node="a")
    assert (item.action, item.by, item.opinion) == ("auto", None, "全部阅毕。")
    entry = Entry.objects.get(name="workflow.step.concluded")
    assert (entry.actor_name, entry.facts["step_name"]) == ("系统", "传阅")
    assert verify(run.pk) == []


def test_a_run_that_is_over_waits_for_nothing(staff: People) -> None:
    run = begun(staff)
    actions.withdraw(run_id=run.pk, by=staff["clerk"], at=LATER, request_id="over", reason="重报")

    assert actions.conclude(run_id=run.pk, node="a", opinion="全部阅毕。", at=LATER) is None
