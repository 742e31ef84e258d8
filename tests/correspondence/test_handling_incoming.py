"""收文 after 登记: 初审, the fork into 阅知 and 批办, 批示 told to the clerks."""

from collections.abc import Callable
from typing import Any

import pytest

from shared_apps.kernel.ids import new_id
from shared_apps.oversight.models import ProgressLine
from tenant_apps.correspondence.models import IncomingDocument
from tenant_apps.journal.models import Entry
from tenant_apps.workflow.circulars import Circulation, Notice
from tenant_apps.workflow.models import Run
from tenants.crossing import in_unit
from tenants.current import public_floor
from tests.correspondence.conftest import tomorrow
from tests.make import correspondence as make

NOTICE = {
    "doc_kind": "notice",
    "urgency": "none",
    "title": "关于做好森林防灭火工作的通知",
    "body": "请做好森林防灭火工作。",
}


@pytest.fixture
def noticed(office, desk, relay, district) -> str:
    """A 通知 of the town at the district, ready for 拟办. Only told of: a 通知 goes round."""
    content = make.draft_content(signatory=str(office.leader.pk), **NOTICE)
    clerk = desk(office.drafter)
    made = clerk.client.post(f"{clerk.root}/outgoing", content, format="json").json()
    road = (
        ("drafter", "submit"),
        ("head", "review"),
        ("leader", "sign"),
        ("registrar", "verify"),
        ("registrar", "register"),
        ("registrar", "print"),
        ("registrar", "release"),
    )
    for who, verb in road:
        answer = desk(getattr(office, who)).post(f"outgoing/{made['id']}/{verb}")
        assert answer.status_code == 200, answer.json()
    relay()
    keeper = district.desk(district.people.registrar)
    (row,) = keeper.get("incoming").json()["results"]
    for verb in ("acknowledge", "register", "screen"):
        answer = keeper.post(f"incoming/{row['id']}/{verb}", opinion="已核。")
        assert answer.status_code == 200, answer.json()
    return row["id"]


def act(page: dict[str, Any], verb: str) -> dict[str, Any]:
    return next(one for one in page["acts"] if one["verb"] == verb)


# ---- 初审 ------------------------------------------------------------------------------


def test_the_rules_fill_the_list_before_the_clerk_looks(bring, at):
    page = at("registrar").get(f"incoming/{bring('screen')}").json()

    lines = {one["key"]: one for one in page["screening"]}
    assert list(lines) == ["ours", "ways", "kind", "agreed", "drafting"]
    assert [key for key, one in lines.items() if one["ticked"]] == [
        "ours",
        "ways",
        "kind",
        "agreed",
    ]
    assert act(page, "screen")["allowed"]
    assert act(page, "return_to_sender")["allowed"]


def test_what_the_rules_doubt_passes_only_with_a_tick_or_a_word(bring, at, other_unit):
    document = bring("screen")
    with in_unit(other_unit):
        IncomingDocument.objects.filter(pk=document).update(doc_kind="report")
    clerk = at("registrar")

    refused = clerk.post(f"incoming/{document}/screen")
    passed = clerk.post(f"incoming/{document}/screen", ticked=["ours", "ways", "kind"])

    assert (refused.status_code, refused.json()["code"]) == (400, "incoming.doubts_left")
    assert "报告不得夹带请示事项" in refused.json()["message"]
    assert (passed.status_code, passed.json()["stage"]) == (200, "propose")
    with in_unit(other_unit):
        kept = IncomingDocument.objects.get(pk=document).screened
    assert (kept["ticked"], kept["by"]) == (["ours", "ways", "kind"], "林登记")
    assert "X7B" in kept["found"]


def test_what_nobody_looked_at_is_not_ticked(bring, at, other_unit):
    document = bring("screen")
    with in_unit(other_unit):
        IncomingDocument.objects.filter(pk=document).update(from_code="", from_name="某公司")

    page = at("registrar").get(f"incoming/{document}").json()

    assert not any(one["ticked"] for one in page["screening"])
    assert at("registrar").post(f"incoming/{document}/screen").status_code == 200


def test_what_came_before_is_doubted_unless_it_was_given_back(bring, at, other_unit):
    document = bring("screen")
    with in_unit(other_unit):
        copy = IncomingDocument.objects.get(pk=document)
        before = IncomingDocument.objects.create(
            envelope_id=new_id(),
            source_id=new_id(),
            from_code=copy.from_code,
            from_name=copy.from_name,
            from_short_name=copy.from_short_name,
            doc_kind=copy.doc_kind,
            urgency=copy.urgency,
            title=copy.title,
            number=copy.number,
            body=copy.body,
            digest=copy.digest,
            sealed_at=copy.sealed_at,
            received_at=copy.received_at,
            pdf_sha256="1" * 64,
            page_count=1,
        )

    clerk = at("registrar")
    refused = clerk.post(f"incoming/{document}/screen")
    (ours,) = [
        one
        for one in clerk.get(f"incoming/{document}").json()["screening"]
        if one["key"] == "ours"
    ]
    with in_unit(other_unit):
        IncomingDocument.objects.filter(pk=before.pk).update(stage="declined")
    passed = clerk.post(f"incoming/{document}/screen")

    assert (refused.status_code, refused.json()["code"]) == (400, "incoming.doubts_left")
    assert (ours["ticked"], ours["findings"][0]["code"]) == (False, "N3")
    assert "同一来文机关的同一文号" in ours["findings"][0]["detail"]
    assert passed.status_code == 200


def test_a_request_that_was_revoked_need_not_be_answered(
    bring, at, district, office, desk, relay, other_unit
):
    document = bring("propose")
    sent = desk(office.registrar).get("outgoing").json()["results"][0]["id"]
    desk(office.leader).post(f"outgoing/{sent}/revoke", reason="数据有误，另行请示")
    relay()

    noted = at("head").post(
        f"incoming/{document}/propose",
        opinion="已撤销，阅知。",
        course="note",
        readers=[str(district.people.leader.pk)],
    )

    assert noted.status_code == 200, noted.json()


def test_it_goes_back_to_its_sender_with_the_article(
    office, desk, bring, at, relay, unit, other_unit
):
    document, clerk = bring("screen"), at("registrar")
    with in_unit(other_unit):
        IncomingDocument.objects.filter(pk=document).update(doc_kind="report")

    groundless = clerk.post(f"incoming/{document}/return_to_sender", grounds=["Z9"], reason="不合")
    said = clerk.post(
        f"incoming/{document}/return_to_sender", grounds=["X7B"], reason="请另行请示"
    )
    relay()

    full = "不符合条例第十五条（四）：请另行请示"
    assert (groundless.status_code, groundless.json()["code"]) == (400, "incoming.grounds_needed")
    assert (said.status_code, said.json()["stage"]) == (200, "returned")
    assert said.json()["closed_reason"] == full
    assert said.json()["register_number"]
    sent = desk(office.registrar).get("outgoing").json()["results"][0]
    row = desk(office.registrar).get(f"outgoing/{sent['id']}").json()["deliveries"][0]
    assert (row["state"], row["reason"]) == ("returned", full)
    told = Notice.objects.filter(person=office.drafter, kind="news")
    assert [one.text for one in told] == [f"区政府办公室退回此件：{full}"]
    with in_unit(other_unit):
        fact = Entry.objects.get(subject_id=document, name="correspondence.incoming.returned")
        assert fact.facts["articles"] == ["条例第十五条（四）"]
        assert Run.objects.get(subject_id=document).status == "rejected"
    with public_floor():
        assert not ProgressLine.objects.filter(flow="incoming").exists()


def test_only_who_screens_may(bring, at):
    document = bring("screen")

    head = at("head").post(f"incoming/{document}/return_to_sender", grounds=["ours"], reason="误")
    stranger = at("stranger").post(f"incoming/{document}/screen")

    assert (head.status_code, stranger.status_code) == (403, 404)


# ---- 阅知 ------------------------------------------------------------------------------


@pytest.fixture
def round_(noticed, at, district) -> Callable[..., dict[str, Any]]:
    """Sent round among the leader, the handler and somebody else."""

    def begin(**more: Any) -> dict[str, Any]:
        people = [district.people.leader, district.people.handler, district.people.stranger]
        answer = at("head").post(
            f"incoming/{noticed}/propose",
            opinion="请各位阅知。",
            course="note",
            readers=[str(one.pk) for one in people],
            **more,
        )
        assert answer.status_code == 200, answer.json()
        return answer.json()

    return begin


def reads(at, district, who: str, opinion: str = "") -> int:
    client = at(who).client
    (row,) = client.get("/api/workflow/items?box=read").json()["results"]
    body = make.said(opinion=opinion)
    answer = client.post(f"/api/workflow/notices/{row['id']}/read", body, format="json")
    return answer.status_code


def test_a_notice_is_usually_only_read(noticed, at):
    page = at("head").get(f"incoming/{noticed}").json()

    assert act(page, "propose")["course"] == "note"
    assert [one["key"] for one in page["stages"]][-3:] == ["propose", "circulate", "completed"]


def test_a_request_must_be_acted_on(bring, at, district):
    document = bring("propose")

    refused = at("head").post(
        f"incoming/{document}/propose",
        opinion="请阅。",
        course="note",
        readers=[str(district.people.leader.pk)],
    )

    assert (refused.status_code, refused.json()["code"]) == (409, "incoming.must_be_handled")


def test_it_goes_round_and_ends_by_itself(round_, noticed, at, district, relay, other_unit):
    begun = round_()
    assert (begun["stage"], begun["reading"]) == ("circulate", {"read": 0, "total": 3})

    first = reads(at, district, "leader", "阅。请应急科研究。")
    second = reads(at, district, "handler")
    relay()
    (row,) = at("head").get("incoming").json()["results"]
    assert (first, second, row["reading"]) == (200, 200, {"read": 2, "total": 3})
    reads(at, district, "stranger")
    relay()

    page = at("head").get(f"incoming/{noticed}").json()
    assert (page["stage"], page["reading"]) == ("completed", None)
    with in_unit(other_unit):
        assert Run.objects.get(subject_id=noticed).status == "done"
        ended = Entry.objects.get(subject_id=noticed, name__endswith="reading_ended")
        assert (ended.facts["unread"], ended.actor_name) == ([], "系统")


def test_a_reader_reads_the_document_only_while_it_is_theirs(
    round_, noticed, at, district, other_unit
):
    before = at("stranger").get(f"incoming/{noticed}").status_code
    round_()
    during = [
        at("stranger").get(f"incoming/{noticed}{part}").status_code for part in ("", "/pages/1")
    ]
    with in_unit(other_unit):
        circulation = Circulation.objects.get().pk
    body = make.said(people=[str(district.people.stranger.pk)])
    recalled = at("head").client.post(
        f"/api/workflow/circulations/{circulation}/recall", body, format="json"
    )
    after = at("stranger").get(f"incoming/{noticed}").status_code

    assert (before, during, recalled.status_code, after) == (404, [200, 200], 200, 404)


def test_in_turn_the_next_sees_nothing_yet(round_, noticed, at, district):
    round_(serial=True)

    assert at("leader").get(f"incoming/{noticed}").status_code == 200
    assert at("handler").client.get("/api/workflow/items?box=read").json()["results"] == []
    reads(at, district, "leader")
    assert len(at("handler").client.get("/api/workflow/items?box=read").json()["results"]) == 1


def test_the_clerk_ends_it_and_says_who_has_not_read(round_, noticed, at, district, relay):
    round_()
    reads(at, district, "leader")
    page = at("head").get(f"incoming/{noticed}").json()

    others = at("handler").post(f"incoming/{noticed}/end_reading")
    ended = at("head").post(f"incoming/{noticed}/end_reading")
    again = at("head").post(f"incoming/{noticed}/end_reading")

    assert page["unread"] == ["吴晓琳", "赵某"]
    assert (others.status_code, ended.status_code, again.status_code) == (403, 200, 409)
    said = [one["text"] for one in ended.json()["opinions"] if one["step"] == "circulate"]
    assert said == ["结束传阅，尚未阅：吴晓琳、赵某。"]
    assert ended.json()["stage"] == "completed"


def test_sent_round_it_may_still_be_given_to_a_leader(round_, noticed, at, district, other_unit):
    round_()

    back = at("head").post(f"incoming/{noticed}/send_back", to="propose", opinion="改为批办")
    again = at("head").post(
        f"incoming/{noticed}/propose", opinion="请批示。", leader=str(district.people.leader.pk)
    )

    assert (back.status_code, again.status_code) == (200, 200)
    assert (again.json()["stage"], again.json()["course"]) == ("instruct", "handle")
    with in_unit(other_unit):
        assert Circulation.objects.get().end_reason == "recalled"


# ---- 批办 ------------------------------------------------------------------------------


def instruct(at, district, document: str) -> Any:
    return at("leader").post(
        f"incoming/{document}/instruct",
        opinion="请从速办理。",
        handlers=[str(district.people.handler.pk)],
        due_on=tomorrow(),
    )


def test_until_it_is_instructed_the_proposer_takes_it_back(proposed, at, district):
    document = proposed()
    offered = act(at("head").get(f"incoming/{document}").json(), "take_back")

    others = at("leader").post(f"incoming/{document}/take_back")
    back = at("head").post(f"incoming/{document}/take_back", reason="改请主任批示")
    again = at("head").post(
        f"incoming/{document}/propose", opinion="请批示。", leader=str(district.people.leader.pk)
    )
    instruct(at, district, document)
    late = at("head").post(f"incoming/{document}/take_back")

    assert offered["allowed"]
    assert (others.status_code, back.status_code, back.json()["stage"]) == (409, 200, "propose")
    assert (again.status_code, late.status_code) == (200, 409)


def test_the_clerks_read_what_the_leader_said(proposed, at, district, other_unit):
    document = proposed()

    assert instruct(at, district, document).status_code == 200

    people = district.people
    with in_unit(other_unit):
        told = {one.person_id: one.text for one in Notice.objects.filter(kind="news")}
    said = "李静批示：请从速办理。（主办吴晓琳）"
    assert told == {people.registrar.pk: said, people.head.pk: said}


def test_all_instructions_of_the_unit_stand_in_one_list(proposed, at, district):
    document = proposed()
    instruct(at, district, document)

    (row,) = at("registrar").get("incoming/instructions").json()["results"]
    mine = at("stranger").get("incoming/instructions").json()["results"]

    assert mine == []
    assert (row["document_id"], row["leader"], row["text"]) == (document, "李静", "请从速办理。")
    assert (row["lead"]["name"], row["due_on"], row["stage"]) == ("吴晓琳", tomorrow(), "handle")


def test_a_document_being_handled_may_go_round_beside_it(proposed, at, district):
    document = proposed()
    answer = at("head").post(
        f"incoming/{document}/circulate", people=[str(district.people.stranger.pk)]
    )

    assert (answer.status_code, answer.json()["stage"]) == (200, "instruct")
    assert answer.json()["reading"] == {"read": 0, "total": 1}
    assert at("stranger").get(f"incoming/{document}").status_code == 200
