"""系统调整办理人: who can act at a waiting step is decided outside the flow, and has changed."""

from tenant_apps.journal.models import Entry
from tenant_apps.workflow import actions
from tenant_apps.workflow.models import Item, Run
from tenant_apps.workflow.verifying import verify
from tests.make import workflow as make
from tests.make.lending import LATER, approve
from tests.make.workflow import task
from tests.workflow.conftest import People


def begun(staff: People, *names: str) -> Run:
    nodes = {"a": task("用印", "end", *(staff[name] for name in names), mode="any")}
    return make.run(make.flow(nodes), staff["clerk"])


def lies_with(run: Run) -> list[str]:
    open_ = Item.objects.filter(run=run, status="open").order_by("slot")
    return list(open_.values_list("owner__name", flat=True))


def test_who_cannot_any_more_is_rid_of_it_and_who_can_has_it(staff: People) -> None:
    run = begun(staff, "head", "clerk")
    kept = Item.objects.get(run=run, owner=staff["clerk"])

    wanted = [staff["clerk"].pk, staff["mayor"].pk]
    done = actions.reseat(run_id=run.pk, node="a", people=wanted, at=LATER)
    again = actions.reseat(run_id=run.pk, node="a", people=wanted, at=LATER)

    assert done is not None
    assert (done.handlers, again) == ((staff["mayor"].pk,), None)
    assert lies_with(run) == [staff["clerk"].name, staff["mayor"].name]
    assert Item.objects.get(run=run, owner=staff["clerk"]) == kept
    entry = Entry.objects.get(name="workflow.step.reseated")
    assert (entry.actor_name, entry.facts["come"]) == ("系统", [str(staff["mayor"].pk)])
    assert verify(run.pk) == []


def test_it_may_lie_with_others_altogether_and_still_ends(staff: People) -> None:
    run = begun(staff, "head")
    actions.reseat(run_id=run.pk, node="a", people=[staff["mayor"].pk], at=LATER)

    approve(run, staff["mayor"])

    run.refresh_from_db()
    assert (run.status, verify(run.pk)) == ("done", [])


def test_what_is_over_is_nobodys(staff: People) -> None:
    run = begun(staff, "head")
    approve(run, staff["head"])

    assert actions.reseat(run_id=run.pk, node="a", people=[staff["clerk"].pk], at=LATER) is None
