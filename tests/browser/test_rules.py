"""A 请示 that breaks the rules, mended by clicks at the drafter's desk, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.programs import Office


@pytest.fixture(scope="module")
def office(city) -> Office:
    return Office(city, "taihe")


@pytest.fixture(scope="module")
def broken(office) -> str:
    """Two addressees of which one is no superior, and words of a 报告 that ask."""
    return office.drafter.draft(
        "关于冬春救助情况的报告",
        ["ZFB"],
        office.leader,
        doc_kind="report",
        body="受灾群众二千余人。\n妥否，请批示。",
    )


@pytest.fixture(scope="module")
def page(city, sit_down, broken) -> Page:
    page = sit_down(city.person("taihe", "拟稿人"))
    page.goto(city.url("taihe", f"/outgoing/{broken}"))
    return page


def test_1_the_rule_is_said_with_its_article_and_its_click(page, picture):
    rules = page.get_by_role("region", name="行文规则")
    expect(rules.get_by_text("报告不得夹带请示事项")).to_be_visible()
    expect(rules.get_by_text("条例第十五条（四）")).to_be_visible()
    expect(page.get_by_text(re.compile("请先改正"))).to_be_visible()
    picture(page, "rules-broken")


def test_2_one_click_mends_it(page, picture):
    page.get_by_role("button", name="改为请示").click()

    expect(page.get_by_label("标题")).to_have_value("关于冬春救助情况的请示")
    expect(page.get_by_text("报告不得夹带请示事项")).to_have_count(0)
    picture(page, "rules-mended")
    page.get_by_role("button", name="送审核", exact=True).click()
    expect(page.get_by_text(re.compile("现由.+办理（审核）")).first).to_be_visible()
