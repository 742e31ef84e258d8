"""手写批注 on what came on paper: a photographed letter under a finger, on a phone on its side."""

import io
import re
from dataclasses import replace

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from tenant_apps.correspondence.layout import render_pdf
from tests.browser.conftest import DESK
from tests.browser.test_ink import LANDSCAPE, Desk
from tests.browser.test_pages import faults
from tests.correspondence.test_reading import NOTICE

# Another than test_papers registers: the same twice is warned of.
LETTER = replace(
    NOTICE,
    title="重庆市合川区教育委员会关于报送2026年校舍排查情况的通知",
    number="合川教发〔2026〕63号",
)


def photograph() -> bytes:
    """A letter as a phone takes it: larger than the screen, and no PDF."""
    image = Image.new("RGB", (1500, 2000), "#f4f1ea")
    pen = ImageDraw.Draw(image)
    for line in range(26):
        pen.rectangle((180, 420 + line * 52, 1320 - 90 * (line % 3), 440 + line * 52), fill="#333")
    pen.rectangle((420, 220, 1080, 270), fill="#b3202a")
    target = io.BytesIO()
    image.save(target, "JPEG", quality=85)
    return target.getvalue()


@pytest.fixture(scope="module")
def letter(city, sit_down) -> str:
    """The id of a paper registered with a scan and a photograph."""
    page: Page = sit_down(city.person("taihe", "机要文书"))
    page.goto(city.url("taihe", "/incoming/paper"))
    page.locator("input[type=file]:not([capture])").set_input_files(
        [
            {"name": "通知.pdf", "mimeType": "application/pdf", "buffer": render_pdf(LETTER)},
            {"name": "附表照片.jpg", "mimeType": "image/jpeg", "buffer": photograph()},
        ]
    )
    page.get_by_role("button", name="全部核对无误").click()
    page.get_by_label("原件存放").fill("机要室2号柜3格")
    page.get_by_role("button", name="签收并登记").click()
    page.wait_for_url(re.compile(r"/incoming/[0-9a-f-]{36}"))
    page.close()
    return re.search(r"[0-9a-f-]{36}", page.url)[0]


@pytest.fixture(scope="module")
def keeper(city, sit_down, letter) -> Desk:
    """机要文书 before the paper, on a phone held on its side."""
    page = sit_down(
        city.person("taihe", "机要文书"), viewport=LANDSCAPE, has_touch=True, is_mobile=True
    )
    page.goto(city.url("taihe", f"/incoming/{letter}"))
    return Desk(page)


def test_1_the_way_there_stands_beside_every_scan(keeper):
    page = keeper.page
    expect(page.get_by_role("link", name="手写批注")).to_have_count(2)
    page.get_by_role("link", name="手写批注").last.click()
    page.wait_for_url(re.compile(r"/ink/incoming/.+file="))

    expect(keeper.sheet()).to_be_visible()
    expect(page.get_by_label("哪一份").locator("option:checked")).to_have_text("附表照片.jpg")


def test_2_a_finger_writes_on_the_photograph(keeper):
    keeper.swipe((40, 60), (70, 64), (110, 60))
    keeper.swipe((40, 74), (80, 78), (120, 74))

    marks = keeper.marks()

    assert [(mark["page"], len(mark["points"]) >= 8) for mark in marks] == [(1, True)] * 2
    assert keeper.page.evaluate("document.documentElement.scrollWidth") <= LANDSCAPE["width"]
    keeper.picture("ink-scan-844")


def test_3_the_other_paper_has_ink_of_its_own(keeper):
    page = keeper.page
    page.get_by_label("哪一份").select_option("通知.pdf")
    expect(page.get_by_role("img", name=re.compile("第 1 页")).first).to_be_visible()
    page.wait_for_function("document.querySelectorAll('[data-page]').length >= 1")
    assert keeper.marks() == []
    keeper.swipe((60, 60), (90, 60), (120, 62))
    assert len(keeper.marks()) == 1

    page.reload()
    assert len(keeper.marks()) == 1
    assert faults(page, "ink-scan") == []
    page.set_viewport_size(DESK)
    keeper.picture("ink-scan-1366")


def test_4_it_goes_along_when_the_paper_is_screened(keeper, city, letter):
    page = keeper.page
    page.goto(city.url("taihe", f"/incoming/{letter}"))
    page.get_by_role("button", name="初审通过").click()
    expect(page.get_by_text(re.compile("现由.+办理（拟办）")).first).to_be_visible()
    page.goto(city.url("taihe", f"/ink/incoming/{letter}"))

    expect(page.get_by_text(re.compile("轮到您办理或传阅给您时"))).to_be_visible()
    choices = page.get_by_label("哪一份").locator("option")
    expect(choices).to_have_text(["通知.pdf（1 层批注）", "附表照片.jpg（1 层批注）"])
