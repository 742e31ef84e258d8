"""阅批: steps that a unit draws into the road of what came in, before somebody handles it."""

import pytest

from shared_apps.oversight.models import ProgressLine
from tenant_apps.correspondence import flows
from tenant_apps.correspondence.models import IncomingDocument
from tenant_apps.journal.models import Entry
from tenant_apps.workflow import definitions
from tenant_apps.workflow.verifying import verify
from tenants.crossing import in_unit
from tenants.current import public_floor
from tests.correspondence.conftest import tomorrow
from tests.correspondence.test_slips import words
from tests.make import correspondence as make
from tests.make import organization
from tests.make.workflow import task


@pytest.fixture
def chiefs(district, other_unit, client_at, noon):
    """The district's own 收文: a section sees it before 拟办, a leader in charge after 批示."""
    with in_unit(other_unit):
        section = organization.staff("何科长", title="综合科科长")
        deputy = organization.staff("吴副区长", title="副区长")
        name, nodes = flows.ROADS[flows.INCOMING]
        nodes = nodes | {
            "screen": nodes["screen"] | {"next": [{"to": "section"}]},
            "section": task("科室阅研", "propose", section),
            "instruct": nodes["instruct"] | {"next": [{"to": "deputy"}]},
            "deputy": task("分管领导批示", "handle", deputy),
        }
        flows.ensure(flows.INCOMING, at=noon)
        definitions.publish(
            key=flows.INCOMING,
            name=name,
            graph={"nodes": nodes},
            by=district.people.head,
            at=noon,
        )
        tokens = {"section": organization.token(section), "deputy": organization.token(deputy)}
    return {who: make.Desk(client_at(other_unit, key)) for who, key in tokens.items()}


@pytest.fixture
def step(at, district, chiefs, bring):
    """Bring it to the desk of one of the two, and open that desk."""
    document = bring("propose")

    def run(to: str):
        if to == "deputy":
            chiefs["section"].post(f"incoming/{document}/agree")
            leader = str(district.people.leader.pk)
            at("head").post(f"incoming/{document}/propose", opinion="拟请阅示。", leader=leader)
            said = {"handlers": [str(district.people.handler.pk)], "due_on": tomorrow()}
            at("leader").post(f"incoming/{document}/instruct", opinion="请速办。", **said)
        return document, chiefs[to]

    return run


def test_it_stands_where_the_unit_drew_it_and_goes_on_when_it_agrees(step, at, other_unit):
    document, section = step("section")
    early = at("head").post(f"incoming/{document}/propose", opinion="拟请阅示。")
    page = section.get(f"incoming/{document}").json()
    agreed = section.post(f"incoming/{document}/agree", opinion="属我科职责。")

    assert (page["stage"], page["stage_label"]) == ("extra", "阅批")
    assert [(one["label"], one["state"]) for one in page["stages"]] == [
        ("待签收", "done"),
        ("登记", "done"),
        ("初审", "done"),
        ("科室阅研", "now"),
        ("拟办", "next"),
        ("批示", "next"),
        ("分管领导批示", "next"),
        ("承办", "next"),
        ("办结", "next"),
        ("已办结", "next"),
    ]
    verbs = {one["verb"] for one in page["acts"] if one["allowed"]}
    assert verbs == {"agree", "send_back", "transfer", "circulate"}
    assert (early.status_code, early.json()["code"]) == (409, "correspondence.not_at_this_stage")
    assert (agreed.status_code, agreed.json()["stage"]) == (200, "propose")
    with in_unit(other_unit):
        assert verify(IncomingDocument.objects.get(pk=document).run_id) == []
        entry = Entry.objects.get(subject_id=document, name="correspondence.incoming.agreed")
    assert (entry.actor_name, entry.facts["step"]) == ("何科长", "科室阅研")


def test_who_handles_it_was_named_before_and_still_is(step, at, relay):
    document, deputy = step("deputy")
    relay()
    with public_floor():
        line = ProgressLine.objects.get(subject_id=document)
    agreed = deputy.post(f"incoming/{document}/agree", opinion="抓紧。").json()
    done = at("handler").post(f"incoming/{document}/handle", result="已办。").json()

    assert (line.stage, line.stage_label) == ("extra", "阅批")
    assert agreed["stage"] == "handle"
    assert done["stage"] == "complete"
    assert ("deputy", "抓紧。") in {(one["step"], one["text"]) for one in done["opinions"]}


def test_a_stranger_agrees_to_nothing(step, at):
    document, _ = step("section")

    refused = at("handler").post(f"incoming/{document}/agree")
    keeper = at("registrar").post(f"incoming/{document}/agree")

    assert refused.status_code == 404
    assert (keeper.status_code, keeper.json()["code"]) == (403, "workflow.not_yours")


def test_it_may_be_returned_to_a_desk_behind(step):
    document, deputy = step("deputy")

    returned = deputy.post(f"incoming/{document}/send_back", to="propose", opinion="请先会商。")

    assert (returned.status_code, returned.json()["stage"]) == (200, "propose")


def test_what_is_only_to_be_read_passes_no_leader_in_charge(step, at, district, other_unit):
    document, section = step("section")
    with in_unit(other_unit):
        IncomingDocument.objects.update(doc_kind="notice")
    section.post(f"incoming/{document}/agree")
    reader = str(district.people.leader.pk)

    read = at("head").post(
        f"incoming/{document}/propose", opinion="请阅。", course="note", readers=[reader]
    )

    assert [one["label"] for one in read.json()["stages"]] == [
        "待签收",
        "登记",
        "初审",
        "科室阅研",
        "拟办",
        "传阅",
        "已办结",
    ]


def test_the_slip_has_a_box_for_each(step, at):
    document, deputy = step("deputy")
    deputy.post(f"incoming/{document}/agree", opinion="请农业科牵头。")

    sheet = at("head").get(f"incoming/{document}/slip")

    assert "分管领导批示请农业科牵头。" in words(sheet.content)


@pytest.fixture
def before_the_leader(chiefs, district, other_unit, noon):
    """The same flow, but the leader in charge sees it before 批示."""
    with in_unit(other_unit):
        nodes = dict(definitions.active(flows.INCOMING).graph.body["nodes"])
        ways = [
            edge | {"to": "deputy"} if edge["to"] == "instruct" else edge
            for edge in nodes["course"]["next"]
        ]
        nodes |= {
            "course": nodes["course"] | {"next": ways},
            "deputy": nodes["deputy"] | {"next": [{"to": "instruct"}]},
            "instruct": nodes["instruct"] | {"next": [{"to": "handle"}]},
        }
        definitions.publish(
            key=flows.INCOMING,
            name="收文",
            graph={"nodes": nodes},
            by=district.people.head,
            at=noon,
        )


@pytest.mark.usefixtures("before_the_leader")
def test_proposed_anew_until_somebody_has_acted(chiefs, bring, at, district):
    document = bring("propose")
    chiefs["section"].post(f"incoming/{document}/agree")
    leader = str(district.people.leader.pk)

    def propose():
        said = {"opinion": "拟请阅示。", "leader": leader}
        return at("head").post(f"incoming/{document}/propose", **said).json()

    def offered(page):
        return "take_back" in {one["verb"] for one in page["acts"]}

    proposed = propose()
    taken = at("head").post(f"incoming/{document}/take_back", reason="改请主要领导。").json()
    again = propose()
    chiefs["deputy"].post(f"incoming/{document}/agree")
    passed = at("head").get(f"incoming/{document}").json()
    late = at("head").post(f"incoming/{document}/take_back", reason="迟了。")

    assert [one["stage"] for one in (proposed, taken, again, passed)] == [
        "extra",
        "propose",
        "extra",
        "instruct",
    ]
    assert (offered(proposed), offered(passed)) == (True, False)
    assert late.status_code == 409
