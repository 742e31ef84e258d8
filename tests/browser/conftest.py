"""One city and one Chromium for all browser tests; one clean browser per person."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.city import Account, City

SCREENSHOTS = Path(settings.BASE_DIR, "tests/browser/screenshots")
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
PATIENCE = 20_000  # milliseconds; a shared two-core machine is slow, not wrong
expect.set_options(timeout=PATIENCE)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(scope="package")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    if port := os.environ.get("HESHU_RUNNING_CITY"):  # while writing tests: `make run`'s
        yield City.running(Path(settings.BASE_DIR, "var"), int(port))
        return
    place = City(tmp_path_factory.mktemp("city"))
    try:
        place.start()
        yield place
    finally:
        place.stop()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Stopped with the package: while it runs, this thread has a loop that Django would refuse."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium is missing: apt install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def browser_of(city: City, chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    opened: list[BrowserContext] = []

    def build(**options: object) -> BrowserContext:
        context = chromium.new_context(
            **({"viewport": DESK, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"} | options)
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return context

    yield build
    for context in opened:
        context.close()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """A failed step leaves a picture of every page that was open."""
    outcome = yield
    report = outcome.get_result()
    chromium = getattr(item, "funcargs", {}).get("chromium_here")
    if report.failed and chromium:
        SCREENSHOTS.mkdir(exist_ok=True)
        for number, context in enumerate(chromium.contexts):
            for page in context.pages:
                page.screenshot(path=SCREENSHOTS / f"failed-{item.name}-{number}.png")


@pytest.fixture(autouse=True)
def chromium_here(chromium: Browser) -> Browser:
    return chromium


@pytest.fixture(scope="package")
def sit_down(city: City, browser_of: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Open a browser for this person and log in through the login page."""

    def build(person: Account, **options: object) -> Page:
        page = browser_of(**options).new_page()
        page.goto(city.url(person.subdomain, "/login"))
        page.get_by_label("账号").fill(person.account)
        page.get_by_label("密码", exact=True).fill(person.password)
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_url(city.url(person.subdomain))
        return page

    return build


@pytest.fixture(scope="package")
def picture() -> Callable[[Page, str], None]:
    """A screenshot at the office screen and at the phone's, kept for looking at."""
    SCREENSHOTS.mkdir(exist_ok=True)

    def take(page: Page, name: str) -> None:
        for label, size in (("1366", DESK), ("390", PHONE)):
            page.set_viewport_size(size)
            page.wait_for_timeout(400)
            page.screenshot(path=SCREENSHOTS / f"{name}-{label}.png")
        page.set_viewport_size(DESK)

    return take
