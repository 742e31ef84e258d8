"""下一步办理人由上一办理人指定: the desk offers the choice, and says when the act needs it."""

from typing import Any

import pytest

from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions, choosing, graphs
from tenant_apps.workflow.models import Definition, Item, Run
from tests.make import organization as people
from tests.make import workflow as make
from tests.make.workflow import MONDAY, ask, graph, item_of, task
from tests.workflow.conftest import People
from tests.workflow.test_acting import Knock
from tests.workflow.test_acting import knock as knock
from tests.workflow.test_acting import run as run

LEADERS = [{"chosen": True, "permission": "correspondence.outgoing.sign"}]
ANYBODY = [{"chosen": True}]
LARGE = {"field": "amount", "op": ">", "value": 100}


def offered(knock: Knock, who: str, item: Item) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = knock(who, f"items/{item.pk}").json()["choices"]
    return found


def test_the_desk_offers_it_and_agreeing_needs_it(knock: Knock, run: Run, staff: People) -> None:
    item = item_of(run, staff["head"])

    (choice,) = offered(knock, "head", item)

    assert (choice["key"], choice["name"], choice["mode"]) == ("sign", "审批", "all")
    assert choice["permission"] == "correspondence.outgoing.sign"
    assert (choice["needed"], choice["chosen"]) == (True, [])
    refused = knock("head", f"items/{item.pk}/approve", {"opinion": "同意。"})
    assert (refused.status_code, refused.json()["code"]) == (409, "workflow.choose_handlers")
    assert refused.json()["step"] == "sign"
    body = {"chosen": {"sign": [str(staff["deputy"].pk), str(staff["mayor"].pk)]}}
    done = knock("head", f"items/{item.pk}/approve", body).json()
    assert done["next"][0]["handlers"] == ["吴副镇长", "周镇长"]


def test_the_only_one_who_could_be_is_offered_at_once(
    knock: Knock, run: Run, staff: People
) -> None:
    Staff.objects.filter(pk=staff["deputy"].pk).update(is_active=False)

    (choice,) = offered(knock, "head", item_of(run, staff["head"]))

    assert [one["name"] for one in choice["chosen"]] == ["周镇长"]


def test_a_second_time_the_first_choice_stands_there_and_whoever_left_does_not(
    knock: Knock, run: Run, staff: People
) -> None:
    both = [str(staff["deputy"].pk), str(staff["mayor"].pk)]
    knock("head", f"items/{item_of(run, staff['head']).pk}/approve", {"chosen": {"sign": both}})
    back = {"to": "check", "opinion": "请再核。"}
    knock("mayor", f"items/{item_of(run, staff['mayor']).pk}/send_back", back)
    people.staff("钱书记", duties=("leader",))
    Staff.objects.filter(pk=staff["deputy"].pk).update(is_active=False)
    item = item_of(run, staff["head"])

    (choice,) = offered(knock, "head", item)

    assert [one["name"] for one in choice["chosen"]] == ["周镇长"]
    refused = knock("head", f"items/{item.pk}/approve", {})
    assert (refused.json()["code"], refused.json()["step"]) == ("workflow.not_eligible", "sign")
    again = knock("head", f"items/{item.pk}/approve", {"chosen": {"sign": both[1:]}}).json()
    assert again["next"][0]["handlers"] == ["周镇长"]


@pytest.fixture
def together(staff: People) -> Definition:
    return make.flow(
        {
            "a": task("会签", "b", staff["head"], staff["deputy"]),
            "b": task("审批", "end", who=ANYBODY),
        }
    )


def test_of_several_only_the_last_one_must_choose(
    knock: Knock, together: Definition, staff: People
) -> None:
    run = make.run(together, staff["clerk"], subject_kind="report")

    (first,) = offered(knock, "head", item_of(run, staff["head"]))
    assert (first["needed"], first["permission"]) == (False, "")
    knock("head", f"items/{item_of(run, staff['head']).pk}/approve", {})
    (last,) = offered(knock, "deputy", item_of(run, staff["deputy"]))

    assert last["needed"]
    assert offered(knock, "clerk", item_of(run, staff["deputy"])) == []


def test_who_only_gives_an_opinion_chooses_nobody(knock: Knock, run: Run, staff: People) -> None:
    item = item_of(run, staff["head"])
    said: dict[str, Any] = {"by": staff["head"], "at": MONDAY, "request_id": ask()}
    actions.delegate(item_id=item.pk, to=staff["registrar"].pk, opinion="请核。", **said)

    assert offered(knock, "registrar", item_of(run, staff["registrar"])) == []


def fork(type: str) -> dict[str, Any]:
    branches = [{"to": "big", "when": LARGE}, {"to": "small", "default": True}]
    return {"type": type, "name": "分支", "next": branches}


def forked(type: str) -> graphs.Chart:
    nodes = {
        "a": task("申请", "x", who=[{"starter": True}]),
        "x": fork(type),
        "big": task("领导审批", "end", who=LEADERS),
        "small": task("科室审批", "end", who=ANYBODY),
    }
    if type == "split":
        nodes["big"]["next"] = nodes["small"]["next"] = [{"to": "j"}]
        nodes["j"] = {"type": "join", "name": "汇合", "next": [{"to": "after"}]}
        nodes["after"] = task("归档", "end", who=ANYBODY)
    return graphs.check(graph(nodes, "a"))


@pytest.mark.parametrize("type", ["xor", "split"])
def test_the_branch_that_applies_is_certain_and_no_other_is_asked_for(type: str) -> None:
    chart = forked(type)

    assert choosing.following(chart, "a", {"amount": 500}) == {"big": True}
    assert choosing.following(chart, "a", {"amount": 5}) == {"small": True}
    unsure = choosing.following(chart, "a", {"amount": 5}, unsure={"amount"})
    assert unsure == {"big": False, "small": False}


def test_behind_a_join_nothing_is_certain() -> None:
    assert choosing.following(forked("split"), "big", {"amount": 500}) == {"after": False}
