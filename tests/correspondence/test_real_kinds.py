"""文种 and closings over texts as offices write them: said where one is taken for another."""

import pytest

from tenant_apps.correspondence.ruling import Body, Strength, judge
from tests.correspondence.test_ruling import (
    CONGRESS,
    FINANCE,
    GOV,
    OTHER,
    PARTY,
    STATION,
    TAX,
    TOWN,
    found,
    notice,
    paper,
)

HARD, CONDITIONAL, HINT = Strength.HARD, Strength.CONDITIONAL, Strength.HINT


# ---- 文种误用 (8) ------

MISUSED = [
    (
        "K6",
        "resolution",
        "关于加快乡村建设的决议",
        "镇长决定今年修路三条。",
        "经镇人民代表大会会议表决通过，决议如下。",
    ),
    ("K7", "decision", "关于做好秋季森林防火工作的决定", "请各村加强巡查。", None),
    (
        "K8",
        "communique",
        "关于年度工作的公报",
        "会议议定：今年修路三条。",
        "全年生产总值增长百分之五。",
    ),
    (
        "K9",
        "announcement",
        "关于停水的公告",
        "因道路施工，场镇停水一天。",
        "土地征收启动公告内容如下。",
    ),
    ("K10", "public_notice", "关于项目的通告", "现将土地征收补偿方案公布如下。", "场镇停水一天。"),
    (
        "K11",
        "opinion",
        "关于加强管理的意见",
        "责令限期拆除，请遵照执行。",
        "以上意见，请结合实际认真贯彻执行。必须坚持党的领导。",
    ),
    (
        "K12",
        "notice",
        "关于报送情况的通知",
        "完成情况纳入年度考核，每周报送。",
        "请于周五前报送情况。",
    ),
    (
        "K13",
        "circular",
        "关于违规问题的通报",
        "对水利站予以通报批评。",
        "经查，水利站违规收费，予以通报批评。",
    ),
    ("K14", "minutes", "镇长办公会议纪要", "李书记强调，修路要加快。", "会议议定：修路要加快。"),
]


@pytest.mark.parametrize(
    ("code", "kind", "title", "wrong", "right"), MISUSED, ids=[one[0] for one in MISUSED]
)
def test_a_kind_taken_for_another_is_said_and_never_refused(code, kind, title, wrong, right):
    said = {"kind": kind, "title": title, "main": (STATION,)}

    assert found(**said, body=wrong)[code] is HINT
    if right:
        assert code not in found(**said, body=right)


@pytest.mark.parametrize(
    "title",
    ["关于表彰先进集体的决定", "关于撤销水利站行政处罚决定的决定", "关于成立镇应急救援队的决定"],
)
def test_what_a_decision_is_for_passes(title):
    assert "K7" not in found(kind="decision", title=title, main=(STATION,), body="现决定如下。")


@pytest.mark.parametrize("kind", ["notice", "circular", "decision"])
def test_a_superior_is_not_notified(kind):
    said = found(kind=kind, title="关于防汛的通知", main=(GOV,), body="请知悉。")

    assert said["K15"] is HINT
    assert "K15" not in found(kind=kind, title="关于防汛的通知", main=(STATION,), copies=(GOV,))


def test_a_motion_goes_to_the_congress():
    said = {"kind": "motion", "title": "关于预算的议案", "author": GOV, "body": "现提请审议。"}

    assert found(**said, main=(FINANCE,))["K3B"] is CONDITIONAL
    assert "K3B" not in found(**said, main=(CONGRESS,))


def test_passing_on_says_whose_consent_it_may_need():
    said = notice(main=(STATION,), title="关于转发《区政府防汛通知》的通知")

    assert found(**said)["S31"] is HINT
    assert "S31" not in found(**notice(main=(STATION,), title="关于印发防汛方案的通知"))


def test_an_order_may_end_in_令():
    said = {"kind": "order", "author": GOV, "main": (TOWN,), "body": "现予公布。"}

    assert "T1" not in found(**said, title="重庆市合川区人民政府令")


# ---- 意见 upward (22) ------


def opinion(main: Body) -> dict:
    return {"kind": "opinion", "title": "关于水库管理的意见", "body": "请批转。", "main": (main,)}


def test_an_opinion_to_a_superior_is_上行文_and_the_head_signs_it():
    assert found(**opinion(GOV), signs_major=False)["S22"] is HARD
    assert found(**opinion(GOV), copies=(STATION,))["X4B"] is HARD
    assert "S22" not in found(**opinion(STATION), signs_major=False)
    assert "S22" not in found(**opinion(OTHER), signs_major=False)


# ---- where a click puts its words ------


def test_a_closing_is_put_before_the_annexes():
    one = paper(body="请示如下。\n附件\n资金测算表\n合计二十万元。")
    (finding,) = [each for each in judge(one) if each.code == "T2"]

    body = "请示如下。\n妥否，请批示。\n附件\n资金测算表\n合计二十万元。"
    assert finding.fixes[0].changes["body"] == body


def test_an_annex_in_the_text_is_no_missing_file_and_its_mark_of_secrecy_is_seen():
    assert "T3" not in found(body="见附件。\n妥否，请批示。\n附件\n测算表\n合计二十万元。")
    assert found(body="妥否，请批示。\n附件\n机密★1年")["S26"] is HARD


def test_dual_leadership_and_the_committee_stand_as_before():
    assert found(author=TAX)["X9"] is HINT
    assert found(main=(GOV, PARTY))["X4"] is CONDITIONAL
