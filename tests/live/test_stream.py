"""Whoever has logged in hears of their own unit, by ids only, and nobody else does."""

import json
import signal
import time

import pytest
from django.db import transaction

from shared_apps.kernel.ids import new_id
from shared_apps.outbox.live import tell
from tenants.crossing import in_unit
from tenants.current import public_floor

HOST = "t-live.heshu.test"
CITY = "city.heshu.test"


@pytest.fixture
def say(town):
    """Commit one notice in the town."""

    def run(topic="todo", id_=None, staff=None, schema=None):
        with in_unit(town):
            tell(topic, id_ or new_id(), schema or town.schema_name, staff)

    return run


def test_the_unit_hears_what_is_told_to_all(listen, person, say):
    stream = listen(HOST, person("林登记")[1])
    subject = new_id()

    say("incoming", subject)

    assert stream.event() == {"topic": "incoming", "id": str(subject)}


def test_only_those_concerned_hear_what_is_told_to_them(listen, person, say):
    (lin, lins), (_, wangs) = person("林登记"), person("王科员")
    lin_listens, wang_listens = listen(HOST, lins), listen(HOST, wangs)
    first, second = new_id(), new_id()

    say("todo", first, staff=[lin.pk])
    say("todo", second)

    assert lin_listens.event()["id"] == str(first)
    assert lin_listens.event()["id"] == str(second)
    assert wang_listens.event()["id"] == str(second)


def test_another_units_words_are_not_heard(listen, person, say):
    stream = listen(HOST, person("赵某")[1])
    own = new_id()

    say("outgoing", schema="unit_taihe")
    say("outgoing", own)

    assert stream.event()["id"] == str(own)


def test_what_is_taken_back_is_never_told(listen, person, say, town):
    stream = listen(HOST, person("周某")[1])
    kept = new_id()

    with in_unit(town):
        tell("todo", new_id(), town.schema_name)
        transaction.set_rollback(True)
    say("todo", kept)

    assert stream.event()["id"] == str(kept)


def test_the_city_floor_hears_its_own_board(listen, visitor):
    stream = listen(CITY, visitor)

    with public_floor():
        tell("board", "all", "public")

    assert stream.event() == {"topic": "board", "id": "all"}


@pytest.mark.parametrize(
    ("host", "cookie"),
    [
        (HOST, ""),
        (HOST, "heshu_token=deadbeef"),
        (HOST, "heshu_token="),
        ("nowhere.heshu.test", "heshu_token=deadbeef"),
        (CITY, "heshu_city=deadbeef"),
        (CITY, ""),
    ],
)
def test_strangers_are_told_to_log_in(server, host, cookie):
    response = server.ask("/events", host, Cookie=cookie)

    assert response.status == 401
    assert json.loads(response.read())["code"] == "not_authenticated"
    response.caller.close()


def test_a_token_is_worth_nothing_at_another_host(server, person):
    cookie = person("钱某")[1]

    statuses = []
    for host in (CITY, "taihe.heshu.test", "zfb.heshu.test"):
        response = server.ask("/events", host, Cookie=cookie)
        statuses.append(response.status)
        response.read()
        response.caller.close()

    assert statuses == [401, 401, 401]


def test_only_pages_of_the_same_host_may_listen(server, listen, person):
    cookie = person("孙某")[1]

    stream = listen(HOST, cookie, Origin=f"http://{HOST}:8000")
    assert stream.response.headers["Access-Control-Allow-Origin"] == f"http://{HOST}:8000"
    assert stream.response.headers["Access-Control-Allow-Credentials"] == "true"

    for origin in (
        f"http://{HOST}:9999",
        "http://evil.test",
        "http://zfb.heshu.test:8000",
        "null",
    ):
        response = server.ask("/events", HOST, Cookie=cookie, Origin=origin)
        assert response.status == 403
        response.read()
        response.caller.close()


def test_listening_does_not_keep_a_visit_alive(listen, person, town):
    from datetime import timedelta

    from django.utils import timezone
    from knox.models import AuthToken

    staff, cookie = person("李某")
    soon = timezone.now() + timedelta(minutes=5)
    with in_unit(town):
        AuthToken.objects.filter(user=staff).update(expiry=soon)

    listen(HOST, cookie)

    with in_unit(town):
        assert AuthToken.objects.get(user=staff).expiry == soon


def test_a_browser_that_left_is_forgotten(server, listen, person, say):
    before = server.streams()
    stream = listen(HOST, person("吴某")[1])
    assert server.streams() == before + 1

    stream.close()

    deadline = time.monotonic() + 10
    while server.streams() > before:
        assert time.monotonic() < deadline, "the stream stayed open"
        say()
        time.sleep(0.05)


def test_asked_to_stop_it_lets_every_browser_go(server, listen, person):
    """The last test of this file: the server ends here."""
    stream = listen(HOST, person("郑某")[1])

    began = time.monotonic()
    server.process.send_signal(signal.SIGTERM)

    assert server.process.wait(20) == 0
    assert time.monotonic() - began < 10
    assert b"data" not in stream.response.read()  # to its proper end
