"""手写批注 in a real Chromium: by mouse, by pen with pressure, by finger, without a network."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import BrowserContext, CDPSession, Locator, Page, expect

from tests.browser.conftest import DESK, PHONE, SCREENSHOTS
from tests.browser.programs import BODY, Office, Program, knock
from tests.browser.test_pages import faults

TITLE = "关于申请拨付2026年冬春生活救助资金的请示"
LANDSCAPE = {"width": 844, "height": 390}
A4 = (210, 297)
LEADER = ("taihe", "单位领导")
# 同意, stroke by stroke, in parts of a character 34 wide.
AGREED = [
    [(3, 4), (2, 18), (3, 33)],
    [(3, 5), (14, 3), (27, 3), (28, 18), (27, 32), (23, 29)],
    [(9, 12), (21, 11)],
    [(10, 18), (11, 26)],
    [(10, 18), (20, 17), (19, 26)],
    [(11, 25), (20, 24)],
    [(51, 0), (53, 3)],
    [(43, 6), (61, 4)],
    [(48, 8), (49, 11)],
    [(57, 7), (54, 11)],
    [(39, 13), (65, 11)],
    [(45, 16), (46, 24)],
    [(45, 16), (59, 15), (58, 24)],
    [(46, 20), (57, 19)],
    [(46, 24), (58, 23)],
    [(41, 28), (39, 33)],
    [(46, 28), (47, 34), (57, 34), (58, 30)],
    [(51, 27), (53, 30)],
    [(60, 26), (64, 31)],
]


@dataclass
class Desk:
    """One person before the ink page of the document."""

    page: Page
    cdp: CDPSession = field(init=False)

    def __post_init__(self) -> None:
        self.cdp = self.page.context.new_cdp_session(self.page)

    def sheet(self, number: int = 1) -> Locator:
        return self.page.locator(f"[data-page='{number}']")

    def at(self, x: float, y: float, number: int = 1) -> tuple[float, float]:
        """Millimetres of the page as a place in the window."""
        box = self.sheet(number).bounding_box()
        return box["x"] + x / A4[0] * box["width"], box["y"] + y / A4[1] * box["height"]

    def mouse(self, *places: tuple[float, float]) -> None:
        first, *rest = [self.at(*place) for place in places]
        self.page.mouse.move(*first)
        self.page.mouse.down()
        for place in rest:
            self.page.mouse.move(*place, steps=8)
        self.page.mouse.up()

    def pen(self, *places: tuple[float, float, float]) -> None:
        """Millimetres and pressure."""
        known: dict[str, Any] = {"button": "left", "pointerType": "pen", "clickCount": 1}
        for number, (x, y, force) in enumerate(places):
            left, top = self.at(x, y)
            kind = "mousePressed" if number == 0 else "mouseMoved"
            self._mouse(kind, left, top, buttons=1, force=force, **known)
        self._mouse("mouseReleased", left, top, buttons=0, force=0, **known)

    def finger(self, *steps: list[tuple[float, float]]) -> None:
        """Each step: where every finger is, in pixels of the window."""
        for number, fingers in enumerate(steps):
            points = [{"x": x, "y": y, "id": place} for place, (x, y) in enumerate(fingers)]
            grew = number == 0 or len(fingers) > len(steps[number - 1])
            self._touch("touchStart" if grew else "touchMove", points)
        self._touch("touchEnd", [])

    def swipe(self, *places: tuple[float, float]) -> None:
        self.finger(*[[self.at(*place)] for place in places])

    def marks(self) -> list[dict[str, Any]]:
        """As the server has them, once it has them all."""
        expect(self.page.get_by_text("已保存", exact=True)).to_be_visible()
        place = re.search(r"/ink/(.+)$", self.page.url)[1]
        shown = self.page.evaluate(f"fetch('/api/ink/{place}').then((it) => it.json())")
        return [mark for one in shown["layers"] if one["state"] == "open" for mark in one["marks"]]

    def press(self, label: str | re.Pattern[str]) -> None:
        self.page.get_by_role("toolbar").get_by_role("button", name=label).click()

    def picture(self, name: str) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.wait_for_timeout(500)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png")

    def _mouse(self, kind: str, x: float, y: float, **more: Any) -> None:
        self.cdp.send("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, **more})

    def _touch(self, kind: str, points: list[dict[str, Any]]) -> None:
        self.cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


@pytest.fixture(scope="module")
def document(city) -> Iterator[str]:
    text = BODY.replace("一、", "\n".join(["经逐村核查，情况如下。" * 12] * 9) + "\n一、")
    return Office(city, "taihe").send(TITLE, ["ZFB"], until="submit", body=text)


@pytest.fixture(scope="module")
def sit(city, sit_down, document):
    def build(role: str, **options: object) -> Desk:
        page = sit_down(city.person("taihe", role), **options)
        page.goto(city.url("taihe", f"/ink/outgoing/{document}"))
        expect(page.get_by_role("img", name=re.compile("第 1 页")).first).to_be_visible()
        return Desk(page)

    return build


@pytest.fixture(scope="module")
def head(sit) -> Desk:
    return sit("办公室主任")


def millimetres(mark: dict[str, Any]) -> list[tuple[float, float]]:
    points = mark["points"]
    return [(points[i] / 100, points[i + 1] / 100) for i in range(0, len(points), 4)]


def pressures(mark: dict[str, Any]) -> list[int]:
    return mark["points"][2::4]


def test_1_the_way_there_is_on_the_paper_itself(city, head, document):
    page = head.page
    page.goto(city.url("taihe", f"/outgoing/{document}"))
    page.get_by_role("link", name="手写批注").click()
    page.wait_for_url(re.compile(r"/ink/outgoing/"))

    expect(head.sheet()).to_be_visible()
    expect(page.get_by_role("button", name="提交批注")).to_have_attribute("aria-disabled", "true")


def test_2_a_stroke_by_mouse_lies_where_it_was_drawn(head):
    head.mouse((60, 90), (100, 90))

    (mark,) = head.marks()
    places = millimetres(mark)
    assert places[0] == pytest.approx((60, 90), abs=0.5)
    assert places[-1] == pytest.approx((100, 90), abs=0.5)
    assert (mark["ink"], mark["width"], mark["page"]) == ("red", "medium", 1)


def test_3_undone_redone_and_rubbed_out(head):
    head.mouse((60, 100), (100, 100))
    assert len(head.marks()) == 2
    head.page.keyboard.press("Control+z")
    assert len(head.marks()) == 1
    head.page.keyboard.press("Control+y")
    assert len(head.marks()) == 2

    head.press(re.compile("橡皮"))
    head.mouse((80, 95), (80, 105))
    assert len(head.marks()) == 1
    head.press(re.compile("撤销"))
    assert len(head.marks()) == 2
    head.press(re.compile("橡皮"))


def test_4_four_inks_three_widths_and_a_typed_note(head):
    for label in ("蓝", "黑", "荧光"):
        head.press(label)
        head.mouse((40, 120), (60, 122))
    head.press("粗")
    head.press("红")
    head.mouse((40, 130), (60, 130))
    head.press("文字批注")
    head.page.get_by_label("批注内容").fill("救助户数请与民政口径核对。")
    head.page.get_by_role("button", name="放到页上").click()

    marks = head.marks()

    assert [mark["ink"] for mark in marks[-5:]] == ["blue", "black", "highlight", "red", "red"]
    assert [mark["text"] for mark in marks if mark["text"]] == ["救助户数请与民政口径核对。"]
    assert marks[-2]["width"] == "broad"
    head.page.get_by_role("button", name="我的文字批注").click()
    expect(head.page.get_by_text("救助户数请与民政口径核对。").first).to_be_visible()
    head.page.get_by_role("button", name="我的文字批注").click()


def test_5_a_pen_writes_with_pressure_and_from_then_on_fingers_scroll(sit):
    head = sit("办公室主任", has_touch=True)
    before = len(head.marks())
    for number, stroke in enumerate(AGREED):
        head.pen(
            *[
                (150 + x * 0.45, 62 + y * 0.45, 0.35 + 0.5 * (step + number % 2) / len(stroke))
                for step, (x, y) in enumerate(stroke)
            ]
        )

    marks = head.marks()

    assert len(marks) == before + len(AGREED)
    assert max(pressures(marks[-2])) - min(pressures(marks[-2])) > 100
    head.picture("ink-1366")
    top = head.page.evaluate("document.querySelector('.stage').scrollTop")
    head.swipe((100, 130), (100, 100), (100, 60), (100, 50))
    head.page.wait_for_timeout(600)
    assert len(head.marks()) == before + len(AGREED)
    assert head.page.evaluate("document.querySelector('.stage').scrollTop") > top


@pytest.mark.parametrize(
    ("name", "size"), [("390", PHONE), ("844", LANDSCAPE)], ids=["upright", "on its side"]
)
def test_6_on_a_phone_one_finger_writes_and_two_move_the_paper(sit, name, size):
    head = sit("办公室主任", viewport=size, has_touch=True, is_mobile=True)
    before = len(head.marks())
    bar = head.page.get_by_role("toolbar").bounding_box()
    sheet = head.sheet().bounding_box()

    head.swipe((30, 60), (50, 62), (70, 60))
    assert len(head.marks()) == before + 1
    (left, top), (right, bottom) = head.at(60, 60), head.at(140, 60)
    head.finger(
        [(left, top)],
        [(left, top), (right, bottom)],
        [(left, top - 30), (right, bottom - 30)],
        [(left, top - 60), (right, bottom - 60)],
    )

    assert len(head.marks()) == before + 1
    assert head.page.evaluate("document.querySelector('.stage').scrollTop") > 20
    head.page.evaluate("document.querySelector('.stage').scrollTo(0, 0)")
    head.picture(f"ink-{name}")
    if size is LANDSCAPE:
        assert bar["x"] + bar["width"] <= sheet["x"] + 1
    else:
        assert bar["y"] > size["height"] / 2
    assert bar["y"] + bar["height"] <= size["height"]
    assert head.page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_7_without_a_network_nothing_is_lost(sit, city, document):
    head = sit("办公室主任")
    before = len(head.marks())
    context: BrowserContext = head.page.context
    context.set_offline(True)
    head.mouse((60, 150), (100, 150))
    head.mouse((60, 155), (100, 155))
    expect(head.page.get_by_text(re.compile("网络不通，2 笔暂存本机"))).to_be_visible()
    head.picture("ink-offline")
    head.page.close()
    context.set_offline(False)

    again = Desk(context.new_page())
    again.page.goto(city.url("taihe", f"/ink/outgoing/{document}"))

    assert len(again.marks()) == before + 2


@pytest.mark.parametrize("size", [DESK, PHONE, LANDSCAPE], ids=["desk", "phone", "landscape"])
@pytest.mark.parametrize("elder", [False, True], ids=["normal", "elder"])
def test_8_nothing_stands_in_anybodys_way(head, size, elder):
    page = head.page
    page.set_viewport_size(size)
    if elder:
        page.evaluate("document.documentElement.dataset.size = 'elder'")
    page.wait_for_timeout(300)

    assert faults(page, str(size["width"])) == []
    bar = page.get_by_role("toolbar").bounding_box()
    assert bar["x"] >= 0
    assert bar["x"] + bar["width"] <= size["width"]
    if elder:
        head.picture(f"ink-elder-{size['width']}")
    page.evaluate("delete document.documentElement.dataset.size")
    page.set_viewport_size(DESK)


def test_9_it_goes_along_with_the_act_and_the_leader_reads_it(head, sit, city, document):
    page = head.page
    page.reload()
    assert head.marks()
    page.goto(city.url("taihe", f"/outgoing/{document}"))
    page.get_by_label(re.compile("意见")).first.fill("文字已核。")
    page.get_by_role("button", name="审核通过", exact=True).click()
    expect(page.get_by_text(re.compile("现由.+办理（签发）")).first).to_be_visible()

    leader = sit("单位领导")
    hand = city.person("taihe", "办公室主任").name
    listed = leader.page.get_by_role("complementary").get_by_role("button", name=re.compile(hand))
    expect(listed).to_have_attribute("aria-pressed", "true")
    for stroke in AGREED:
        leader.mouse(*[(150 + x * 0.4, 84 + y * 0.4) for x, y in stroke])
    leader.marks()
    leader.picture("ink-leader-1366")
    leader.page.mouse.move(*leader.at(80, 90))
    expect(leader.page.get_by_role("tooltip")).to_contain_text(hand)
    leader.picture("ink-hover-1366")
    listed.click()
    expect(listed).to_have_attribute("aria-pressed", "false")
    leader.page.set_viewport_size(PHONE)
    leader.picture("ink-leader-390")
    leader.page.set_viewport_size(DESK)


def test_10_handed_in_by_itself_and_the_copy_carries_it(sit, city):
    leader = sit("单位领导")
    leader.press("提交批注")
    expect(leader.page.get_by_text(re.compile("您在这一环节的批注已提交"))).to_be_visible()
    leader.picture("ink-given-1366")
    address = leader.page.get_by_role("link", name=re.compile("批注副本")).get_attribute("href")

    answer = knock(city, "taihe", address, head=Program(city, city.person(*LEADER)).head)

    assert answer.status == 200
    with pikepdf.open(io.BytesIO(answer.body)) as copy:
        kinds = [str(one.Subtype) for one in copy.pages[0].obj.Annots]
    assert {"/Ink", "/Text"} <= set(kinds)
