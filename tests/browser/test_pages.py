"""Every page of both hosts, with data on it, at three sizes: whole, quiet and accessible."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE, SCREENSHOTS
from tests.browser.programs import Office

AXE = settings.BASE_DIR / "frontend/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
# Of the window, and of what scrolls inside it: a page may be cut off without the window growing.
WIDTHS = """[document.documentElement, ...document.querySelectorAll("main, main .room")]
    .map(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth])"""
CLOSED = "yanjing"  # the unit that is suspended for one page
BUDGET = "关于申请拨付2026年农村公路养护补助资金的请示"
DRAINS = "关于实施城镇排水管网改造工程的请示"
LAMPS = "关于镇区道路照明改造的请示"
ROAD = "关于改造镇区背街小巷的请示"
NOTICE = "关于做好2026年冬季森林防火工作的通知"


@dataclass
class Visit:
    """A page, who stands before it, and the words that show that its data has come."""

    name: str
    who: str
    path: str
    shows: str
    arrive: Callable[[Page], None] | None = None
    refused: str = ""  # the answer that the browser itself reports in its console

    def __str__(self) -> str:
        return self.name


def unit_search(page: Page) -> Locator:
    return page.get_by_label(re.compile("^搜索单位"))


def search_units(page: Page) -> None:
    unit_search(page).fill("jd")


def wrong_password(page: Page) -> None:
    page.get_by_label("账号").fill("wangxiaomin")
    page.get_by_label("密码", exact=True).fill("不是这个密码")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_label("密码", exact=True)).to_have_attribute("aria-invalid", "true")


def search_people(page: Page) -> None:
    page.get_by_label(re.compile("^按姓名")).fill("wang")


def text_and_flow(page: Page) -> None:
    page.get_by_role("tab", name="流程").click()
    expect(page.get_by_role("img", name=re.compile(BUDGET)).first).to_be_visible()


def delivered(page: Page) -> None:
    page.get_by_role("tab", name=re.compile("送达")).click()


def certified(page: Page) -> None:
    page.get_by_role("tab", name="版式").click()


def sealed(page: Page) -> None:
    page.get_by_role("tab", name="用印").click()


def traced(page: Page) -> None:
    page.get_by_role("tab", name="修订").click()


def judged(page: Page) -> None:
    page.get_by_role("tab", name="规则").click()


def screened(page: Page) -> None:
    page.get_by_role("tab", name="初审").click()


def sourced(page: Page) -> None:
    page.get_by_role("tab", name="来源与附件").click()


def first_flow(page: Page) -> None:
    page.get_by_role("link", name=re.compile("请假")).first.click()
    page.wait_for_url(re.compile(r"/admin/flows/"))


def first_form(page: Page) -> None:
    page.get_by_role("link", name=re.compile("请假")).first.click()
    page.wait_for_url(re.compile(r"/admin/forms/"))


def first_item(page: Page) -> None:
    page.get_by_role("link", name=re.compile(BUDGET)).first.click()
    page.wait_for_url(re.compile(r"/items/[0-9a-f-]{36}"))


NOBODY = [
    Visit("entrance", "nobody", "city:/", "区政府办公室"),
    Visit("entrance-search", "nobody", "city:/", "回车进入第一家", search_units),
    Visit("verify", "nobody", "city:/verify", "把文件拖到这里"),
    Visit("login", "nobody", "taihe:/login", "登录太和镇"),
    Visit("login-wrong", "nobody", "taihe:/login", "不正确|有误|错误", wrong_password, "401"),
    Visit("claim", "nobody", "taihe:/claim#a-link-from-the-administrator", "一次性链接"),
    Visit("claim-broken", "nobody", "taihe:/claim", "链接不完整"),
    Visit("unit-404", "nobody", "taihe:/no/such/page", "没有这个页面"),
    Visit("unit-suspended", "nobody", f"{CLOSED}:/", "已停用", refused="403"),
]
STAFF = [
    Visit("portal", "clerk", "taihe:/", LAMPS),
    Visit("portal-registrar", "registrar", "zfb:/", BUDGET),
    Visit("password", "clerk", "taihe:/password", "修改密码"),
    Visit("todo-list", "head", "taihe:/todo", DRAINS),
    Visit("requests-kinds", "clerk", "taihe:/requests", "请假申请"),
    Visit("requests-start", "clerk", "taihe:/requests/new/leave", "提交后的流程"),
    Visit("requests-list", "clerk", "taihe:/requests/mine", "申请记录"),
    Visit("requests-resources", "clerk", "taihe:/requests/resources", "清单"),
    Visit("requests-grants", "head", "taihe:/requests/grants", "王晓敏"),
    Visit("lending", "clerk", "taihe:/lending", "现在没有委托"),
    Visit("outgoing-list", "clerk", "taihe:/outgoing", BUDGET),
    Visit("outgoing-new", "clerk", "taihe:/outgoing/new", "请示"),
    Visit("outgoing-draft", "clerk", "taihe:/outgoing/{draft}", "主送机关"),
    Visit("outgoing-open", "clerk", "taihe:/outgoing/{sent}", BUDGET, text_and_flow),
    Visit("outgoing-delivered", "clerk", "taihe:/outgoing/{sent}", "区政府办公室", delivered),
    Visit("outgoing-format", "clerk", "taihe:/outgoing/{sent}", "测量成品墨迹", certified),
    Visit("outgoing-traces", "clerk", "taihe:/outgoing/{sent}", "清稿", traced),
    Visit("outgoing-review", "head", "taihe:/outgoing/{review}", "核稿清单", judged),
    Visit("ink", "head", "taihe:/ink/outgoing/{review}", "已保存"),
    Visit("ink-final", "keeper", "taihe:/ink/outgoing/{printed}", "正式文本上不能批注"),
    Visit("outgoing-seals", "keeper", "taihe:/outgoing/{printed}", "用印", sealed),
    Visit("outgoing-register", "clerk", "taihe:/outgoing/register", BUDGET),
    Visit("outgoing-numbers", "keeper", "taihe:/outgoing/numbers", "预留文号"),
    Visit("search", "clerk", "taihe:/search?q=农村公路", "找到"),
    Visit("search-nothing", "clerk", "taihe:/search", "空格隔开表示都要有"),
    Visit("incoming-list", "registrar", "zfb:/incoming", BUDGET),
    Visit("incoming-open", "registrar", "zfb:/incoming/{arrived}", BUDGET),
    Visit("incoming-screen", "registrar", "zfb:/incoming/{taken}", "初审清单", screened),
    Visit("incoming-instructions", "registrar", "zfb:/incoming/instructions", "^批示$"),
    Visit("incoming-urging", "registrar", "zfb:/incoming/urging", "^催办$"),
    Visit("incoming-derived", "registrar", "zfb:/incoming/{taken}", "由此文起草", sourced),
    Visit("incoming-paper", "registrar", "zfb:/incoming/paper", "上传扫描件或文件"),
    Visit("incoming-register", "registrar", "zfb:/incoming/register", BUDGET),
    Visit("custody", "registrar", "zfb:/custody", "本系统是非涉密系统"),
    Visit("seals", "head", "taihe:/seals", "太和镇人民政府"),
    Visit("seals-register", "head", "taihe:/seals/impressions", BUDGET),
    Visit("people", "clerk", "taihe:/people", "刘建军"),
    Visit("people-search", "clerk", "taihe:/people", "王晓敏", search_people),
    Visit("staff-404", "clerk", "taihe:/no/such/page", "没有这个页面"),
    Visit("admin-departments", "system", "taihe:/admin/departments", "办公室"),
    Visit("admin-staff", "system", "taihe:/admin/staff", "王晓敏"),
    Visit("admin-calendar", "system", "taihe:/admin/calendar", "个工作日"),
    Visit("admin-webhooks", "system", "taihe:/admin/webhooks", "还没有登记接收地址"),
    Visit("admin-fonts", "system", "taihe:/admin/fonts", "四种公文字体"),
    Visit("admin-letterheads", "head", "taihe:/admin/letterheads", "打开 PDF 样张"),
    Visit("supervision", "head", "taihe:/supervision", DRAINS),
    Visit("stuck", "head", "taihe:/supervision/stuck", "没有卡住的事项"),
    Visit("admin-flows", "system", "taihe:/admin/flows", "改动先存为草稿"),
    Visit("admin-flow", "system", "taihe:/admin/flows", "请假", first_flow),
    Visit("admin-forms", "system", "taihe:/admin/forms", "改动先存为草稿"),
    Visit("admin-form", "system", "taihe:/admin/forms", "请假", first_form),
    Visit("admin-templates", "system", "taihe:/admin/templates", "已是最新"),
    Visit("admin-template", "system", "taihe:/admin/templates/leave", "已是市级模板的最新版本"),
    Visit("admin-duties", "security", "taihe:/admin/duties", "机要文书"),
]
CITY = [
    Visit("city-board", "leader", "city:/board", "太和镇"),
    Visit("city-items", "leader", "city:/items", BUDGET),
    Visit("city-trace", "leader", "city:/items", "登记", first_item),
    Visit("city-exchange", "leader", "city:/exchange", BUDGET),
    Visit("city-ledger", "leader", "city:/ledger", "太和镇"),
    Visit("city-templates", "operator", "city:/templates", "请假申请"),
    Visit("city-template", "operator", "city:/templates/leave", "随系统提供"),
    Visit("city-calendar", "operator", "city:/calendar", "个工作日"),
    Visit("city-404", "leader", "city:/no/such/page", "没有这个页面"),
]


@pytest.fixture(scope="module")
def town(city):
    return Office(city, "taihe")


@pytest.fixture(scope="module")
def papers(town, city):
    """Something on every desk: drafts, to-dos, a letter on its way, one that has arrived."""
    district = Office(city, "zfb", drafter="承办人")
    sent = town.send(BUDGET, ["ZFB"], urgency="urgent")
    draft = town.drafter.draft("关于增加乡村公益性岗位的请示", ["ZFB"], town.leader)
    for title in (DRAINS, "关于增设便民服务点的请示", "关于老旧小区加装电梯的请示"):
        town.send(title, ["ZFB"], until="submit")
    town.send(LAMPS, ["ZFB"], until="sign")
    district.send(NOTICE, [town.code], doc_kind="notice")
    review = town.send("关于增设公交站点的请示", ["ZFB"], until="submit")
    printed = town.send("关于修缮敬老院的请示", ["ZFB"], until="print")
    town.send(ROAD, ["ZFB"])
    taken = arrived(district, ROAD)
    for verb in ("acknowledge", "register"):
        district.registrar.act(f"incoming/{taken}", verb)
    return {
        "sent": sent,
        "draft": draft,
        "review": review,
        "printed": printed,
        "arrived": arrived(district, BUDGET),
        "taken": taken,
    }


def arrived(district: Office, title: str) -> str:
    """The id that the capsule got at the other unit, once it has been carried there."""
    for _ in range(100):
        page = district.registrar.get("/api/correspondence/incoming")
        for row in page["results"]:
            if row["title"] == title and row["stage"] == "arrived":
                return str(row["id"])
        time.sleep(0.2)
    raise AssertionError("the letter never arrived")


@pytest.fixture(scope="module")
def closed(city):
    city._manage("unit", "suspend", CLOSED, "--why", "机构改革", "--by", "编办")
    yield
    city._manage("unit", "resume", CLOSED, "--why", "恢复办公", "--by", "编办")


class Watched:
    """A page that remembers what the browser complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)

    def _hear(self, message) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)


@pytest.fixture(scope="module")
def desks(city, browser_of, sit_down):
    """Everybody sits down once; each page of theirs is opened in the same window."""
    people = {
        "clerk": ("taihe", "拟稿人"),
        "head": ("taihe", "办公室主任"),
        "keeper": ("taihe", "机要文书"),
        "system": ("taihe", "系统管理员"),
        "security": ("taihe", "安全管理员"),
        "registrar": ("zfb", "机要文书"),
        "leader": ("qzf", "区领导"),
        "operator": ("dsjj", "运维人员"),
    }
    seated: dict[str, Watched] = {}

    def desk(who: str) -> Watched:
        if who not in seated:
            page = (
                browser_of().new_page() if who == "nobody" else sit_down(city.person(*people[who]))
            )
            if who in ("leader", "operator"):
                enter_the_city(page, city, city.person(*people[who]).name)
            seated[who] = Watched(page)
        return seated[who]

    return desk


def enter_the_city(page: Page, city, name: str) -> None:
    page.get_by_role("button", name=re.compile(name)).click()
    page.get_by_role("menuitem", name=re.compile("进入运行总览")).first.click()
    page.wait_for_url(re.compile(r"//city\.localhost.*/board"))


def settle(page: Page) -> None:
    expect(page.locator(".skeleton")).to_have_count(0)
    page.evaluate("document.fonts.ready.then(() => null)")


def faults(page: Page, size: str) -> list[str]:
    """What is wrong with the page as it stands there now."""
    found = []
    if not page.locator("h1").count():
        found.append(f"{size}: no h1")
    for wide, room in page.evaluate(WIDTHS):
        if wide > room:
            found.append(f"{size}: {wide} px wide, {room} px of room")
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE.read_text())
    violations = page.evaluate(
        """async (rules) => {
            const options = { runOnly: rules, resultTypes: ["violations"] };
            const { violations } = await window.axe.run(document, options);
            return violations.flatMap(({ id, nodes }) =>
                nodes.map(({ target, failureSummary }) => `${id} ${target} ${failureSummary}`));
        }""",
        RULES,
    )
    return found + [f"{size}: {one}" for one in violations]


def as_elders_see_it(page: Page, name: str) -> list[str]:
    page.evaluate("document.documentElement.dataset.size = 'elder'")
    page.wait_for_timeout(300)
    page.screenshot(path=SCREENSHOTS / f"{name}-elder.png")
    found = faults(page, "elder")
    page.evaluate("delete document.documentElement.dataset.size")
    return found


def looked_at(watched: Watched, visit: Visit, address: str, picture) -> list[str]:
    page = watched.page
    watched.complaints.clear()
    page.goto(address)
    if visit.arrive:
        visit.arrive(page)
    expect(page.get_by_text(re.compile(visit.shows)).locator("visible=true").first).to_be_visible()
    settle(page)
    picture(page, visit.name)
    found = faults(page, "1366")
    page.set_viewport_size(PHONE)
    page.wait_for_timeout(300)
    settle(page)
    found += faults(page, "390")
    page.set_viewport_size(DESK)
    found += as_elders_see_it(page, visit.name)
    return found + [
        text for text in watched.complaints if not (visit.refused and visit.refused in text)
    ]


@pytest.mark.parametrize("visit", [*NOBODY, *STAFF, *CITY], ids=str)
def test_a_page_is_whole_at_every_size(city, papers, closed, desks, picture, visit):
    host, _, path = visit.path.partition(":")
    address = city.url(host, path.format(**papers))

    assert looked_at(desks(visit.who), visit, address, picture) == []


def test_typing_a_unit_and_enter_opens_its_login(city, desks):
    page = desks("nobody").page
    page.goto(city.url("city"))
    expect(unit_search(page)).to_be_focused()

    page.keyboard.type("thz")
    expect(page.get_by_text(re.compile("回车进入第一家"))).to_be_visible()
    page.keyboard.press("Enter")

    page.wait_for_url(city.url("taihe", "/login"))
    expect(page.get_by_role("heading", name="登录太和镇")).to_be_visible()
    expect(page.get_by_label("账号")).to_be_focused()


def test_the_keyboard_walks_the_to_do_list_and_acts(city, papers, desks):
    page = desks("head").page
    page.goto(city.url("taihe", "/todo"))
    rows = page.get_by_label("事项列表").get_by_role("link")
    here = page.get_by_label("事项列表").locator("a[aria-current]")
    expect(rows.nth(2)).to_be_visible()
    first, second, third = (rows.nth(place).get_attribute("href") for place in range(3))
    count = rows.count()

    for key, lands in (("ArrowDown", second), ("j", third), ("k", second), ("ArrowUp", first)):
        page.keyboard.press(key)
        expect(here).to_have_attribute("href", lands)
    expect(page.get_by_role("button", name="审核通过", exact=True)).to_be_visible()
    page.wait_for_timeout(700)  # what has opened less than 600 ms ago cannot be signed unseen
    page.keyboard.press("Control+Enter")

    expect(page.get_by_text(re.compile("已审核通过《"))).to_be_visible()
    expect(here).to_have_attribute("href", second)
    expect(rows).to_have_count(count - 1)
