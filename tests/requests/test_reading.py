"""我发起的, 抄送: the form is read there too, as far as each reader may."""

from uuid import uuid4

import pytest

from tenant_apps.workflow import definitions as flows
from tests.make import requests as make


@pytest.fixture
def filed(office, desk):
    answer = desk(office.clerk).file("car", make.trip(make.car()))
    assert answer.status_code == 201, answer.json()
    return answer


@pytest.fixture
def matter(desk, filed):
    """What this person reads of it in their own boxes."""
    path = f"/api/workflow/runs/{filed.json()['run_id']}/matter"
    return lambda person: desk(person).client.get(path)


def copied(desk, filed, sender, *readers):
    body = {"request_id": str(uuid4()), "people": [str(one.pk) for one in readers]}
    run = filed.json()["run_id"]
    answer = desk(sender).client.post(f"/api/workflow/runs/{run}/cc", body, format="json")
    assert answer.status_code == 200, answer.json()


def test_who_asked_reads_all_that_was_filled_in_also_by_others(
    office, desk, approve, filed, matter
):
    approve(filed, office.head)
    approve(filed, office.manager, data={"driver": "老周"})

    said = matter(office.clerk).json()

    assert (said["subject_label"], said["url"]) == ("申请", f"/requests/{filed.json()['id']}")
    assert (said["run"]["flow_name"], said["run"]["starter"]) == ("用车申请", "刘志强")
    assert said["form"]["data"]["driver"] == "老周"
    assert set(said["form"]["rights"].values()) == {"read"}


def test_a_copy_opens_the_form_and_the_request_and_nothing_else_does(office, desk, filed, matter):
    assert matter(office.stranger).status_code == 404

    copied(desk, filed, office.head, office.stranger)

    said = matter(office.stranger).json()
    assert said["form"]["data"]["destination"] == "三汇镇白岩村"
    assert desk(office.stranger).get(f"/{filed.json()['id']}").status_code == 200
    assert matter(office.colleague).status_code == 404


def test_a_copy_shows_no_more_than_its_sender_sees(office, desk):
    """The step of the head hides the reason: from him, and from whom he tells."""
    body = flows.active("requests.car").graph.body
    nodes = {**body["nodes"]}
    nodes["head"] = nodes["head"] | {"fields": {"reason": "hidden"}}
    flows.ensure(key="requests.car", name="用车申请", graph={"nodes": nodes}, at=make.MONDAY)
    filed = desk(office.clerk).file("car", make.trip(make.car()))
    copied(desk, filed, office.head, office.stranger)
    copied(desk, filed, office.clerk, office.colleague)
    path = f"/api/workflow/runs/{filed.json()['run_id']}/matter"

    seen = {
        person.name: "reason" in desk(person).client.get(path).json()["form"]["data"]
        for person in (office.clerk, office.colleague, office.head, office.stranger)
    }

    assert seen == {"刘志强": True, "吴晓琳": True, "高建平": False, "周明远": False}


def test_who_carries_out_does_not_agree(office, desk, approve, filed):
    """The act is called by what the step is for."""
    labels = []
    for person, data in ((office.head, None), (office.manager, {"driver": "老周"})):
        box = desk(person).client.get("/api/workflow/items", {"box": "todo"}).json()["results"]
        item = desk(person).client.get(f"/api/workflow/items/{box[0]['id']}").json()
        labels.append(item["acts"][0]["label"])
        approve(filed, person, **({"data": data} if data else {}))

    assert labels == ["同意", "办理完毕"]
