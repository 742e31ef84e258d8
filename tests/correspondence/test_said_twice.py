"""标题, 主送机关, 署名, 成文日期 stand around the text; a whole paper has them in it as well."""

import pytest

from tenant_apps.correspondence.ruling import Strength, judge
from tests.correspondence.test_ruling import GOV, OFFICE, TOWN, found, mended, notice, paper

TEXT = "因连续强降雨，请求核拨救助资金二十万元。\n妥否，请批示。"
TITLE = "关于申请拨付救助资金的请示"


def whole(head: str = "", foot: str = "") -> dict:
    body = "\n".join(filter(None, (head, TEXT, foot)))
    return {"title": TITLE, "main": (GOV,), "body": body}


@pytest.mark.parametrize(
    ("head", "foot", "what"),
    [
        (TITLE, "", "标题"),
        ("太和镇关于申请拨付\n救助资金的请示", "", "标题"),
        (f"{TITLE}\n\n区政府：", "", "标题、主送机关"),
        ("重庆市合川区人民政府:", "", "主送机关"),
        ("", "太和镇\n2026年11月30日", "署名、成文日期"),
        ("", "　　　　太 和 镇\n二〇二六年十一月三十日", "署名、成文日期"),
        ("", "2026年  月  日", "成文日期"),
        (f"{TITLE}\n区政府：", "太和镇\n2026年11月30日", "标题、主送机关、署名、成文日期"),
    ],
)
def test_what_the_layout_sets_is_found_in_the_text_and_taken_out(head, foot, what):
    said = paper(**whole(head, foot))
    (one,) = [one for one in judge(said) if one.code == "T6"]

    assert one.strength is Strength.CONDITIONAL
    assert one.title == f"正文里又写了{what}，印出来会重复"
    assert mended(said, one.fixes[0].changes).body == TEXT


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("", ""),
        ("现将有关事项请示如下：", ""),
        ("一、区政府已同意：", ""),
        ("根据区政府要求，", ""),
        ("", "附件：1. 受灾情况表"),
        ("", "上述资金由太和镇于2026年12月1日前拨付到户"),
        ("各村社要做好以下工作：", ""),
    ],
)
def test_what_belongs_to_the_text_stays(head, foot):
    assert "T6" not in found(**whole(head, foot))


def test_whole_kinds_of_bodies_are_addressed_too():
    said = notice(
        author=OFFICE,
        main=(TOWN,),
        body="各镇人民政府、街道办事处，区政府各部门，有关单位：\n请认真贯彻执行。",
    )

    assert "T6" in {one.code for one in judge(paper(**said))}


def test_an_annex_keeps_its_own_foot():
    body = f"{TEXT}\n附件1\n受灾情况表\n太和镇\n2026年11月30日"

    assert "T6" not in found(title=TITLE, main=(GOV,), body=body)
