"""The city's address book: what units publish, and what they do not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shared_apps.directory.api.views import forget_entrances
from shared_apps.directory.models import PersonCard
from tenant_apps.organization.models import Staff
from tenants.crossing import in_unit
from tenants.current import public_floor
from tenants.models import Unit
from tests.make import organization as make

PEOPLE = "/api/directory/people"
STAFF = "/api/organization/staff"


@pytest.fixture(autouse=True)
def fresh_entrance():
    forget_entrances()


@pytest.fixture
def admin(administrators, as_):
    return as_(administrators["system"])


@pytest.fixture
def added(admin, relay):
    """Somebody 太和镇 has added, as far as the relay has carried it."""

    def add(name="王晓敏", **facts):
        place = str(make.office().pk)
        asked = {"name": name, "department": place, "title": "科员", "phone": "42550001", **facts}
        person = admin.post(STAFF, asked, "json").json()
        relay()
        return person

    return add


@pytest.fixture
def neighbour(other_unit, client_at):
    with in_unit(other_unit):
        token = make.token(make.staff("外单位某"))
    return client_at(other_unit, token)


def cards(client, **asked):
    return client.get(PEOPLE, asked).json()["results"]


@pytest.mark.parametrize("q", ["晓敏", "wangxiao", "wxm", "42550001"])
def test_whom_one_unit_adds_the_others_find(added, neighbour, q):
    added(mobile="13900000001")

    (card,) = cards(neighbour, q=q)
    assert (card["name"], card["unit_name"], card["department"]) == ("王晓敏", "太和镇", "办公室")
    assert (card["phone"], card["mobile"]) == ("42550001", "")


def test_the_mobile_is_shown_only_if_its_owner_chose_so(added, neighbour, admin, relay):
    person = added(mobile="13900000001")
    admin.patch(f"{STAFF}/{person['id']}", {"mobile_published": True}, "json")
    relay()
    assert cards(neighbour, q="王晓敏")[0]["mobile"] == "13900000001"

    admin.patch(f"{STAFF}/{person['id']}", {"published": False}, "json")
    relay()
    assert cards(neighbour, q="王晓敏") == []


def test_whoever_leaves_is_listed_no_longer_but_the_past_remains(added, neighbour, admin, relay):
    person = added()
    before = timezone.now()
    admin.post(f"{STAFF}/{person['id']}/disable")
    relay()

    assert cards(neighbour, q="王晓敏") == []
    assert [one["name"] for one in cards(neighbour, q="王晓敏", as_of=before.isoformat())] == [
        "王晓敏"
    ]
    long_ago = (before - timedelta(days=1)).isoformat()
    assert cards(neighbour, q="王晓敏", as_of=long_ago) == []


def test_a_promotion_is_a_new_card_and_telling_it_twice_is_not(added, neighbour, admin, relay):
    person = added()
    admin.patch(f"{STAFF}/{person['id']}", {"title": "主任"}, "json")
    admin.patch(f"{STAFF}/{person['id']}", {"mobile": "13900000009"}, "json")  # nothing published
    relay()

    with public_floor():
        history = PersonCard.objects.filter(staff_id=person["id"]).order_by("valid_from", "pk")
        assert [(one.title, one.valid_to is None) for one in history] == [
            ("科员", False),
            ("主任", True),
        ]


def test_a_renamed_department_is_renamed_on_its_peoples_cards(added, neighbour, admin, relay):
    added()
    office = make.office()
    admin.patch(f"/api/organization/departments/{office.pk}", {"name": "党政办公室"}, "json")
    relay()

    assert "王晓敏" in [one["name"] for one in cards(neighbour, department="党政办公室")]
    assert cards(neighbour, department="办公室", unit="500117124") == []


def test_the_unit_list_shows_switchboard_and_how_many_are_listed(added, neighbour, admin, relay):
    added()
    root = make.office().parent
    admin.patch(f"/api/organization/departments/{root.pk}", {"phone": "023-42550000"}, "json")
    relay()

    shown = {row["code"]: row for row in neighbour.get("/api/directory/units").json()}
    taihe = shown["500117124"]
    assert (taihe["phone"], taihe["staff_count"], taihe["group"]) == ("023-42550000", 1, "town")
    assert (taihe["pinyin"], taihe["initials"]) == ("taihezhen", "thz")


def test_the_address_book_is_for_staff_only(unit, client_at):
    assert client_at(unit).get(PEOPLE).status_code == 401
    assert client_at(unit).get("/api/directory/units").status_code == 401


def test_the_entrance_is_open_and_shows_doors_not_people(added, client_at, unit):
    added()

    response = client_at().get("/api/city/units")

    assert response.status_code == 200
    taihe = next(row for row in response.json() if row["code"] == "500117124")
    assert taihe["url"] == "http://taihe.heshu.test"
    assert set(taihe) == {
        "code",
        "name",
        "short_name",
        "kind",
        "group",
        "subdomain",
        "url",
        "pinyin",
        "initials",
        "status",
    }
    assert "王晓敏" not in response.content.decode()


def test_the_entrance_is_answered_from_memory_for_a_moment(unit, client_at, spoken):
    client_at().get("/api/city/units")

    assert spoken(lambda: client_at().get("/api/city/units")) == []


def test_people_of_a_suspended_unit_are_not_listed(added, neighbour, unit):
    added()
    with public_floor():
        Unit.objects.filter(pk=unit.pk).update(status=Unit.Status.SUSPENDED)

    assert cards(neighbour, q="王晓敏") == []
    assert Staff.objects.filter(name="王晓敏").exists()
