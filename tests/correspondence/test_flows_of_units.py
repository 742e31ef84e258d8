"""Stock flows that were drawn anew: what runs keeps its own, new matters take the new road."""

import json

import pytest
from django.core.management import call_command

from tenant_apps.correspondence import flows
from tenant_apps.correspondence.models import IncomingDocument
from tenant_apps.workflow import definitions
from tenant_apps.workflow.models import Definition
from tenants.crossing import in_unit
from tests.correspondence.conftest import tomorrow

KEY = flows.INCOMING


@pytest.fixture
def earlier() -> tuple[str, dict]:
    """收文 as it was shipped before: 登记 拟办 批示 承办 办结."""
    name, stock = flows.ROADS[KEY]
    nodes = {key: node for key, node in stock.items() if key not in ("screen", "course")}
    del nodes["circulate"]
    nodes["register"] = nodes["register"] | {"next": [{"to": "propose"}]}
    nodes["propose"] = nodes["propose"] | {"next": [{"to": "instruct"}]}
    return name, nodes


@pytest.fixture
def before(other_unit, earlier, noon) -> None:
    name, nodes = earlier
    with in_unit(other_unit):
        definitions.ensure(
            key=KEY, name=name, graph={"nodes": nodes}, readers=flows.READERS, at=noon
        )


def version(unit) -> int:
    with in_unit(unit):
        return Definition.objects.get(key=KEY, is_active=True).version


def test_the_operator_brings_stock_flows_up_to_date(before, other_unit, capsys):
    call_command("unit_flows", "--unit=zfb", "--json")
    published = json.loads(capsys.readouterr().out)["published"]
    call_command("unit_flows", "--unit=zfb", "--quiet")

    assert {"unit": "ZFB", "flow": KEY, "version": 2} in published
    assert version(other_unit) == 2
    assert capsys.readouterr().out == ""


def test_what_the_unit_drew_itself_stays(before, other_unit, earlier, noon, district):
    name, nodes = earlier
    with in_unit(other_unit):
        nodes["complete"] = nodes["complete"] | {"due": 60}
        definitions.publish(
            key=KEY, name=name, graph={"nodes": nodes}, by=district.people.head, at=noon
        )

    call_command("unit_flows", "--unit=zfb", "--quiet")

    assert version(other_unit) == 2


def test_what_runs_goes_its_own_way_to_the_end(before, arrived, district, relay):
    people, at = district.people, district.desk
    leader, handler = str(people.leader.pk), str(people.handler.pk)
    road = (
        (people.registrar, "acknowledge", {}, "register"),
        (people.registrar, "register", {}, "propose"),
        (people.head, "propose", {"opinion": "请阅示。", "leader": leader}, "instruct"),
        (
            people.leader,
            "instruct",
            {"opinion": "请办。", "handlers": [handler], "due_on": tomorrow()},
            "handle",
        ),
        (people.handler, "handle", {"result": "已办。"}, "complete"),
        (people.head, "complete", {"answer": "同意。"}, "completed"),
    )
    for number, (person, verb, said, after) in enumerate(road):
        answer = at(person).post(f"incoming/{arrived}/{verb}", **said)
        assert (answer.status_code, answer.json()["stage"]) == (200, after), answer.json()
        if number == 0:
            call_command("unit_flows", "--unit=zfb", "--quiet")

    assert [one["key"] for one in answer.json()["stages"]] == [
        "arrived",
        "register",
        "propose",
        "instruct",
        "handle",
        "complete",
        "completed",
    ]


def test_a_road_without_传阅_refuses_it(before, arrived, district, other_unit):
    people, at = district.people, district.desk
    for verb in ("acknowledge", "register"):
        at(people.registrar).post(f"incoming/{arrived}/{verb}")
    with in_unit(other_unit):
        IncomingDocument.objects.update(doc_kind="notice")

    refused = at(people.head).post(
        f"incoming/{arrived}/propose",
        opinion="请阅。",
        course="note",
        readers=[str(people.leader.pk)],
    )

    assert (refused.status_code, refused.json()["code"]) == (409, "incoming.no_circulation")
