"""One clerk's keys at everybody else's doors, on the real servers; and what opens by itself."""

import re
from contextlib import closing
from http.client import HTTPConnection

import pytest
from playwright.sync_api import expect

from tests.browser.programs import Office, knock
from tests.house.doors import NOBODYS_ID, every_door

FOREIGN = ("zfb", "qzf", "dsjj", "sjj", "city")
OPEN = {"GET /api/host", "GET /api/city/units"}
READING = [door for door in every_door() if door.method == "get"]
SECRET = "关于太和镇干部考察情况的请示"
SHUT = {401, 403, 404}


@pytest.fixture(scope="module")
def town(city):
    return Office(city, "taihe")


@pytest.fixture(scope="module")
def sent(town):
    """A released document of the town, and every id of it that somebody could guess."""
    document = town.send(SECRET, ["ZFB"])
    seen = town.drafter.get(f"/api/correspondence/outgoing/{document}")
    places = town.drafter.get("/api/organization/departments")
    return {
        "document_id": document,
        "run_id": seen["run_id"],
        "staff_id": town.drafter.staff_id,
        "department_id": places[0]["id"],
        "number": "1",
    }


@pytest.fixture(scope="module")
def cookie(city, sit_down):
    """As the clerk's browser holds it, after the login page."""
    context = sit_down(city.person("taihe", "拟稿人")).context
    return next(one["value"] for one in context.cookies() if one["name"] == "heshu_token")


def answers(city, host, ids, head):
    """Status and body of every reading endpoint of both hosts, knocked at this host."""
    given = {}
    for door in READING:
        path = re.sub(r"{(\w+)}", lambda found: ids.get(found[1], NOBODYS_ID), door.path)
        given[str(door)] = knock(city, host, path, head=head)
    return given


@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.parametrize("key", ["header", "cookie"])
def test_the_keys_of_one_unit_open_no_other_host(city, town, sent, cookie, host, key):
    head = {
        "header": town.drafter.head,
        "cookie": {"Cookie": f"heshu_token={cookie}; heshu_city={cookie}"},
    }[key]

    given = answers(city, host, sent, head)

    assert len(given) > 20
    assert {
        door: answer.status
        for door, answer in given.items()
        if door not in OPEN and answer.status not in SHUT
    } == {}
    assert [door for door, answer in given.items() if SECRET in answer.body.decode()] == []


def test_at_home_the_same_keys_open(city, town, sent, cookie):
    """Else the test above could not fail."""
    path = f"/api/correspondence/outgoing/{sent['document_id']}"

    for head in (town.drafter.head, {"Cookie": f"heshu_token={cookie}"}):
        answer = knock(city, "taihe", path, head=head)
        assert (answer.status, answer.json()["title"]) == (200, SECRET)


def listen(city, host, cookie):
    with closing(HTTPConnection("127.0.0.1", city.events, timeout=20)) as line:
        head = {"Host": f"{host}.localhost:{city.events}", "Cookie": cookie}
        line.request("GET", "/events", headers=head)
        return line.getresponse().status


def test_the_event_stream_speaks_only_at_home(city, cookie):
    keys = f"heshu_token={cookie}; heshu_city={cookie}"

    assert {host: listen(city, host, keys) for host in FOREIGN} == dict.fromkeys(FOREIGN, 401)
    assert listen(city, "taihe", "") == 401
    assert listen(city, "taihe", keys) == 200


def test_a_colleague_sees_new_work_without_reloading(city, town, sit_down):
    page = sit_down(city.person("taihe", "办公室主任"))
    badge = page.get_by_role("navigation", name="主导航", exact=True).get_by_role(
        "link", name=re.compile("待办")
    )
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.evaluate("window.notReloaded = true")
    title = "关于实时到达的请示"
    expect(page.get_by_text(title)).to_have_count(0)
    waiting = town.head.get("/api/desk/portal")["counts"]["todo"]

    town.send(title, ["ZFB"], until="submit", urgency="extra_urgent")

    expect(page.get_by_text(title).first).to_be_visible()
    expect(badge).to_contain_text(f"{waiting + 1} 件")
    assert page.evaluate("window.notReloaded")
