"""自由流: the handler of a free step says who comes next; nothing drawn ahead is lost."""

from typing import Any

import pytest

from shared_apps.kernel.errors import DomainError
from shared_apps.kernel.ids import new_id
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions
from tenant_apps.workflow.actions import Following
from tenant_apps.workflow.models import Event, Item, Run
from tests.make import workflow as make
from tests.make.workflow import MONDAY, ask, item_of, task
from tests.workflow.conftest import People


def agree(run: Run, person: Staff, **more: Any) -> None:
    item = item_of(run, person)
    actions.approve(item_id=item.pk, by=person, at=MONDAY, request_id=ask(), **more)


def holders(run: Run) -> list[str]:
    open_ = Item.objects.filter(run=run, status="open").select_related("owner")
    return [item.owner.name for item in open_.order_by("slot")]


@pytest.fixture
def run(staff: People) -> Run:
    """Free with the clerk, and in the end the leader signs, whatever lies between."""
    flow = make.flow(
        {
            "a": task("承办", "z", staff["clerk"], free=True),
            "z": task("签发", "end", staff["mayor"], compulsory=True),
        }
    )
    return make.run(flow, staff["clerk"], subject_kind="report")


def test_whom_i_choose_comes_next_and_the_rest_stays(staff: People, run: Run) -> None:
    first = Following([staff["head"].pk, staff["deputy"].pk], "会商", "all")
    then = Following([staff["registrar"].pk], "汇总")

    agree(run, staff["clerk"], then=[first, then])

    assert holders(run) == ["王主任", "吴副镇长"]
    agree(run, staff["head"])
    agree(run, staff["deputy"])
    assert holders(run) == ["林登记"]
    agree(run, staff["registrar"])
    assert holders(run) == ["周镇长"]
    kept = Event.objects.get(run=run, seq=2).detail
    assert kept["was"] == run.definition.graph_id != kept["graph"]


def test_who_was_only_asked_chooses_no_way(staff: People, run: Run) -> None:
    mine = item_of(run, staff["clerk"])
    said: dict[str, Any] = {"by": staff["clerk"], "at": MONDAY, "request_id": ask()}
    actions.add(item_id=mine.pk, place="before", people=[staff["head"].pk], **said)

    with pytest.raises(DomainError, match="受邀提意见"):
        agree(run, staff["head"], then=[Following([staff["deputy"].pk])])


def test_who_was_chosen_may_choose_on(staff: People, run: Run) -> None:
    agree(run, staff["clerk"], then=[Following([staff["head"].pk])])

    agree(run, staff["head"], then=[Following([staff["clerk"].pk], "再核")])

    assert holders(run) == ["李文书"]
    agree(run, staff["clerk"])
    assert holders(run) == ["周镇长"]


def test_nobody_chosen_and_the_drawn_way_goes_on(staff: People, run: Run) -> None:
    agree(run, staff["clerk"])

    assert holders(run) == ["周镇长"]
    assert Run.objects.get(pk=run.pk).graph_id == run.definition.graph_id


def test_where_it_may_not_be_chosen_nothing_changes(staff: People, run: Run) -> None:
    gone = people_who_left(staff)
    for then in ([Following([gone.pk])], [Following([new_id()])]):
        with pytest.raises(DomainError, match="不在本单位或账号已停用"):
            agree(run, staff["clerk"], then=then)
    with pytest.raises(DomainError, match="一次最多自选"):
        agree(run, staff["clerk"], then=[Following([staff["head"].pk])] * 10)
    agree(run, staff["clerk"])

    with pytest.raises(DomainError, match="由流程设定，不能自选"):
        agree(run, staff["mayor"], then=[Following([staff["head"].pk])])

    assert holders(run) == ["周镇长"]


def people_who_left(staff: People) -> Staff:
    Staff.objects.filter(pk=staff["deputy"].pk).update(is_active=False)
    return staff["deputy"]
