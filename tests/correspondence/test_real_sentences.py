"""The rules over sentences as offices write them: what breaks one is found, the rest passes."""

import pytest

from tenant_apps.correspondence.ruling import Body, Strength, judge
from tests.correspondence.test_ruling import (
    CITY,
    GOV,
    OFFICE,
    OTHER,
    STATION,
    TOWN,
    WATER,
    found,
    mended,
    notice,
    paper,
)

HARD, CONDITIONAL, HINT = Strength.HARD, Strength.CONDITIONAL, Strength.HINT


def report(body: str) -> dict:
    return {"kind": "report", "title": "关于防汛工作情况的报告", "body": body}


def letter(body: str) -> dict:
    return {"kind": "letter", "title": "关于商请支持的函", "main": (OTHER,), "body": body}


def department(body: str, **more: object) -> dict:
    return notice(author=WATER, main=(TOWN,), body=body, **more)


# ---- 请示一文一事 (15 ④) ------


@pytest.mark.parametrize(
    "title",
    [
        "关于申请拨付救助资金和增加编制的请示",
        "关于解决办公用房并增加编制的请示",
        "关于拨付防汛经费以及购置冲锋舟的请示",
        "关于调整村级建制和设立便民服务中心的请示",
        "关于申请修建渠系及追加投资的请示",
        "关于核准项目建议书并划拨用地的请示",
        "关于增设内设机构和增加领导职数的请示",
        "关于审批实施方案同时拨付启动资金的请示",
        "关于申请设立储备点并购置物资的请示",
        "关于解决人畜饮水和新建水厂的请示",
    ],
)
def test_two_wishes_in_one_title_are_asked_about(title):
    assert found(title=title)["X7"] is CONDITIONAL


@pytest.mark.parametrize(
    "title",
    [
        "关于太和镇申请拨付救助资金的请示",
        "关于申请拨付太和镇增加编制补助的请示",
        "关于及时解决受灾群众住房问题的请示",
        "关于申请光伏并网审批的请示",
        "关于申请拨付冬春和重大节日救助资金的请示",
        "关于合并调整村级建制的请示",
        "关于解决城区和集镇供水问题的请示",
        "关于申请和平水库除险加固资金的请示",
        "关于召开农业和农村工作会议的请示",
        "关于申请普及型养老机构补助资金的请示",
    ],
)
def test_one_wish_is_one_whatever_words_stand_in_it(title):
    assert "X7" not in found(title=title)


# ---- 报告不得夹带请示事项 (15 ④) ------


@pytest.mark.parametrize(
    "words",
    [
        "妥否，请批示。",
        "当否，请批复。",
        "请予审批。",
        "请予批准为盼。",
        "请审定。",
        "请予拨付专项资金。",
        "恳请区政府安排资金五十万元。",
        "恳请解决工作经费。",
        "以上问题，请指示。",
        "请予以解决。",
    ],
)
def test_a_report_that_asks_is_refused(words):
    assert found(**report(f"今年投入二十万元。\n{words}"))["X7B"] is HARD


@pytest.mark.parametrize(
    "words",
    [
        "深化工程建设项目申请审批制度改革。",
        "该项目已报请批准，正在办理手续。",
        "按照区政府批示，已整改完毕。",
        "《关于拨付资金的请示》已获批复。",
        "已呈请审定的方案正在修改。",
        "办理申请审批事项三百余件。",
        "区领导批示后，我镇立即开展排查。",
        "镇党委批准了实施方案。",
        "请审阅。",
        "特此报告。",
    ],
)
def test_a_report_that_tells_of_asking_passes(words):
    assert "X7B" not in found(**report(f"今年投入二十万元。\n{words}"))


def test_the_words_of_an_annex_are_not_the_report_s_own():
    said = report("情况见附件。\n特此报告。\n附件\n水利站的请示\n经费不足。\n妥否，请批示。")

    assert "X7B" not in found(**said)


# ---- 不得原文转报 (15 ③) ------


@pytest.mark.parametrize(
    "body",
    [
        "现将水利站的请示转报你府。",
        "现将《太和镇水利站关于拨付经费的请示》上报，请审批。",
        "水利站请求拨付经费，现予转呈。",
        "现将各村关于道路建设的请示呈报如下。",
        "现原文转报区政府。",
    ],
)
def test_a_request_passed_on_without_an_opinion_is_refused(body):
    finding = {one.code: one for one in judge(paper(body=f"{body}\n妥否，请批示。"))}["X6"]

    assert finding.strength is HARD
    fixed = finding.fixes[0].changes["body"].split("\n")
    assert fixed[-2:] == ["经研究，拟同意。", "妥否，请批示。"]


@pytest.mark.parametrize(
    "body",
    [
        "现将我镇2026年度工作情况报告呈报如下。\n特此报告。",
        "现将《2026年法治政府建设情况报告》报送，请审阅。\n特此报告。",
        "现将有关情况报告如下。\n特此报告。",
        "现将整改落实情况报告上报。\n特此报告。",
    ],
)
def test_one_s_own_report_is_not_passed_on(body):
    assert "X6" not in found(**report(body))


# ---- 不得向上级机关负责人报送, 不得以负责人名义 (15 ⑤) ------


@pytest.mark.parametrize(
    "to",
    [
        "尊敬的张书记：",
        "李区长：",
        "王副区长：",
        "区委书记张三同志：",
        "张三同志：",
        "尊敬的各位领导：",
        "陈部长:",
        "区政府秘书长：",
        "刘常委：",
        "区长王明：",
    ],
)
def test_to_a_person_is_refused(to):
    assert found(body=f"{to}\n今年受灾。\n妥否，请批示。")["X8"] is HARD


@pytest.mark.parametrize(
    "line",
    [
        "各镇人民政府：",
        "区政府：",
        "书记讲话已传达。",
        "镇长办公会议研究：同意申报。",
        "一、基本情况",
        "区委书记到我镇调研：要求加快进度。",
        "申请事项：",
        "现请示如下：",
        "有关领导批示：抓紧办理。",
        "主任办公会纪要已印发。",
        "区委书记要求：加快进度。",
    ],
)
def test_to_a_body_or_to_nobody_passes(line):
    assert "X8" not in found(body=f"{line}\n今年受灾。\n妥否，请批示。")


@pytest.mark.parametrize(
    "end",
    ["李静", "镇长 李静", "太和镇人民政府镇长：李静", "李静（签名）", "李静\n2026年11月22日"],
)
def test_in_a_leader_s_own_name_is_refused_and_the_name_is_taken_off(end):
    one = paper(body=f"今年受灾。\n妥否，请批示。\n{end}")
    (finding,) = [each for each in judge(one) if each.code == "X8B"]

    assert mended(one, finding.fixes[0].changes).body == "今年受灾。\n妥否，请批示。"


@pytest.mark.parametrize("end", ["联系人李静。", "太和镇人民政府\n2026年11月22日", "由李静负责。"])
def test_a_name_in_the_text_is_no_signature(end):
    assert "X8B" not in found(body=f"今年受灾。\n妥否，请批示。\n{end}")


# ---- 部门不得向下级党委、政府发布指令 (16 ②) ------


@pytest.mark.parametrize(
    ("body", "strength"),
    [
        ("各镇必须于周五前完成。", HARD),
        ("你镇务必立行立改。", HARD),
        ("现予印发，请遵照执行。", HARD),
        ("责令有关镇街限期整改。", HARD),
        ("各镇街一律停止审批。", HARD),
        ("各街道不得擅自开口。", HARD),
        ("现予印发，请认真贯彻执行。", CONDITIONAL),
        ("望结合实际贯彻落实。", CONDITIONAL),
        ("申请人必须具备下列条件。", CONDITIONAL),
        ("未经批准，各镇不得开挖；务必注意安全。", HARD),
        ("开挖须报经区政府批准，请务必注意安全。", CONDITIONAL),
        ("经区政府批准后方可开工，严禁冒险作业。", CONDITIONAL),
    ],
)
def test_a_department_that_commands_towns_is_stopped(body, strength):
    assert found(**department(body))["X11"] is strength


@pytest.mark.parametrize(
    "body",
    [
        "请于周五前报送情况。",
        "为贯彻执行《中华人民共和国水法》，现将有关事项通知如下。",
        "经区政府同意，各镇必须于周五前完成。",
        "《防汛预案》已经区政府同意，请认真贯彻执行。",
        "根据区政府授权，现通知如下：各镇务必排查。",
        "经区政府第12次常务会议研究同意，请遵照执行。",
        "《防汛预案》已经区政府常务会议审议通过，请遵照执行。",
        "报经区委、区政府同意，各镇必须于周五前完成。",
        "现将通知转发给你们，请阅知。\n附件\n上级通知\n各地必须完成，请遵照执行。",
    ],
)
def test_a_department_that_tells_or_was_agreed_to_passes(body):
    assert "X11" not in found(**department(body))


def test_a_notice_of_the_government_or_to_one_s_own_stations_may_ask_for_obedience():
    for author, main in ((GOV, TOWN), (OFFICE, TOWN), (TOWN, STATION)):
        assert "X11" not in found(**notice(author=author, main=(main,), body="请认真贯彻执行。"))


def test_a_department_of_the_party_commands_towns_as_little():
    one = Body("ZZB", "中共重庆市合川区委组织部", "区委组织部", "party_department", "QW")
    city = type(CITY)([*CITY.bodies.values(), one])

    said = found(**notice(author=one, main=(TOWN,), body="各镇务必完成。", city=city))

    assert said["X11"] is HARD


# ---- 未协商一致不得向下行文 (16 ④) ------


@pytest.mark.parametrize(
    "body",
    [
        "区财政局负责拨款。",
        "由我局会同区财政局组织验收。",
        "与区财政局未协商一致的事项另行通知。",
        "区财政局应当协商一致后拨款。",
        "各镇应与区财政局协商一致后申报。",
    ],
)
def test_another_department_named_without_its_consent_is_asked_about(body):
    assert found(**department(body))["X13"] is CONDITIONAL


@pytest.mark.parametrize(
    "body",
    [
        "经商区财政局同意，区财政局负责拨款。",
        "我局会同区财政局制定了本办法，现予印发。",
        "我局已与区财政局协商一致，现通知如下。",
        "我局与区财政局协商一致，现通知如下。",
        "请阅知。\n附件\n分工表\n区财政局负责拨款。",
    ],
)
def test_agreed_or_only_quoted_passes(body):
    assert "X13" not in found(**department(body))


# ---- 越级 (14) ------

DEEP = type(CITY)([*CITY.bodies.values(), Body("ZD", "水利站管护组", "管护组", "bureau", "ZZ")])
TEAM = DEEP.bodies["ZD"]


def test_several_bodies_passed_over_get_copies_by_one_click():
    one = paper(author=TEAM, issuer=TEAM.name, city=DEEP, main=(GOV,))
    (finding,) = [each for each in judge(one) if each.code == "X3"]

    assert finding.fixes[0].changes == {"copies": ["ZZ", "TH"]}
    copies = tuple(DEEP.bodies[code] for code in finding.fixes[0].changes["copies"])
    said = found(author=TEAM, issuer=TEAM.name, city=DEEP, copies=copies)
    assert "X3" not in said


def test_who_is_written_to_beside_was_not_passed_over():
    said = found(author=STATION, issuer=STATION.name, main=(GOV, TOWN))

    assert "X3" not in said
    assert said["X4"] is CONDITIONAL


# ---- 函 (practice) ------


@pytest.mark.parametrize(
    "words",
    [
        "请遵照执行。",
        "请认真贯彻执行。",
        "望认真贯彻落实。",
        "务必于周五前办结。",
        "请严格遵照执行。",
        "请结合实际贯彻执行。",
        "请务必支持。",
        "上述意见，认真贯彻执行。",
    ],
)
def test_a_letter_that_commands_is_said_and_softened(words):
    one = paper(**letter(f"有关事项商请如下。{words}\n特此函告。"))
    (finding,) = [each for each in judge(one) if each.code == "K5"]

    assert "K5" not in [each.code for each in judge(mended(one, finding.fixes[0].changes))]


@pytest.mark.parametrize(
    "words",
    [
        "为贯彻执行《中华人民共和国水法》，商请支持。",
        "现就政策贯彻执行情况函询如下。",
        "请提供贯彻落实情况。",
        "请予支持为盼。",
    ],
)
def test_a_letter_about_obedience_passes(words):
    assert "K5" not in found(**letter(f"{words}\n特此函告。"))
