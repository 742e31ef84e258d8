"""People joining, changing, leaving."""

import pytest
from knox.models import AuthToken

from tenant_apps.journal.models import Entry
from tenant_apps.organization.models import Staff
from tests.make import organization as make

URL = "/api/organization/staff"


@pytest.fixture
def admin(administrators, as_):
    return as_(administrators["system"])


@pytest.fixture
def people(unit):
    place = make.department("社会事务办公室")
    names = ("王晓敏", "林登记", "赵建国")
    return {name: make.staff(name, department=place) for name in names}


def found(client, **asked) -> list[str]:
    return [row["name"] for row in client.get(URL, asked).json()["results"]]


@pytest.mark.parametrize("q", ["晓敏", "wangx", "wxm", "WXM", "王"])
def test_colleagues_are_found_by_name_pinyin_and_initials(people, as_, q):
    assert found(as_(people["赵建国"]), q=q) == ["王晓敏"]


def test_they_are_found_by_account(people, as_):
    account = make.staff("钱多多", account="qdd-tax").account

    assert found(as_(people["赵建国"]), q=account[:5]) == ["钱多多"]


def test_they_are_found_by_department_and_by_what_they_may_do(people, as_):
    make.give(people["林登记"], "registrar")
    client = as_(people["赵建国"])

    place = str(people["王晓敏"].department_id)
    assert set(found(client, department=place)) == set(people)
    assert found(client, permission="correspondence.outgoing.register") == ["林登记"]
    assert len(found(client, q="", department="", state="", cursor="")) == 3
    assert client.get(URL, {"department": "没有"}).status_code == 400


def test_pages_follow_one_another_without_gaps(people, as_):
    place = people["王晓敏"].department
    for number in range(35):
        make.staff(f"职员{number:02}", department=place)
    client = as_(people["王晓敏"])

    first = client.get(URL, {"department": str(place.pk)}).json()
    rest = client.get(URL, {"department": str(place.pk), "cursor": first["next"]}).json()

    ids = [row["id"] for row in first["results"] + rest["results"]]
    assert (first["total"], len(ids), len(set(ids)), rest["next"]) == (38, 38, 38, None)
    broken = client.get(URL, {"cursor": "bad!"})
    assert (broken.status_code, broken.json()["code"]) == (400, "paging.bad_cursor")


def test_a_page_costs_five_statements_whatever_its_length(people, admin, spoken):
    # token, permissions, count, people with departments, their duties
    assert len(spoken(lambda: admin.get(URL))) == 5


def test_private_numbers_are_for_the_person_and_the_administrator(people, admin, as_):
    Staff.objects.filter(name="王晓敏").update(mobile="13900000001")
    url = f"{URL}/{people['王晓敏'].pk}"

    stranger = as_(people["赵建国"]).get(url).json()
    assert (stranger["mobile"], stranger["account"], stranger["last_login"]) == ("", "", None)
    for close in (admin, as_(people["王晓敏"])):
        assert close.get(url).json()["mobile"] == "13900000001"


def test_the_administrator_adds_somebody_with_the_duties_of_newcomers(admin):
    place = make.office()
    asked = {
        "name": "周新来",
        "department": str(place.pk),
        "title": "科员",
        "mobile": "13900000002",
    }

    response = admin.post(URL, asked, "json")

    assert response.status_code == 201
    said = response.json()
    assert (said["account"], said["initials"]) == ("zhouxinlai", "zxl")
    assert [duty["code"] for duty in said["duties"]] == ["drafter", "handler"]
    assert not Staff.objects.get(pk=said["id"]).has_usable_password()
    entry = Entry.objects.get(subject_id=said["id"])
    assert entry.name == "organization.staff.added"
    assert "13900000002" not in str(entry.facts)
    assert admin.post(URL, asked, "json").json()["account"] == "zhouxinlai2"


def test_an_account_taken_or_malformed_is_refused(admin, people):
    asked = {"name": "周新来", "department": str(make.office().pk)}

    taken = admin.post(URL, {**asked, "account": people["王晓敏"].account.upper()}, "json")
    assert (taken.status_code, taken.json()["code"]) == (409, "staff.account_taken")
    wrong = admin.post(URL, {**asked, "account": "周新来"}, "json")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "staff.account_malformed")


def test_others_neither_add_nor_change(people, administrators, as_):
    client = as_(people["赵建国"])
    asked = {"name": "周新来", "department": str(make.office().pk)}

    assert client.post(URL, asked, "json").status_code == 403
    assert (
        client.patch(f"{URL}/{people['王晓敏'].pk}", {"title": "科长"}, "json").status_code == 403
    )
    assert as_(administrators["security"]).post(URL, asked, "json").status_code == 403


def test_one_changes_ones_own_numbers_and_nothing_else(people, as_):
    mine = f"{URL}/{people['王晓敏'].pk}"
    client = as_(people["王晓敏"])

    wanted = {"mobile": "13900000003", "mobile_published": True}
    assert client.patch(mine, wanted, "json").status_code == 200
    assert client.patch(mine, {"title": "镇长"}, "json").status_code == 403
    changes = Entry.objects.get(subject_id=people["王晓敏"].pk).facts["changes"]
    assert changes == {"mobile": [], "mobile_published": [False, True]}


def test_a_new_name_brings_its_pinyin(people, admin):
    response = admin.patch(f"{URL}/{people['王晓敏'].pk}", {"name": "王小敏"}, "json")

    assert (response.json()["pinyin"], response.json()["initials"]) == ("wangxiaomin", "wxm")


def test_disabling_shuts_every_door_at_once(people, admin, as_):
    person = people["王晓敏"]
    theirs = as_(person)
    assert theirs.get("/api/session").status_code == 200

    assert admin.post(f"{URL}/{person.pk}/disable").json()["is_active"] is False

    assert theirs.get("/api/session").status_code == 401
    assert not AuthToken.objects.filter(user=person).exists()
    assert "王晓敏" not in found(as_(people["赵建国"]))
    assert as_(people["赵建国"]).get(f"{URL}/{person.pk}").status_code == 404
    assert found(admin, state="disabled") == ["王晓敏"]
    assert admin.post(f"{URL}/{person.pk}/disable").json()["code"] == "staff.already_so"
    assert admin.post(f"{URL}/{person.pk}/enable").json()["is_active"] is True
    names = (
        Entry.objects.filter(subject_id=person.pk).order_by("seq").values_list("name", flat=True)
    )
    assert list(names) == ["organization.staff.disabled", "organization.staff.enabled"]


def test_neither_oneself_nor_another_administrator(people, admin, administrators, as_):
    own = admin.post(f"{URL}/{administrators['system'].pk}/disable")
    assert (own.status_code, own.json()["code"]) == (409, "staff.disable_self")
    other = admin.post(f"{URL}/{administrators['audit'].pk}/disable")
    assert (other.status_code, other.json()["code"]) == (409, "staff.is_administrator")
    stranger = as_(people["赵建国"]).post(f"{URL}/{people['王晓敏'].pk}/disable")
    assert stranger.status_code == 403


def test_the_neighbours_people_do_not_exist_here(people, admin, other_unit):
    from tenants.crossing import in_unit

    with in_unit(other_unit):
        neighbour = make.staff("邻单位某")

    assert admin.get(f"{URL}/{neighbour.pk}").status_code == 404
    assert admin.post(f"{URL}/{neighbour.pk}/disable").status_code == 404
    assert "邻单位某" not in found(admin, state="all")
