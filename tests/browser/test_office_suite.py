"""网页版 Office in the page: a suite of our own, attached by the operator's command.

It stands where Collabora or ONLYOFFICE would: it is framed, handed the token by the browser, and
does the rest as a server of its own, signing what it asks, at the city's real doors.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.city import City
from tests.browser.programs import Answer, Office, knock
from tests.browser.test_pages import faults
from tests.browser.test_word_text import FIRST, TITLE, drafted
from tests.make import texts
from tests.texts.wopi import Suite

LOCK = "browser-suite"
SAVED = "网页版改过的正文。"


@dataclass
class Standing:
    """A suite that one can visit: it describes itself, shows a file, saves it."""

    city: City
    port: int = 0
    suite: Suite = field(default_factory=Suite)

    def ask(self, method: str, file: str, token: str, body: bytes = b"", **said: str) -> Answer:
        place = urlsplit(file)
        path = f"{place.path}?access_token={token}"
        head = self.suite.signed(token, f"http://{place.netloc}{path}")
        head |= {f"x_wopi_{name}": value for name, value in said.items()}
        named = {name.replace("_", "-"): value for name, value in head.items()}
        unit = place.netloc.partition(".")[0]
        return knock(self.city, unit, path, method=method, raw=body, head=named)

    def opened(self, file: str, token: str) -> str:
        info = self.ask("GET", file, token).json()
        assert self.ask("POST", file, token, override="LOCK", lock=LOCK).status == 200
        size = len(self.ask("GET", f"{file}/contents", token).body)
        assert size == info["Size"]
        name, person = info["BaseFileName"], info["UserFriendlyName"]
        hidden = '<input type="hidden" name="{}" value="{}">'
        return (
            f'<!doctype html><html lang="zh-CN"><title>suite</title><h1>{name}</h1><p>{person}</p>'
            f'<form method="post" action="/save">{hidden.format("file", file)}'
            f"{hidden.format('access_token', token)}<button>保存</button></form>"
        )

    def saved(self, file: str, token: str) -> str:
        content = texts.word(SAVED)
        put = self.ask("POST", f"{file}/contents", token, content, override="PUT", lock=LOCK)
        gone = self.ask("POST", file, token, override="UNLOCK", lock=LOCK)
        return f'<!doctype html><html lang="zh-CN"><p>保存 {put.status}，还锁 {gone.status}</p>'

    def handler(self) -> type[BaseHTTPRequestHandler]:
        stand = self

        class Door(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer(stand.suite.discovery(), "text/xml")

            def do_POST(self) -> None:
                size = int(self.headers["Content-Length"])
                said = parse_qs(self.rfile.read(size).decode())
                asked, token = parse_qs(urlsplit(self.path).query), said["access_token"][0]
                if self.path.startswith("/save"):
                    page = stand.saved(said["file"][0], token)
                else:
                    page = stand.opened(asked["WOPISrc"][0], token)
                self.answer(page.encode(), "text/html; charset=utf-8")

            def answer(self, content: bytes, kind: str) -> None:
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None: ...

        return Door


@pytest.fixture(scope="module")
def suite(city: City) -> Iterator[Standing]:
    standing = Standing(city)
    server = ThreadingHTTPServer(("127.0.0.1", 0), standing.handler())
    standing.port = server.server_port
    standing.suite.edit = f"http://office.localhost:{standing.port}/edit?"
    Thread(target=server.serve_forever, daemon=True).start()
    city._manage("wopi", "attach", f"http://127.0.0.1:{standing.port}/hosting/discovery")
    yield standing
    city._manage("wopi", "detach")
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def office(city: City) -> Office:
    return Office(city, "taihe")


@pytest.fixture(scope="module")
def document(office: Office) -> str:
    return drafted(office, FIRST)


@pytest.fixture(scope="module")
def desk(city: City, sit_down) -> Page:
    return sit_down(city.person("taihe", "拟稿人"))


def frame(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[name=office]")


def test_1_where_no_suite_is_attached_no_page_speaks_of_it(desk, city, document):
    desk.goto(city.url("taihe", f"/outgoing/{document}"))

    expect(desk.get_by_role("button", name="用 Word / WPS 打开")).to_be_visible()
    expect(desk.get_by_role("button", name="网页版 Office 编辑")).to_have_count(0)


def test_2_attached_it_opens_the_text_in_the_page(desk, city, office, document, suite, picture):
    desk.goto(city.url("taihe", f"/outgoing/{document}"))
    desk.get_by_role("button", name="网页版 Office 编辑").click()

    expect(frame(desk).get_by_role("heading", name=f"{TITLE}.docx")).to_be_visible()
    expect(frame(desk).get_by_text(office.drafter.person.name)).to_be_visible()
    expect(desk.get_by_role("heading", name=TITLE, exact=True)).to_be_visible()
    assert faults(desk, "1366") == []
    picture(desk, "office-opened")


def test_3_what_it_saves_is_the_next_version(desk, office, document, suite):
    frame(desk).get_by_role("button", name="保存").click()
    expect(frame(desk).get_by_text("保存 200，还锁 200")).to_be_visible()

    newest = office.drafter.get(f"/api/texts/outgoing/{document}")["versions"][0]
    assert (newest["way"], newest["author_name"]) == ("wopi", office.drafter.person.name)
    desk.get_by_role("link", name="返回公文").click()
    expect(desk.get_by_role("button", name="网页版 Office 编辑")).to_be_visible()


def test_4_whoever_writes_in_another_way_is_named(desk, city, office, document, suite, picture):
    office.drafter.post(
        f"/api/texts/outgoing/{document}/pen/take", {"key": "tab", "way": "browser"}
    )
    desk.goto(city.url("taihe", f"/outgoing/{document}/office"))

    expect(desk.get_by_text("正在编辑正文（浏览器编辑）")).to_be_visible()
    picture(desk, "office-locked")
