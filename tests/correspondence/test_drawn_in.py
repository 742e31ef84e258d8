"""审签: steps that a unit, or a supervisor for one document, draws in before the signature."""

from uuid import uuid4

import pytest

from tenant_apps.correspondence import flows
from tenant_apps.correspondence.models import OutgoingDocument
from tenant_apps.journal.models import Entry
from tenant_apps.workflow import definitions
from tenant_apps.workflow.models import Graph
from tenant_apps.workflow.verifying import verify
from tests.correspondence.test_slips import words
from tests.make import organization
from tests.make.workflow import task

REASON = "涉及资金，请分管领导先审。"


@pytest.fixture
def deputies(office):
    """Two leaders in charge, who hold no duty of documents."""
    return [organization.staff(name, title="副镇长") for name in ("吴副镇长", "郑副镇长")]


@pytest.fixture
def of_the_unit(office, noon):
    """The unit's own 发文: the head of the section agrees before the office reviews."""
    head = organization.staff("何科长", title="财政所所长")
    name, nodes = flows.ROADS[flows.OUTGOING]
    nodes = nodes | {
        "draft": nodes["draft"] | {"next": [{"to": "section"}]},
        "section": task("科室审核", "review", head),
    }
    flows.ensure(flows.OUTGOING, at=noon)
    definitions.publish(
        key=flows.OUTGOING, name=name, graph={"nodes": nodes}, by=office.head, at=noon
    )
    return head


@pytest.fixture
def chief(desk):
    """Supervises the unit, and has no part in the document."""
    return desk(organization.staff("督办某", duties=["office_head"], title="办公室副主任")).client


@pytest.fixture
def redraw(chief):
    """The run's own drawing with 分管领导审签 behind a step; answers what the door says."""

    def ask(document_id, after, people, *, drop="", **more):
        run = OutgoingDocument.objects.get(pk=document_id).run
        nodes = dict(Graph.objects.get(pk=run.graph_id).body["nodes"])
        nodes["deputy"] = task("分管领导审签", nodes[after]["next"][0]["to"], *people, **more)
        nodes[after] = nodes[after] | {"next": [{"to": "deputy"}]}
        if drop:
            (before,) = (key for key, one in nodes.items() if {"to": drop} in one.get("next", []))
            nodes[before] = nodes[before] | {"next": nodes.pop(drop)["next"]}
        body = {"reason": REASON, "request_id": str(uuid4()), "graph": {"nodes": nodes}}
        return chief.post(f"/api/workflow/runs/{run.pk}/edit", body, format="json")

    return ask


def stands(document_id):
    document = OutgoingDocument.objects.get(pk=document_id)
    assert verify(document.run_id) == []
    return document.stage


def test_the_units_own_step_stands_in_its_place(office, desk, of_the_unit, drafted):
    sent = desk(office.drafter).post(f"outgoing/{drafted}/submit").json()
    early = desk(office.head).post(f"outgoing/{drafted}/review")
    page = desk(of_the_unit).get(f"outgoing/{drafted}").json()
    agreed = desk(of_the_unit).post(f"outgoing/{drafted}/agree", opinion="数字已核。")

    assert (sent["stage"], sent["stage_label"]) == ("extra", "审签")
    assert [(one["label"], one["state"]) for one in sent["stages"]][:3] == [
        ("起草", "done"),
        ("科室审核", "now"),
        ("审核", "next"),
    ]
    assert (early.status_code, early.json()["code"]) == (409, "correspondence.not_at_this_stage")
    assert [one["verb"] for one in page["acts"]] == ["agree", "send_back", "transfer"]
    assert (agreed.status_code, agreed.json()["stage"]) == (200, "review")
    entry = Entry.objects.get(subject_id=drafted, name="correspondence.outgoing.agreed")
    assert (entry.actor_name, entry.facts["step"]) == ("何科长", "科室审核")


def test_who_is_asked_may_return_it_and_it_comes_straight_back(office, desk, of_the_unit, drafted):
    desk(office.drafter).post(f"outgoing/{drafted}/submit")
    returned = desk(of_the_unit).post(
        f"outgoing/{drafted}/send_back", to="draft", opinion="请补充测算依据。"
    )
    again = desk(office.drafter).post(f"outgoing/{drafted}/submit")

    assert (returned.status_code, returned.json()["stage"]) == (200, "draft")
    assert (again.status_code, again.json()["stage"]) == (200, "extra")
    assert stands(drafted) == "extra"


def test_a_stranger_agrees_to_nothing(office, desk, of_the_unit, drafted):
    desk(office.drafter).post(f"outgoing/{drafted}/submit")

    refused = desk(office.head).post(f"outgoing/{drafted}/agree")

    assert (refused.status_code, refused.json()["code"]) == (403, "workflow.not_yours")
    assert desk(office.stranger).post(f"outgoing/{drafted}/agree").status_code == 404


def test_for_one_document_leaders_are_asked_together(office, desk, carry, redraw, deputies):
    document_id = carry("review")
    changed = redraw(document_id, "review", deputies, mode="all")
    assert changed.status_code == 200, changed.json()
    reviewed = desk(office.head).post(f"outgoing/{document_id}/review").json()
    first = desk(deputies[0]).post(f"outgoing/{document_id}/agree").json()
    second = desk(deputies[1]).post(f"outgoing/{document_id}/agree", opinion="请抓紧。").json()
    signed = desk(office.leader).post(f"outgoing/{document_id}/sign").json()

    assert [one["stage"] for one in (reviewed, first, second, signed)] == [
        "extra",
        "extra",
        "sign",
        "verify",
    ]
    assert {(one["step"], one["name"], one["text"]) for one in signed["opinions"]} >= {
        ("deputy", "吴副镇长", "同意。"),
        ("deputy", "郑副镇长", "请抓紧。"),
    }
    assert stands(document_id) == "verify"


def test_the_slip_prints_what_they_said(office, desk, carry, redraw, deputies):
    document_id = carry("review")
    redraw(document_id, "review", deputies[:1])
    desk(office.head).post(f"outgoing/{document_id}/review")
    desk(deputies[0]).post(f"outgoing/{document_id}/agree", opinion="资金有保障，同意上报。")

    sheet = desk(office.head).get(f"outgoing/{document_id}/dispatch_slip")

    assert "分管领导审签资金有保障，同意上报。" in words(sheet.content)


def test_everybody_can_see_what_was_changed(office, desk, chief, carry, redraw, deputies):
    document_id = carry("review")
    redraw(document_id, "review", deputies[:1])
    run = OutgoingDocument.objects.get(pk=document_id).run_id

    seen = desk(office.drafter).client.get(f"/api/workflow/runs/{run}/changes").json()["results"]
    undone = chief.post(
        f"/api/workflow/runs/{run}/undo",
        {"event": seen[0]["id"], "reason": "不必了。", "request_id": str(uuid4())},
        format="json",
    )
    reviewed = desk(office.head).post(f"outgoing/{document_id}/review").json()

    assert {"added": "分管领导审签"}.items() <= {
        one["kind"]: one["name"] for one in seen[0]["rows"]
    }.items()
    assert undone.status_code == 200, undone.json()
    assert reviewed["stage"] == "sign"


@pytest.mark.parametrize(
    ("after", "drop", "said"),
    [
        ("sign", "", "只能加在「起草」之后、「签发」之前"),
        ("review", "verify", "「复核」是规定环节，不能删除或改作他用"),
        ("review", "print", "「印制」是规定环节，不能删除或改作他用"),
    ],
)
def test_what_the_regulation_asks_for_stays(carry, redraw, deputies, after, drop, said):
    document_id = carry("review")

    refused = redraw(document_id, after, deputies, drop=drop)

    assert (refused.status_code, refused.json()["code"]) == (400, "workflow.bad_graph")
    assert said in refused.json()["message"]
    assert stands(document_id) == "review"


def test_nor_is_a_statutory_step_ahead_given_to_others(carry, chief, deputies):
    document_id = carry("review")
    run = OutgoingDocument.objects.get(pk=document_id).run
    nodes = dict(Graph.objects.get(pk=run.graph_id).body["nodes"])
    nodes["verify"] = nodes["verify"] | {"who": [{"staff": [str(deputies[0].pk)]}]}
    body = {"reason": REASON, "request_id": str(uuid4()), "graph": {"nodes": nodes}}

    refused = chief.post(f"/api/workflow/runs/{run.pk}/edit", body, format="json")

    assert (refused.status_code, refused.json()["code"]) == (409, "workflow.compulsory_step")
    assert "「复核」" in refused.json()["message"]


def test_what_is_signed_is_led_no_other_way(carry, redraw, deputies):
    document_id = carry("verify")

    refused = redraw(document_id, "review", deputies)

    assert (refused.status_code, refused.json()["code"]) == (
        409,
        "correspondence.not_at_this_stage",
    )


def test_turned_away_from_who_is_out_it_goes_on(office, desk, chief, carry, redraw, deputies):
    document_id = carry("review")
    redraw(document_id, "review", deputies[:1])
    desk(office.head).post(f"outgoing/{document_id}/review")
    run = OutgoingDocument.objects.get(pk=document_id).run_id
    body = {"to": "sign", "reason": "分管领导外出。", "request_id": str(uuid4())}

    turned = chief.post(f"/api/workflow/runs/{run}/jump", body, format="json")

    assert turned.status_code == 200, turned.json()
    assert stands(document_id) == "sign"


def test_from_one_such_step_to_another_the_city_hears_of_it(
    office, desk, of_the_unit, chief, carry, redraw, deputies
):
    document_id = carry("draft")
    desk(office.drafter).post(f"outgoing/{document_id}/submit")
    redraw(document_id, "review", deputies[:1])
    desk(of_the_unit).post(f"outgoing/{document_id}/agree")
    desk(office.head).post(f"outgoing/{document_id}/review")
    run = OutgoingDocument.objects.get(pk=document_id).run_id
    body = {"to": "section", "reason": "请科室补充。", "request_id": str(uuid4())}

    turned = chief.post(f"/api/workflow/runs/{run}/jump", body, format="json")

    assert turned.status_code == 200, turned.json()
    assert stands(document_id) == "extra"
    entry = Entry.objects.get(subject_id=document_id, name="correspondence.outgoing.turned")
    assert entry.facts["to"] == "extra"
