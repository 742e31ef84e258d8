"""行文规则 at the drafter's desk: refused, explained, mended by a click, ticked at 审核."""

import pytest

from tenant_apps.correspondence import viewing
from tenant_apps.correspondence.models import OutgoingDocument
from tests.make import correspondence as make


@pytest.fixture
def begun(office, desk):
    """A draft with these words, on its drafter's desk."""

    def begin(**content: object) -> dict:
        mine = desk(office.drafter)
        said = make.draft_content(signatory=str(office.leader.pk), **content)
        made = mine.client.post(f"{mine.root}/outgoing", said, format="json")
        assert made.status_code == 201, made.json()
        return made.json()

    return begin


def of(document: dict, code: str) -> dict:
    (found,) = [one for one in document["findings"] if one["code"] == code]
    return found


def save(desk, office, document: dict, changes: dict) -> dict:
    url = f"/api/correspondence/outgoing/{document['id']}"
    version = document["version"]
    answer = desk(office.drafter).client.patch(
        url, changes, format="json", HTTP_IF_MATCH=f'"{version}"'
    )
    assert answer.status_code == 200, answer.json()
    return answer.json()


REPORT = {
    "doc_kind": "report",
    "title": "关于受灾情况的报告",
    "body": "受灾二千余人。恳请批准。\n妥否，请批示。",
}


def test_a_hard_rule_refuses_and_one_click_mends_it(office, desk, begun):
    document = begun(**REPORT)
    finding = of(document, "X7B")
    act = next(one for one in document["acts"] if one["verb"] == "submit")

    refused = desk(office.drafter).post(f"outgoing/{document['id']}/submit")
    mended = save(desk, office, document, finding["fixes"][0]["changes"])
    sent = desk(office.drafter).post(f"outgoing/{document['id']}/submit")

    assert (finding["strength"], finding["article"]) == ("hard", "条例第十五条（四）")
    assert not act["allowed"]
    assert "条例第十五条（四）" in act["reason"]
    assert (refused.status_code, refused.json()["code"]) == (409, "outgoing.breaks_a_rule")
    assert refused.json()["rules"] == ["X7B"]
    assert (mended["doc_kind"], mended["title"]) == ("request", "关于受灾情况的请示")
    assert sent.status_code == 200, sent.json()


def test_a_conditional_rule_goes_on_with_a_reason_that_is_kept(office, desk, begun):
    document = begun(title="关于申请拨付救助资金和增加编制的请示")
    mine = desk(office.drafter)

    refused = mine.post(f"outgoing/{document['id']}/submit")
    beside = mine.post(f"outgoing/{document['id']}/explain", rule="X3", reason="没有这一条")
    said = mine.post(f"outgoing/{document['id']}/explain", rule="X7", reason="编制随资金一并核定")
    sent = mine.post(f"outgoing/{document['id']}/submit")

    assert (refused.status_code, refused.json()["code"]) == (409, "outgoing.needs_a_reason")
    assert (beside.status_code, beside.json()["code"]) == (409, "outgoing.nothing_to_explain")
    assert said.json()["reasons"] == {"X7": "编制随资金一并核定"}
    assert sent.status_code == 200
    kept = OutgoingDocument.objects.get(pk=document["id"]).explained["X7"]
    assert kept["by"] == "王晓敏"


def test_the_list_of_审核_is_ticked_and_kept(office, desk, carry):
    document_id = carry("review")
    before = desk(office.head).get(f"outgoing/{document_id}").json()["checklist"]

    desk(office.head).post(f"outgoing/{document_id}/review", ticked=["grounds", "form", "没有"])
    after = desk(office.leader).get(f"outgoing/{document_id}").json()["checklist"]

    assert [one["key"] for one in before if one["ticked"]] == ["ways", "kind", "joint"]
    assert [one["key"] for one in after if one["ticked"]] == ["grounds", "form"]
    assert OutgoingDocument.objects.get().checked["by"] == "陈思雨"


def test_what_the_rules_doubt_is_not_ticked_for_the_reviewer(office, desk, begun):
    document = begun(title="关于申请拨付救助资金和增加编制的请示")
    mine = desk(office.drafter)
    mine.post(f"outgoing/{document['id']}/explain", rule="X7", reason="编制随资金核定")
    mine.post(f"outgoing/{document['id']}/submit")

    said = desk(office.head).get(f"outgoing/{document['id']}").json()["checklist"]

    assert [one["key"] for one in said if one["ticked"]] == ["kind", "joint"]


def test_once_numbered_nothing_is_judged_any_more(office, desk, carry):
    document_id = carry("print")
    OutgoingDocument.objects.filter(pk=document_id).update(title="改坏了")

    assert desk(office.registrar).get(f"outgoing/{document_id}").json()["findings"] == []


def test_a_reason_holds_for_what_it_was_given_for(office, desk, begun):
    document = begun(title="关于申请拨付救助资金和增加编制的请示")
    mine = desk(office.drafter)
    said = mine.post(f"outgoing/{document['id']}/explain", rule="X7", reason="编制随资金核定")

    other = save(desk, office, said.json(), {"title": "关于解决办公用房并购置车辆的请示"})
    refused = mine.post(f"outgoing/{document['id']}/submit")
    back = save(desk, office, other, {"title": "关于申请拨付救助资金和增加编制的请示"})

    assert other["reasons"] == {}
    assert (refused.status_code, refused.json()["code"]) == (409, "outgoing.needs_a_reason")
    assert back["reasons"] == {"X7": "编制随资金核定"}


def test_an_opinion_to_a_superior_names_its_signatory_on_paper(above, office, begun):
    document = OutgoingDocument.objects.get(
        pk=begun(doc_kind="opinion", title="关于水库管理的意见", body="请批转执行。")["id"]
    )

    assert viewing.draft_page(document).upward
    document.addressees.update(unit_code="JW")
    assert not viewing.draft_page(document).upward
