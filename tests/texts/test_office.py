"""Attaching a suite: what its discovery must say, whose proof holds, what the page may show."""

import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.core.management import call_command

from tenant_apps.texts import jobs
from tenant_apps.texts.wopi import discovery, service
from tenant_apps.texts.wopi.proofs import TICKS, TICKS_BEGIN, Proof
from tests.texts.vectors import KEYS, VECTORS
from tests.texts.wopi import ORIGIN, Suite, attach, key

DISCOVERY = "http://office.heshu.test/hosting/discovery"


@pytest.fixture(autouse=True)
def nothing_attached(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def suite() -> Suite:
    """One of its own: its keys change here."""
    return Suite()


@pytest.fixture
def served(suite) -> Iterator[str]:
    """Its discovery, over real HTTP; `suite` may change meanwhile."""

    class Discovery(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(suite.discovery())

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Discovery)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hosting/discovery"
    server.shutdown()
    server.server_close()


def said(capsys) -> dict[str, object]:
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("one", VECTORS, ids=lambda one: one["name"])
def test_the_published_examples_hold_and_fail_as_published(one):
    """Microsoft's own test cases for hosts, with its own keys."""
    at = TICKS_BEGIN + timedelta(seconds=one["ticks"] / TICKS)
    proof = Proof(
        token=one["token"],
        address=f"https://contoso.com/wopi/files/{one['file']}?access_token={one['token']}",
        ticks=str(one["ticks"]),
        now=one["now"],
        old=one["old"],
    )

    assert proof.holds(KEYS, at=at) is one["holds"]
    assert not proof.holds(KEYS, at=at + timedelta(minutes=21))


@pytest.mark.parametrize("ticks", ["", "-1", "1e9", "²", "9" * 30])
def test_a_time_that_is_none_proves_nothing(suite, ticks):
    keys = discovery.understood(suite.discovery(), source=DISCOVERY).keys
    proof = Proof(token="t", address="http://x/", ticks=ticks, now="", old="")

    assert not proof.holds(keys, at=datetime.now(UTC))


def test_the_older_signature_by_the_older_key_proves_nothing(suite):
    """Both are gone by: whoever came by that key may keep on signing with it."""
    keys = discovery.understood(suite.discovery(), source=DISCOVERY).keys
    head = Suite(now=key(), old=suite.old).signed("t", "http://x/")
    proof = Proof(
        token="t",
        address="http://x/",
        ticks=head["x_wopi_timestamp"],
        now=head["x_wopi_proof"],
        old=head["x_wopi_proofold"],
    )

    assert not proof.holds(keys, at=datetime.now(UTC))
    assert proof.holds(keys[::-1], at=datetime.now(UTC))


def test_the_address_for_browsers_outside_is_taken(suite):
    found = discovery.understood(suite.discovery(), source=DISCOVERY)

    assert (found.origin, len(found.keys), found.source) == (ORIGIN, 2, DISCOVERY)


def test_what_is_no_web_address_is_not_taken():
    found = discovery.understood(Suite(edit="javascript:alert(1)").discovery(), source=DISCOVERY)

    assert found.origin == "http://10.0.0.9"


@pytest.mark.parametrize(
    ("edit", "begins"),
    [
        (f"{ORIGIN}/cool.html?", f"{ORIGIN}/cool.html?WOPISrc="),
        (f"{ORIGIN}/edit", f"{ORIGIN}/edit?WOPISrc="),
        (f"{ORIGIN}/edit?a=1", f"{ORIGIN}/edit?a=1&WOPISrc="),
        (f"{ORIGIN}/edit?<ui=UI_LLCC&><x=OTHER&>", f"{ORIGIN}/edit?ui=zh-CN&WOPISrc="),
    ],
)
def test_where_the_browser_goes(edit, begins):
    page = service.Service(source="", edit=edit, keys=()).page_for("https://a.test/wopi/files/1")

    assert page == f"{begins}https%3A%2F%2Fa.test%2Fwopi%2Ffiles%2F1&lang=zh-CN"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<html/>", "不是 WOPI 发现文件"),
        (b"nothing", "不是 WOPI 发现文件"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><wopi-discovery/>", "不是 WOPI 发现文件"),
        (b"<wopi-discovery/>", "不能编辑 .docx"),
        (Suite().discovery(keys=False), "没有 proof-key"),
    ],
)
def test_what_could_not_be_worked_with_is_not_attached(content, why):
    with pytest.raises(discovery.NoDiscovery, match=why):
        discovery.understood(content, source=DISCOVERY)


def test_a_suite_without_tls_is_nothing_for_a_house_with_it(suite, settings):
    settings.HESHU_SCHEME = "https"

    with pytest.raises(discovery.NoDiscovery, match="请给服务配上 https"):
        discovery.understood(suite.discovery(), source=DISCOVERY)


def test_the_operator_attaches_sees_and_detaches(served, capsys):
    call_command("wopi", "--json", "attach", served)
    assert said(capsys)["origin"] == ORIGIN
    call_command("wopi", "--json", "show")
    assert said(capsys)["origin"] == ORIGIN

    call_command("wopi", "--json", "detach")
    capsys.readouterr()
    assert service.attached() is None
    with pytest.raises(SystemExit):
        call_command("wopi", "--json", "refresh")
    assert said(capsys)["ok"] is False


@pytest.mark.parametrize("source", ["file:///etc/passwd", "http://127.0.0.1:1/"])
def test_an_address_that_gives_nothing_is_refused(source, capsys):
    with pytest.raises(SystemExit):
        call_command("wopi", "--json", "attach", source)

    assert said(capsys)["code"] == "wopi.no_discovery"
    assert service.attached() is None


def test_new_keys_are_read_by_night(served, suite, noon):
    service.keep(discovery.read(served))
    before = service.attached().keys
    suite.now, suite.old = key(), suite.now

    jobs.refresh_office(noon)

    assert service.attached().keys[1] == before[0] != service.attached().keys[0]


def test_only_its_own_page_may_show_the_suite(suite, unit, client_at):
    document = "/outgoing/01900000-0000-7000-8000-000000000000"
    attach(suite)
    pages = {path: client_at(unit).get(path) for path in (f"{document}/office", document)}

    policy = {path: page["Content-Security-Policy"] for path, page in pages.items()}
    own = policy[f"{document}/office"]
    assert f"frame-src 'self' {ORIGIN};" in own
    assert own.endswith(f"form-action 'self' {ORIGIN}")
    assert ORIGIN not in policy[document]
    service.detach()
    assert ORIGIN not in client_at(unit).get(f"{document}/office")["Content-Security-Policy"]


def test_keys_are_kept_as_they_were_said(suite):
    attach(suite)

    kept = service.attached().keys[0]
    public = suite.now.public_key().public_numbers()
    assert kept.modulus == b64encode(public.n.to_bytes(256, "big")).decode()
