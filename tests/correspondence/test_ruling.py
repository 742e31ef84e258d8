"""行文规则 of the 2012 条例, rule by rule: obeyed, broken, and just on the border."""

from dataclasses import replace
from typing import Any

import pytest

from tenant_apps.correspondence.ruling import Body, City, Limits, Paper, Standing, Strength, judge
from tenant_apps.correspondence.ruling.findings import PRACTICE

GOV = Body("ZF", "重庆市合川区人民政府", "区政府", "government")
PARTY = Body("QW", "中共重庆市合川区委员会", "区委", "party_committee")
CONGRESS = Body("RD", "重庆市合川区人大常委会", "区人大常委会", "congress")
OFFICE = Body("ZFB", "重庆市合川区人民政府办公室", "区政府办公室", "bureau", "ZF")
FINANCE = Body("CZJ", "重庆市合川区财政局", "区财政局", "bureau", "ZF")
WATER = Body("SLJ", "重庆市合川区水利局", "区水利局", "bureau", "ZF")
TOWN = Body("TH", "重庆市合川区太和镇人民政府", "太和镇", "town", "ZF")
OTHER = Body("TX", "重庆市合川区铜溪镇人民政府", "铜溪镇", "town", "ZF")
TAX = Body("SWJ", "国家税务总局合川区税务局", "区税务局", "vertical", "ZF")
STATION = Body("ZZ", "太和镇水利站", "镇水利站", "bureau", "TH")
LOST = Body("WZ", "未列入的机关", "某机关", "bureau")
STRAY = Body("ZX", "未列入的中心", "某中心", "bureau")
CITY = City([LOST, STRAY, GOV, PARTY, CONGRESS, OFFICE, FINANCE, WATER, TOWN, OTHER, TAX, STATION])


def paper(**more: Any) -> Paper:
    """A 请示 of the town to the government that keeps every rule."""
    facts: dict[str, Any] = {
        "kind": "request",
        "title": "关于申请拨付救助资金的请示",
        "body": "今年以来受灾群众二千余人。\n妥否，请批示。",
        "author": TOWN,
        "city": CITY,
        "main": (GOV,),
        "issuer": TOWN.name,
        "signer": "李静",
        "principals": (("p1", "李静"),),
    }
    return Paper(**facts | more)


def found(**more: Any) -> dict[str, Strength]:
    return {one.code: one.strength for one in judge(paper(**more))}


def notice(**more: Any) -> dict[str, Any]:
    facts = {"kind": "notice", "title": "关于做好防汛工作的通知", "body": "请于周五前报送情况。"}
    return facts | more


def test_a_document_in_order_has_nothing_against_it():
    assert judge(paper()) == ()


@pytest.mark.parametrize(
    ("ours", "other", "standing"),
    [
        (TOWN, GOV, Standing.SUPERIOR),
        (TOWN, OFFICE, Standing.SUPERIOR),  # an office stands where its body stands
        (TOWN, PARTY, Standing.SUPERIOR),
        (TOWN, OTHER, Standing.PEER),
        (TOWN, FINANCE, Standing.UNRELATED),
        (TOWN, STATION, Standing.SUBORDINATE),
        (STATION, GOV, Standing.ABOVE),
        (OFFICE, GOV, Standing.SUPERIOR),
        (OFFICE, TOWN, Standing.SUBORDINATE),
        (GOV, OFFICE, Standing.SUBORDINATE),
        (FINANCE, WATER, Standing.PEER),
        (TOWN, TOWN, Standing.SELF),
        (TOWN, LOST, Standing.UNKNOWN),
    ],
)
def test_how_bodies_stand_to_each_other(ours, other, standing):
    assert CITY.standing(ours, other) is standing


def test_circles_in_the_register_do_not_go_on_for_ever():
    a, b = Body("A", "甲", "甲", "bureau", "B"), Body("B", "乙", "乙", "bureau", "A")

    assert [one.code for one in City([a, b]).parents(a)] == ["B", "A"]


# rule, what breaks it, how strictly, what obeys it, what is just on the border (not broken)
HARD, CONDITIONAL, HINT = Strength.HARD, Strength.CONDITIONAL, Strength.HINT
COMMAND = "各镇必须于周五前完成。"
RULES: list[tuple[str, dict[str, Any], Strength, dict[str, Any], dict[str, Any]]] = [
    ("X3", {"author": STATION}, CONDITIONAL, {}, {"author": STATION, "copies": (TOWN,)}),
    ("X4", {"main": (GOV, PARTY)}, CONDITIONAL, {}, {"copies": (PARTY,)}),
    ("X4B", {"copies": (STATION,)}, HARD, {"copies": (FINANCE,)}, {"copies": (OTHER,)}),
    (
        "X5",
        {"author": WATER, "main": (TAX,), "is_major": True},
        CONDITIONAL,
        {"author": WATER, "main": (TAX,)},
        {"author": WATER, "main": (TAX,), "is_major": True, "body": "经区政府同意，现请示。"},
    ),
    (
        "X6",
        {"body": "现将水利站的请示转报你府。\n妥否，请批示。"},
        HARD,
        {},
        {"body": "现将水利站的请示转报你府，经研究，拟同意。\n妥否，请批示。"},
    ),
    (
        "X7",
        {"title": "关于申请拨付救助资金和增加编制的请示"},
        CONDITIONAL,
        {},
        {"title": "关于申请拨付冬春和重大节日救助资金的请示"},
    ),
    (
        "X7B",
        {"kind": "report", "title": "关于受灾情况的报告", "body": "情况如下。\n妥否，请批示。"},
        HARD,
        {"kind": "report", "title": "关于受灾情况的报告", "body": "情况如下。\n特此报告。"},
        {"kind": "report", "title": "关于请示办理的报告", "body": "已按批示办理。\n特此报告。"},
    ),
    (
        "X8",
        {"body": "尊敬的张书记：\n妥否，请批示。"},
        HARD,
        {},
        {"body": "书记讲话已传达。\n妥否，请批示。"},
    ),
    ("X8B", {"body": "妥否，请批示。\n李静"}, HARD, {}, {"body": "由李静负责。\n妥否，请批示。"}),
    ("X9", {"author": TAX}, HINT, {}, {"author": TAX, "copies": (FINANCE,)}),
    (
        "X10",
        notice(main=(STATION,), is_major=True),
        CONDITIONAL,
        notice(main=(STATION,)),
        notice(main=(STATION,), is_major=True, copies=(OFFICE,)),
    ),
    (
        "X11",
        notice(author=WATER, main=(TOWN,), body=COMMAND),
        HARD,
        notice(author=OFFICE, main=(TOWN,), body=COMMAND),
        notice(author=WATER, main=(TOWN,), body=f"经区政府同意，{COMMAND}"),
    ),
    (
        "X13",
        notice(author=WATER, main=(TOWN,), body="区财政局负责拨款，请报送情况。"),
        CONDITIONAL,
        notice(author=WATER, main=(TOWN,)),
        notice(author=WATER, main=(TOWN,), body="经商区财政局同意，请报送情况。"),
    ),
    (
        "X15",
        {"issuer": "经济发展科", "sections": frozenset({"经济发展科"})},
        HARD,
        {"sections": frozenset({"经济发展科"})},
        {"issuer": "党政办公室", "sections": frozenset({"党政办公室"})},
    ),
    ("K1", {"main": (FINANCE,)}, HARD, {"main": (OFFICE,)}, {"main": (LOST,)}),
    ("K1B", {"main": (LOST,)}, HINT, {}, {"main": (FINANCE,)}),
    (
        "K2",
        {"kind": "reply", "title": "关于同意的批复", "main": (OTHER,), "body": "此复。"},
        HARD,
        {"kind": "reply", "title": "关于同意的批复", "main": (STATION,), "body": "此复。"},
        {"kind": "letter", "title": "关于同意的函", "main": (OTHER,), "body": "特此函复。"},
    ),
    (
        "K2B",
        {"kind": "reply", "title": "关于同意的批复", "main": (LOST,), "body": "此复。"},
        HINT,
        {"kind": "reply", "title": "关于同意的批复", "main": (STATION,), "body": "此复。"},
        {"kind": "reply", "title": "关于同意的批复", "main": (OTHER,), "body": "此复。"},
    ),
    (
        "K3",
        {"kind": "motion", "title": "关于预算的议案", "author": FINANCE, "main": (CONGRESS,)},
        HARD,
        {"kind": "motion", "title": "关于预算的议案", "author": GOV, "main": (CONGRESS,)},
        {"kind": "motion", "title": "关于预算的议案", "main": (CONGRESS,)},
    ),
    (
        "K4",
        {"kind": "order", "title": "关于封山的命令", "main": (STATION,)},
        CONDITIONAL,
        {"kind": "order", "title": "关于封山的命令", "author": GOV, "main": (TOWN,)},
        notice(main=(STATION,)),
    ),
    (
        "K5",
        {
            "kind": "letter",
            "title": "关于支持的函",
            "main": (OTHER,),
            "body": "请遵照执行。特此函告。",
        },
        CONDITIONAL,
        {
            "kind": "letter",
            "title": "关于支持的函",
            "main": (OTHER,),
            "body": "请予支持。特此函告。",
        },
        notice(main=(STATION,), body="请遵照执行。"),
    ),
    ("T1", {"title": "关于申请拨付救助资金的报告"}, HINT, {}, {"title": ""}),
    ("T2", {"body": "请示如下。"}, HINT, {}, {"body": ""}),
    (
        "T3",
        {"body": "见附件。\n妥否，请批示。"},
        HINT,
        {},
        {"body": "见附件。\n妥否，请批示。", "attachments": ("表.docx",)},
    ),
    ("S22", {"signs_major": False}, HARD, {}, notice(main=(STATION,), signs_major=False)),
    (
        "S26",
        {"body": "机密★1年\n妥否，请批示。"},
        HARD,
        {},
        {"body": "涉及商业秘密。\n妥否，请批示。"},
    ),
    (
        "B1",
        {"body": "字" * 4001},
        HINT,
        {"body": "字" * 4000},
        {"body": "字" * 5000, "is_major": True},
    ),
    (
        "B2",
        {"limits": Limits(issued=10, issued_before=10)},
        HINT,
        {},
        {"limits": Limits(issued=9, issued_before=10)},
    ),
]


@pytest.mark.parametrize(
    ("rule", "broken", "strength", "kept", "border"), RULES, ids=[r[0] for r in RULES]
)
def test_each_rule(rule, broken, strength, kept, border):
    assert found(**broken).get(rule) is strength
    assert rule not in found(**kept)
    assert rule not in found(**border)


FIXABLE = [
    rule
    for rule, broken, *_ in RULES
    if any(one.fixes for one in judge(paper(**broken)) if one.code == rule)
]


def mended(one: Paper, changes: Any) -> Paper:
    """The draft after the click, as saving it would leave it."""
    now: dict[str, Any] = {}
    for name, value in changes.items():
        if name in ("addressees", "copies"):
            now["main" if name == "addressees" else "copies"] = tuple(
                CITY.bodies[c] for c in value
            )
        elif name == "signatory":
            now |= {"signer": dict(one.principals)[value], "signs_major": True}
        else:
            now["kind" if name == "doc_kind" else name] = value
    return replace(one, **now)


@pytest.mark.parametrize(("rule", "broken"), [(r[0], r[1]) for r in RULES if r[0] in FIXABLE])
def test_every_fix_mends_what_it_stands_beside(rule, broken):
    before = paper(**broken)
    (finding,) = [one for one in judge(before) if one.code == rule]

    for fix in finding.fixes:
        after = mended(before, fix.changes)
        assert rule not in [one.code for one in judge(after)], fix.label


def test_what_can_be_fixed_is_not_little():
    ways, kinds = {"X3", "X4", "X4B", "X7B", "X11", "S22"}, {"K1", "K1B", "K2", "K2B", "K5"}
    assert ways | kinds | {"T1", "T2"} <= set(FIXABLE)


@pytest.mark.parametrize(
    ("author", "main", "whose"),
    [
        (TOWN, (LOST,), "某机关"),
        (LOST, (FINANCE,), "本机关"),
        (LOST, (FINANCE, STRAY), "本机关、某中心"),
    ],
)
def test_where_the_register_knows_no_superior_it_says_whose_and_lets_it_pass(author, main, whose):
    findings = judge(paper(author=author, issuer=author.name, main=main))

    (said,) = [one.detail for one in findings if one.code == "K1B"]
    assert said.startswith(f"单位名册没有登记{whose}的上级机关，")
    assert "K1" not in [one.code for one in findings]


def test_words_are_marked_where_they_stand():
    one = paper(kind="report", title="关于受灾情况的报告", body="情况如下。\n妥否，请批示。")
    (finding,) = [each for each in judge(one) if each.code == "X7B"]

    assert [(p.field, p.text) for p in finding.places] == [("body", "妥否"), ("body", "请批示")]
    for place in finding.places:
        assert one.body[place.start : place.start + len(place.text)] == place.text


def test_the_regulation_is_cited_only_for_what_it_says():
    said = {one.code: one.article for _, broken, *_ in RULES for one in judge(paper(**broken))}

    assert {code for code, article in said.items() if article == PRACTICE} == {"K5", "T2", "T3"}
    assert all(a == PRACTICE or a.startswith(("条例第", "减负")) for a in said.values()), said
    assert not any("第十五条（七）" in article for article in said.values())


def test_the_strictest_stands_first():
    strengths = [
        one.strength for one in judge(paper(copies=(STATION,), main=(GOV, PARTY), body="一"))
    ]

    assert strengths == sorted(strengths, key=list(Strength).index)
    assert strengths[0] is HARD


@pytest.mark.parametrize(
    ("author", "partners", "codes"),
    [
        (TOWN, (OTHER,), set()),
        (FINANCE, (WATER,), set()),
        (TOWN, (GOV,), {"X14"}),
        (GOV, (TOWN,), {"X14"}),
        (TOWN, (FINANCE,), {"X14b"}),
        (PARTY, (GOV,), {"X14c"}),
        (GOV, (PARTY,), {"X14c"}),
        (GOV, (CONGRESS,), set()),
    ],
)
def test_only_equals_issue_jointly(author, partners, codes):
    said = found(**notice(author=author, main=(TAX,), partners=partners))

    assert {code for code in said if code.startswith("X14")} == codes
    assert said.get("X14", Strength.HARD) is Strength.HARD
