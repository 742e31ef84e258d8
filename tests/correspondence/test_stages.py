"""The statutory stages (条例 18–25): 会签, who may sign, 不予发文, 复核, 印制, earlier roads."""

import pytest

from shared_apps.kernel import storage
from tenant_apps.correspondence import flows
from tenant_apps.correspondence.models import OutgoingDocument
from tenant_apps.organization.models import Duty
from tenant_apps.workflow import definitions
from tenants.current import current_unit
from tests.make import correspondence as make
from tests.make import organization


@pytest.fixture
def finance(office):
    """财政所 with a head who signs for it."""
    place = organization.department("财政所")
    place.head = organization.staff("何文斌", department=place, title="财政所所长")
    place.save(update_fields=["head"])
    return place


def test_a_department_asked_signs_before_the_leader(office, desk, carry, finance):
    document_id = carry("review")

    asked = desk(office.head).post(f"outgoing/{document_id}/review", departments=[str(finance.pk)])
    early = desk(office.leader).post(f"outgoing/{document_id}/sign")
    agreed = desk(finance.head).post(f"outgoing/{document_id}/cosign", opinion="资金有保障。")

    assert (asked.status_code, asked.json()["stage"]) == (200, "cosign")
    assert (early.status_code, early.json()["code"]) == (409, "correspondence.not_at_this_stage")
    assert (agreed.status_code, agreed.json()["stage"]) == (200, "sign")
    assert [one["key"] for one in agreed.json()["stages"]][:4] == [
        "draft",
        "review",
        "cosign",
        "sign",
    ]
    assert ("cosign", "何文斌", "资金有保障。") in [
        (one["step"], one["name"], one["text"]) for one in agreed.json()["opinions"]
    ]


def test_who_was_not_asked_has_no_stage_of_会签(office, desk, carry):
    page = desk(office.head).get(f"outgoing/{carry('sign')}").json()

    assert "cosign" not in [one["key"] for one in page["stages"]]


def test_a_department_without_a_head_cannot_be_asked(office, desk, carry):
    place = organization.department("水利站")
    document_id = carry("review")

    refused = desk(office.head).post(f"outgoing/{document_id}/review", departments=[str(place.pk)])

    assert (refused.status_code, refused.json()["code"]) == (400, "outgoing.cannot_cosign")
    assert "水利站还没有负责人" in refused.json()["message"]


# ---- 签发 ------------------------------------------------------------------------------


def drafted_for(office, desk, leader, **more: object) -> str:
    """On the leader's desk, reviewed."""
    content = make.draft_content(signatory=str(leader.pk), **more)
    mine = desk(office.drafter)
    made = mine.client.post(f"{mine.root}/outgoing", content, format="json")
    assert made.status_code == 201, made.json()
    document_id = made.json()["id"]
    for person, verb in ((office.drafter, "submit"), (office.head, "review")):
        answer = desk(person).post(f"outgoing/{document_id}/{verb}")
        assert answer.status_code == 200, answer.json()
    return document_id


@pytest.fixture
def deputy(office):
    return organization.staff("吴副镇长", duties=["leader"], title="副镇长")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ({"doc_kind": "request"}, "上行文"),
        ({"doc_kind": "notice", "is_major": True}, "重要公文"),
    ],
)
def test_upward_and_major_documents_are_signed_by_the_head(office, desk, deputy, content, what):
    document_id = drafted_for(office, desk, office.leader, **content)
    desk(office.leader).post(f"outgoing/{document_id}/transfer", to=str(deputy.pk), opinion="外出")

    act = desk(deputy).get(f"outgoing/{document_id}").json()["acts"][0]
    refused = desk(deputy).post(f"outgoing/{document_id}/sign")
    handed = desk(deputy).post(
        f"outgoing/{document_id}/transfer", to=str(office.leader.pk), opinion="须主要负责人签发"
    )
    signed = desk(office.leader).post(f"outgoing/{document_id}/sign")

    said = f"{what}由机关主要负责人签发（条例第二十二条），请转办给李静。"
    assert (act["verb"], act["allowed"], act["reason"], act["who"]) == (
        "sign",
        False,
        said,
        ["李静"],
    )
    assert (refused.status_code, refused.json()["code"], refused.json()["message"]) == (
        403,
        "outgoing.not_yours_to_sign",
        said,
    )
    assert (handed.status_code, signed.status_code) == (200, 200)


def test_an_opinion_to_a_superior_is_signed_by_the_head(above, office, desk, deputy):
    document_id = drafted_for(office, desk, office.leader, doc_kind="opinion")
    desk(office.leader).post(f"outgoing/{document_id}/transfer", to=str(deputy.pk), opinion="外出")

    refused = desk(deputy).post(f"outgoing/{document_id}/sign")

    assert (refused.status_code, refused.json()["code"]) == (403, "outgoing.not_yours_to_sign")
    assert refused.json()["message"].startswith("上行文由机关主要负责人签发")
    assert desk(deputy).get(f"outgoing/{document_id}").json()["goes_up"]


def test_a_deputy_signs_what_is_neither(office, desk, deputy):
    document_id = drafted_for(office, desk, deputy, doc_kind="notice")

    assert not desk(deputy).get(f"outgoing/{document_id}").json()["goes_up"]
    assert desk(deputy).post(f"outgoing/{document_id}/sign").status_code == 200


def test_a_duty_that_reaches_one_department_signs_only_its_drafts(office, desk, deputy):
    Duty.objects.filter(code="leader").update(scope=Duty.Scope.DEPARTMENT)
    elsewhere = organization.department("经发办")
    stranger = organization.staff("外科室", duties=["leader"], department=elsewhere)
    document_id = drafted_for(office, desk, stranger, doc_kind="notice")

    refused = desk(stranger).post(f"outgoing/{document_id}/sign")

    assert (refused.status_code, refused.json()["code"]) == (403, "outgoing.not_yours_to_sign")
    assert "只到本部门的文稿" in refused.json()["message"]


def test_a_mark_alone_is_agreement(office, desk, carry):
    document_id = carry("sign")

    signed = desk(office.leader).post(f"outgoing/{document_id}/sign").json()

    assert [one["text"] for one in signed["opinions"] if one["step"] == "sign"] == ["（圈阅）"]
    assert signed["signed_at"]


# ---- 不予发文 --------------------------------------------------------------------------


@pytest.mark.parametrize(("stage", "who"), [("review", "head"), ("sign", "leader")])
def test_not_to_be_issued_ends_it_with_the_reason(office, desk, carry, stage, who):
    document_id = carry(stage)
    mine = desk(getattr(office, who))

    silent = mine.post(f"outgoing/{document_id}/refuse", reason="")
    said = mine.post(f"outgoing/{document_id}/refuse", reason="以会议纪要代替，不必行文。")
    late = desk(office.head).post(f"outgoing/{document_id}/review")

    assert silent.status_code == 400
    assert (said.status_code, said.json()["stage"]) == (200, "declined")
    assert said.json()["void_reason"] == "以会议纪要代替，不必行文。"
    assert said.json()["acts"] == []
    assert late.status_code == 409


def test_after_the_signature_it_is_too_late_to_refuse(office, desk, carry):
    document_id = carry("register")

    late = desk(office.registrar).post(f"outgoing/{document_id}/refuse", reason="不发了")

    assert (late.status_code, late.json()["code"]) == (409, "correspondence.not_at_this_stage")


# ---- 复核 ------------------------------------------------------------------------------


def test_a_substantive_change_goes_to_the_signer_and_straight_back(office, desk, carry):
    document_id = carry("verify")
    mine = desk(office.registrar)
    version = mine.get(f"outgoing/{document_id}").json()["version"]
    changes = {"version": version, "reason": "户数与附件不一致，据附件更正。"}

    idle = mine.client.post(
        f"{mine.root}/outgoing/{document_id}/amend",
        make.said(content={"title": make.draft_content()["title"]}, **changes),
        format="json",
    )
    amended = mine.client.post(
        f"{mine.root}/outgoing/{document_id}/amend",
        make.said(content={"body": "受灾群众二千零四十三人。\n妥否，请批示。"}, **changes),
        format="json",
    )
    between = OutgoingDocument.objects.get(pk=document_id)
    again = desk(office.leader).post(f"outgoing/{document_id}/sign", opinion="同意修改。")

    assert (idle.status_code, idle.json()["code"]) == (400, "outgoing.nothing_amended")
    assert (amended.status_code, amended.json()["stage"]) == (200, "sign")
    assert (between.signed_at, between.text_hash) == (None, "")
    assert (again.status_code, again.json()["stage"]) == (200, "verify")
    assert again.json()["body"].startswith("受灾群众二千零四十三人。")


def test_what_differs_from_what_was_signed_is_not_verified(office, desk, carry):
    document_id = carry("verify")
    OutgoingDocument.objects.filter(pk=document_id).update(body="改过的正文")

    refused = desk(office.registrar).post(f"outgoing/{document_id}/verify")

    assert (refused.status_code, refused.json()["code"]) == (409, "outgoing.text_changed")


def test_back_from_registration_to_verification_keeps_the_signature(office, desk, carry):
    document_id = carry("register")

    back = desk(office.registrar).post(
        f"outgoing/{document_id}/send_back", to="verify", opinion="请再核附件。"
    )

    assert (back.status_code, back.json()["stage"]) == (200, "verify")
    assert back.json()["signed_at"]


# ---- 登记, 印制, 核发 ------------------------------------------------------------------


def test_what_is_released_is_the_file_that_was_printed(office, desk, carry):
    document_id = carry("print")
    mine = desk(office.registrar)

    printed = mine.post(f"outgoing/{document_id}/print").json()
    released = mine.post(f"outgoing/{document_id}/release").json()

    assert printed["stage"] == "release"
    assert len(printed["pdf_sha256"]) == 64
    assert released["pdf_sha256"] == printed["pdf_sha256"]
    with storage.open_(current_unit().schema_name, printed["pdf_sha256"]) as file:
        assert file.read(5) == b"%PDF-"


@pytest.mark.parametrize(("given", "kept"), [(None, 3), (8, 8)])
def test_how_many_copies_is_fixed_at_registration(office, desk, carry, given, kept):
    document_id = carry("register")

    answer = desk(office.registrar).post(f"outgoing/{document_id}/register", print_copies=given)

    assert answer.json()["print_copies"] == kept


def test_a_run_drawn_earlier_goes_its_own_way_to_the_end(office, desk, carry, noon, monkeypatch):
    """发文 in flight: 起草 核稿 签发 登记编号 核发, as the flow was shipped before."""
    name, stock = flows.ROADS[flows.OUTGOING]
    nodes = dict(stock)
    for key in ("joint", "cosign", "verify", "print"):
        del nodes[key]
    nodes["review"] = nodes["review"] | {"name": "核稿", "next": [{"to": "sign"}]}
    nodes["sign"] = nodes["sign"] | {"next": [{"to": "register"}]}
    nodes["register"] = nodes["register"] | {"next": [{"to": "release"}]}
    monkeypatch.setitem(flows.ROADS, flows.OUTGOING, (name, nodes))
    definitions.ensure(
        key=flows.OUTGOING, name=name, graph={"nodes": nodes}, readers=flows.READERS, at=noon
    )
    mine = desk(office.drafter)
    content = make.draft_content(signatory=str(office.leader.pk))
    made = mine.client.post(f"{mine.root}/outgoing", content, format="json").json()

    road = (
        ("drafter", "submit", "review"),
        ("head", "review", "sign"),
        ("leader", "sign", "register"),
        ("registrar", "register", "release"),
        ("registrar", "release", "released"),
    )
    for who, verb, after in road:
        answer = desk(getattr(office, who)).post(f"outgoing/{made['id']}/{verb}")
        assert (answer.status_code, answer.json()["stage"]) == (200, after), answer.json()

    assert len(answer.json()["pdf_sha256"]) == 64
    assert [one["key"] for one in answer.json()["stages"]] == [
        "draft",
        "review",
        "sign",
        "register",
        "release",
        "released",
    ]
