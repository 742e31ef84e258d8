"""流程转向: a supervisor turns what is not signed; the document follows and skips nothing."""

from uuid import uuid4

import pytest

from tenant_apps.correspondence.models import OutgoingDocument
from tenant_apps.journal.models import Entry
from tenant_apps.workflow.verifying import verify
from tests.correspondence.test_stages import finance as finance  # 财政所, whose head signs for it
from tests.make import organization

REASON = "会签部门负责人外出，先送签发。"


@pytest.fixture
def chief(desk):
    """Supervises the unit, and has no part in the document."""
    return desk(organization.staff("督办某", duties=["office_head"], title="办公室副主任")).client


@pytest.fixture
def turn(chief):
    def to(document_id, stage, verb="jump", **more):
        run = OutgoingDocument.objects.get(pk=document_id).run_id
        body = {"to": stage, "reason": REASON, "request_id": str(uuid4())} | more
        return chief.post(f"/api/workflow/runs/{run}/{verb}", body, format="json")

    return to


@pytest.fixture
def asked(office, desk, carry, finance):
    """Lies with the department that was asked to sign for it."""
    document_id = carry("review")
    body = {"departments": [str(finance.pk)]}
    answer = desk(office.head).post(f"outgoing/{document_id}/review", **body)
    assert answer.json()["stage"] == "cosign"
    return document_id


def test_its_way_says_in_words_what_its_conditions_ask_about(chief, asked):
    run = OutgoingDocument.objects.get(pk=asked).run_id

    way = chief.get(f"/api/workflow/runs/{run}/way").json()

    asked_about = [(one["name"], one["title"], one["is_fact"]) for one in way["form_fields"]]
    assert asked_about == [("cosign", "会签部门", True)]
    doors = [door["when"]["field"] for door in way["nodes"]["joint"]["next"] if "when" in door]
    assert doors == ["cosign"]


def stands(document_id):
    document = OutgoingDocument.objects.get(pk=document_id)
    assert verify(document.run_id) == []
    return document.stage


def test_会签_may_be_cut_short_and_the_leader_signs(office, desk, asked, turn):
    answer = turn(asked, "sign")

    assert answer.status_code == 200, answer.json()
    assert stands(asked) == "sign"
    signed = desk(office.leader).post(f"outgoing/{asked}/sign", opinion="同意。")
    assert (signed.status_code, signed.json()["stage"]) == (200, "verify")
    entry = Entry.objects.get(subject_id=asked, name="correspondence.outgoing.turned")
    assert (entry.actor_name, entry.facts["to"], entry.facts["reason"]) == (
        "督办某",
        "sign",
        REASON,
    )


def test_back_to_the_drafter_it_can_be_edited_again(office, desk, asked, turn):
    assert turn(asked, "draft").status_code == 200

    assert stands(asked) == "draft"
    again = desk(office.drafter).post(f"outgoing/{asked}/submit")
    assert (again.status_code, again.json()["stage"]) == (200, "review")


def test_taken_back_it_lies_where_it_lay(chief, asked, turn):
    turn(asked, "sign")
    run = OutgoingDocument.objects.get(pk=asked).run_id
    changes = chief.get(f"/api/workflow/supervision/{run}").json()["changes"]

    done = turn(asked, "", verb="undo", event=changes[0]["id"])

    assert done.status_code == 200, done.json()
    assert stands(asked) == "cosign"


@pytest.mark.parametrize(
    ("stage", "to", "passed"),
    [("draft", "review", "起草"), ("review", "sign", "审核"), ("review", "verify", "审核")],
)
def test_nothing_the_regulation_asks_for_is_passed_over(carry, turn, stage, to, passed):
    document_id = carry(stage)

    answer = turn(document_id, to)

    assert (answer.status_code, answer.json()["code"]) == (409, "workflow.compulsory_step")
    assert f"「{passed}」" in answer.json()["message"]
    assert stands(document_id) == stage


def test_what_is_signed_turns_no_more(carry, turn):
    document_id = carry("verify")

    answer = turn(document_id, "review")

    assert (answer.status_code, answer.json()["code"]) == (
        409,
        "correspondence.not_at_this_stage",
    )
    assert "已经签发，不能再转向" in answer.json()["message"]


@pytest.mark.parametrize("verb", ["force", "terminate"])
def test_the_rest_is_done_on_its_page(chief, asked, verb):
    run = OutgoingDocument.objects.get(pk=asked).run_id
    body = {"reason": REASON, "request_id": str(uuid4()), "graph": {"nodes": {}}}

    answer = chief.post(f"/api/workflow/runs/{run}/{verb}", body, format="json")

    assert (answer.status_code, answer.json()["code"]) == (409, "workflow.act_on_document")
