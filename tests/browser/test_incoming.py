"""收文 at the district: one returned at 初审, one circulated, one acted on and urged."""

import re
import time
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.programs import Office
from tests.browser.test_workbench import open_act

TWO_MATTERS = "关于申请拨付养老设施资金并调整建设地点的请示"
TO_READ = "关于开展冬季义务植树活动情况的通报"
TO_HANDLE = "关于解决农村饮水管网改造资金的请示"
WORDS = "请水利科牵头、财政科配合，三日内提出意见。"


@dataclass
class Desks:
    registrar: Page
    head: Page
    leader: Page
    handler: Page
    sender: Page
    papers: dict[str, str]


@pytest.fixture(scope="module")
def desks(city, sit_down) -> Desks:
    town, district = Office(city, "taihe"), Office(city, "zfb", drafter="承办人")
    town.have_seal()
    two = town.drafter.draft(TWO_MATTERS, ["ZFB"], town.leader)
    said = {"rule": "X7", "reason": "同一项目的两个方面"}
    town.drafter.post(f"/api/correspondence/outgoing/{two}/explain", said)
    carry(town, two)
    town.send(TO_READ, ["ZFB"], doc_kind="circular", body="现将有关情况通报如下。\n成效明显。")
    town.send(TO_HANDLE, ["ZFB"], urgency="urgent")
    titles = (TWO_MATTERS, TO_READ, TO_HANDLE)
    handlers = "/api/organization/staff?permission=correspondence.incoming.handle"
    taken = {city.person("zfb", role).name for role in ("承办人", "单位领导")}
    others = [one["name"] for one in district.head.get(handlers)["results"]]
    papers = {title: arrived(district, title) for title in titles} | {
        "two": two,
        "support": next(name for name in others if name not in taken),
    }
    return Desks(
        registrar=sit_down(city.person("zfb", "机要文书")),
        head=sit_down(city.person("zfb", "办公室主任")),
        leader=sit_down(city.person("zfb", "单位领导")),
        handler=sit_down(city.person("zfb", "承办人")),
        sender=sit_down(city.person("taihe", "拟稿人")),
        papers=papers,
    )


def carry(town: Office, document: str) -> None:
    road = (
        ("submit", town.drafter),
        ("review", town.head),
        ("sign", town.leader),
        ("verify", town.registrar),
        ("register", town.registrar),
        ("print", town.registrar),
        ("seal", town.registrar),
        ("release", town.registrar),
    )
    for verb, person in road:
        person.act(
            f"outgoing/{document}", verb, **(town.impression(document) if verb == "seal" else {})
        )


def arrived(district: Office, title: str) -> str:
    for _ in range(100):
        for row in district.registrar.get("/api/correspondence/incoming")["results"]:
            if row["title"] == title:
                return str(row["id"])
        time.sleep(0.2)
    raise AssertionError(f"{title} never arrived")


def open_paper(page: Page, city, document: str, title: str) -> None:
    page.goto(city.url("zfb", f"/incoming/{document}"))
    expect(page.get_by_role("heading", name=title).first).to_be_visible()


def choose(page: Page, label: str, name: str) -> None:
    page.get_by_role("combobox", name=label).fill(name)
    page.get_by_role("listbox", name=label).get_by_role("option", name=name).first.click()


def seen(page: Page, text: str | re.Pattern[str]) -> Locator:
    """Options of a list that is closed say the same words."""
    return page.get_by_text(text).filter(visible=True).first


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).last.click()


def take_in(page: Page, city, document: str, title: str) -> None:
    """签收 and 登记: the next thing it asks for is 初审."""
    open_paper(page, city, document, title)
    for verb in ("签收", "登记"):  # in the bar: the cards of the list have the same buttons
        page.locator("footer.bar").get_by_role("button", name=verb, exact=True).click()
    expect(page.get_by_role("button", name="初审通过", exact=True)).to_be_visible()


def test_1_it_is_returned_with_the_article(city, desks, picture):
    page = desks.registrar
    take_in(page, city, desks.papers[TWO_MATTERS], TWO_MATTERS)
    page.get_by_role("tab", name="初审").click()
    expect(page.get_by_text("请示应当一文一事").first).to_be_visible()
    expect(page.get_by_role("checkbox", name=re.compile("符合行文规则"))).not_to_be_checked()
    press(page, "初审通过")
    expect(page.get_by_text(re.compile("请核对后勾选，或写明通过的理由")).first).to_be_visible()
    picture(page, "incoming-screen-doubt")
    page.get_by_role("tab", name="初审").click()
    press(page, "退回来文单位")
    page.get_by_label("退回理由").fill("资金和选址是两件事，请分别行文。")
    expect(page.get_by_text(re.compile("会看到：不符合条例第十五条（四）"))).to_be_visible()
    picture(page, "incoming-return")
    page.get_by_role("button", name=re.compile("^退回 太和镇")).click()
    expect(seen(page, "初审退回")).to_be_visible()
    expect(seen(page, re.compile("理由：不符合条例第十五条（四）"))).to_be_visible()


def test_2_the_sender_reads_why(city, desks, picture):
    page = desks.sender
    page.goto(city.url("taihe", "/todo?box=read"))
    expect(page.get_by_text(re.compile(TWO_MATTERS)).first).to_be_visible()
    page.goto(city.url("taihe", f"/outgoing/{desks.papers['two']}"))
    page.get_by_role("tab", name=re.compile("送达")).click()
    expect(seen(page, re.compile("不符合条例第十五条（四）"))).to_be_visible()
    picture(page, "outgoing-returned")


def test_3_what_only_tells_goes_round(city, desks, picture):
    page, document = desks.registrar, desks.papers[TO_READ]
    take_in(page, city, document, TO_READ)
    press(page, "初审通过")
    expect(page.get_by_text(re.compile("现由.+办理（拟办）")).first).to_be_visible()

    page = desks.head
    open_paper(page, city, document, TO_READ)
    expect(page.get_by_role("button", name="阅知")).to_have_attribute("aria-pressed", "true")
    for role in ("单位领导", "承办人", "机要文书"):
        choose(page, "传阅给谁", city.person("zfb", role).name)
    page.get_by_label(re.compile("拟办意见")).first.fill("请各位阅知。")
    picture(page, "incoming-propose-note")
    press(page, "送传阅")
    page.get_by_role("tab", name=re.compile("传阅")).click()
    expect(seen(page, "0/3 已阅")).to_be_visible()
    name = city.person("zfb", "机要文书").name
    page.get_by_role("button", name=f"收回给{name}的传阅").click()
    expect(seen(page, "0/2 已阅")).to_be_visible()
    picture(page, "incoming-circulating")
    page.get_by_role("button", name="催阅 2 人", exact=True).click()
    asking = page.get_by_role("dialog", name="催阅 2 人")
    late = "、".join(city.person("zfb", role).name for role in ("单位领导", "承办人"))
    expect(asking.get_by_text(late)).to_be_visible()
    asking.get_by_label(re.compile("催阅说明")).fill("请于下班前阅。")
    picture(page, "incoming-urge-readers")
    press(page, "催阅 2 人")
    expect(asking).to_be_hidden()
    desks.leader.goto(city.url("zfb", "/todo?box=read"))
    expect(seen(desks.leader, re.compile("催阅"))).to_be_visible()
    picture(desks.leader, "incoming-urged-to-read")


def test_4_its_readers_find_it_to_read_and_it_ends_by_itself(city, desks, picture):
    for page, opinion in ((desks.leader, "可供我区借鉴。"), (desks.handler, "")):
        page.goto(city.url("zfb", "/todo?box=read"))
        page.get_by_role("link", name=re.compile(TO_READ)).first.click()
        expect(page.get_by_role("button", name="阅毕", exact=True)).to_be_visible()
        picture(page, "incoming-to-read")
        if opinion:
            page.get_by_label(re.compile("阅办意见")).first.fill(opinion)
        press(page, "阅毕")
        expect(page.get_by_role("link", name=re.compile(TO_READ))).to_have_count(0)

    page = desks.head
    open_paper(page, city, desks.papers[TO_READ], TO_READ)
    expect(seen(page, "可供我区借鉴。")).to_be_visible()
    page.get_by_role("tab", name=re.compile("传阅")).click()
    expect(seen(page, "已全部阅毕")).to_be_visible()
    picture(page, "incoming-read-by-all")


def test_5_what_asks_goes_to_the_leader_and_the_clerk_hears(city, desks, picture):
    page, document = desks.registrar, desks.papers[TO_HANDLE]
    take_in(page, city, document, TO_HANDLE)
    press(page, "初审通过")

    page = desks.head
    open_paper(page, city, document, TO_HANDLE)
    expect(page.get_by_role("button", name="批办")).to_have_attribute("aria-pressed", "true")
    choose(page, "请谁批示", city.person("zfb", "单位领导").name)
    choose(page, "专人催办", city.person("zfb", "机要文书").name)
    page.get_by_label(re.compile("拟办意见")).first.fill("拟请何主任批示。")
    picture(page, "incoming-propose")
    press(page, "送批示")
    expect(page.get_by_role("button", name="取回改办", exact=True)).to_be_visible()

    page = desks.leader
    open_paper(page, city, document, TO_HANDLE)
    for name in (city.person("zfb", "承办人").name, desks.papers["support"]):
        choose(page, "交谁承办", name)
    page.get_by_role("button", name=re.compile("^办结时限")).click()
    days = page.get_by_role("dialog", name="办结时限").get_by_role("button")
    days.filter(has_text=re.compile(r"^\s*\d+\s*$")).last.click()
    page.get_by_label(re.compile("批示意见")).first.fill(WORDS)
    picture(page, "incoming-instruct-two")
    press(page, "批示并交办")
    expect(page.get_by_text(re.compile("现由.+办理（承办）")).first).to_be_visible()
    page.get_by_role("button", name="处理单").click()
    for part in ("主办", "协办"):
        shown = page.get_by_text(part, exact=True).filter(visible=True)
        expect(shown.first).to_be_visible()
    picture(page, "incoming-handled-by-two")


def test_6_the_clerk_reads_the_words_and_urges(city, desks, picture):
    page = desks.registrar
    page.goto(city.url("zfb", "/todo?box=read"))
    expect(page.get_by_text(re.compile(TO_HANDLE)).first).to_be_visible()
    page.goto(city.url("zfb", "/incoming/instructions"))
    expect(seen(page, WORDS)).to_be_visible()
    picture(page, "instructions")
    page.goto(city.url("zfb", "/incoming/urging"))
    expect(page.get_by_role("link", name=TO_HANDLE)).to_be_visible()
    press(page, "催办")
    expect(seen(page, re.compile("催办过"))).to_be_visible()
    picture(page, "urging")


def test_7_somebody_else_is_named_to_urge_and_both_hear_of_it(city, desks, picture):
    page, document = desks.registrar, desks.papers[TO_HANDLE]
    head = city.person("zfb", "办公室主任").name
    open_paper(page, city, document, TO_HANDLE)
    open_act(page, "改催办人")
    asking = page.get_by_role("dialog", name="改催办人")
    choose(page, "改由谁催办", head)
    expect(asking.get_by_text(f"此件改由 {head} 催办，两人都会收到通知。")).to_be_visible()
    picture(page, "incoming-name-urger")
    press(page, "改催办人")

    expect(page.get_by_text("专人催办").first.locator("..")).to_contain_text(head)
    page.goto(city.url("zfb", "/incoming/urging"))
    expect(seen(page, "没有由您催办的公文。")).to_be_visible()
    desks.head.goto(city.url("zfb", "/incoming/urging"))
    expect(desks.head.get_by_role("link", name=TO_HANDLE)).to_be_visible()
