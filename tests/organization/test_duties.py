"""Duties: the matrix, its history, and three administrators who are three people."""

import pytest
from django.db import IntegrityError, transaction

from tenant_apps.journal.models import Entry
from tenant_apps.organization.actions import found_unit
from tenant_apps.organization.models import Duty, DutyHolder
from tenant_apps.organization.permissions import NAMES, STOCK_DUTIES
from tenant_apps.organization.queries import departments_within, holders_of
from tests.make import organization as make

URL = "/api/organization/duties"


@pytest.fixture
def security(administrators, as_):
    return as_(administrators["security"])


def duty(code: str) -> Duty:
    return Duty.objects.get(code=code)


def test_founding_a_unit_twice_is_founding_it_once(unit, noon):
    office = found_unit(by=None, at=noon)
    again = found_unit(by=None, at=noon)

    assert (office, office.parent.name) == (again, "太和镇")
    assert set(Duty.objects.values_list("code", flat=True)) == {one.code for one in STOCK_DUTIES}
    assert Entry.objects.filter(name="organization.unit.founded").count() == 1
    assert duty("registrar").history.count() == 1


def test_every_stock_permission_is_in_the_catalogue():
    assert {name for stock in STOCK_DUTIES for name in stock.permissions} == NAMES


def test_what_one_holds_is_read_once(unit, statements):
    person = make.staff("林登记", duties=("registrar", "drafter"))

    with statements() as sql:
        assert person.holds("correspondence.outgoing.register")
        assert person.holds("correspondence.outgoing.draft")
        assert not person.holds("correspondence.outgoing.sign")

    assert len(sql) == 1
    assert list(holders_of("correspondence.outgoing.register")) == [person]


def test_a_disabled_person_holds_nothing(unit):
    person = make.staff("林登记", duties=("registrar",))
    person.is_active = False
    person.save()

    assert not person.holds("correspondence.outgoing.register")
    assert not holders_of("correspondence.outgoing.register").exists()


def test_the_scope_says_how_far_a_permission_reaches(unit):
    place = make.department("社会事务办公室")
    below = make.department("民政组", parent=place)
    person = make.staff("孙管理", department=place, duties=("system_admin",))
    name = "organization.staff.manage"
    assert departments_within(person, name) is None

    for scope, reach in (
        ("department", {place.pk}),
        ("subtree", {place.pk, below.pk}),
        ("own", set()),
    ):
        Duty.objects.filter(code="system_admin").update(scope=scope)
        del person.permissions
        assert departments_within(person, name) == reach


def test_the_matrix_is_for_the_administrators(administrators, clerk, as_, spoken):
    assert as_(clerk).get(URL).status_code == 403
    for who in administrators.values():
        assert as_(who).get(URL).status_code == 200
    client = as_(administrators["security"])

    shown = {row["code"]: row for row in client.get(URL).json()}
    assert [one["name"] for one in shown["drafter"]["holders"]] == ["王晓敏"]
    assert len(spoken(lambda: client.get(URL))) == 4


def test_the_security_administrator_defines_and_edits_a_duty(security, clerk, as_):
    asked = {"name": "信息员", "permissions": ["correspondence.outgoing.draft"], "scope": "own"}
    assert as_(clerk).post(URL, asked, "json").status_code == 403
    made = security.post(URL, asked, "json")
    assert made.status_code == 201
    assert security.post(URL, asked, "json").json()["code"] == "duty.name_taken"

    wanted = {"permissions": ["correspondence.incoming.handle"], "name": "联络员"}
    url = f"{URL}/{made.json()['id']}"
    assert as_(clerk).patch(url, wanted, "json").status_code == 403
    assert security.patch(url, wanted, "json").json()["name"] == "联络员"

    entry = Entry.objects.get(name="organization.duty.changed")
    assert entry.facts["granted"] == ["correspondence.incoming.handle"]
    assert entry.facts["withdrawn"] == ["correspondence.outgoing.draft"]
    assert entry.facts["changes"] == {"name": ["信息员", "联络员"]}
    versions = Duty.objects.get(name="联络员").history.order_by("history_date")
    assert [one.history_user.name for one in versions] == ["周安全", "周安全"]


@pytest.mark.parametrize(
    ("permission", "status", "code"),
    [
        ("organization.staff.manage", 409, "duty.permission_reserved"),
        ("journal.read", 409, "duty.permission_reserved"),
        ("correspondence.outgoing.destroy", 400, "duty.permission_unknown"),
    ],
)
def test_no_ordinary_duty_carries_an_administrators_permission(security, permission, status, code):
    response = security.patch(f"{URL}/{duty('drafter').pk}", {"permissions": [permission]}, "json")

    assert (response.status_code, response.json()["code"]) == (status, code)


def test_the_three_duties_themselves_are_fixed(security):
    response = security.patch(f"{URL}/{duty('system_admin').pk}", {"permissions": []}, "json")

    assert (response.status_code, response.json()["code"]) == (409, "duty.guard_fixed")


@pytest.fixture
def assign(security):
    return lambda code, *people: security.put(
        f"{URL}/{duty(code).pk}/holders", {"staff_ids": [str(one.pk) for one in people]}, "json"
    )


def test_a_duty_is_given_and_taken_back_at_once(assign, clerk, as_):
    other = make.staff("林登记", duties=("registrar",))

    response = assign("registrar", clerk)

    assert [one["name"] for one in response.json()["holders"]] == ["王晓敏"]
    permissions = as_(clerk).get("/api/session").json()["permissions"]
    assert "correspondence.outgoing.register" in permissions
    assert as_(other).get("/api/session").json()["permissions"] == []
    facts = Entry.objects.get(name="organization.duty.holders_changed").facts
    assert (facts["given_to"], facts["taken_from"]) == (["王晓敏"], ["林登记"])


def test_one_person_is_never_two_of_the_three(assign, administrators):
    response = assign("audit_admin", administrators["system"])

    assert (response.status_code, response.json()["code"]) == (409, "duty.guard_clash")
    assert "必须由三人分任" in response.json()["message"]
    assert duty("audit_admin").held_by.get().staff == administrators["audit"]


def test_the_database_itself_refuses_two_of_the_three(administrators):
    person = administrators["system"]
    audit = duty("audit_admin")

    with pytest.raises(IntegrityError, match="one_of_three_administrators"), transaction.atomic():
        DutyHolder.objects.create(duty=audit, staff=person, guard="audit")
    with pytest.raises(IntegrityError, match="holder_guard_is_its_dutys"), transaction.atomic():
        DutyHolder.objects.create(duty=audit, staff=person, guard="")


def test_none_of_the_three_stays_vacant_and_nobody_gives_to_oneself(assign, administrators, clerk):
    assert assign("audit_admin").json()["code"] == "duty.guard_vacant"
    own = assign("leader", administrators["security"])
    assert (own.status_code, own.json()["code"]) == (409, "duty.not_to_oneself")
    assert assign("audit_admin", clerk).status_code == 200


def test_strangers_and_the_disabled_cannot_be_given_a_duty(assign, clerk, as_):
    clerk.is_active = False
    clerk.save()

    assert assign("registrar", clerk).status_code == 404
    other = make.staff("某人")
    url = f"{URL}/{duty('registrar').pk}/holders"
    assert as_(other).put(url, {"staff_ids": []}, "json").status_code == 403


def test_who_has_left_keeps_the_duty_for_the_day_they_come_back(assign, clerk, as_, security):
    gone = make.staff("林登记", duties=("registrar",))
    gone.is_active = False
    gone.save()

    assert [one["name"] for one in assign("registrar", clerk).json()["holders"]] == ["王晓敏"]
    assert assign("registrar", clerk).status_code == 200
    assert duty("registrar").held_by.filter(staff=gone).exists()


def test_the_catalogue_is_grouped_by_module(clerk, as_):
    shown = as_(clerk).get("/api/organization/permissions").json()

    assert [module["label"] for module in shown][:2] == ["发文", "收文"]
    assert {item["name"] for module in shown for item in module["items"]} == NAMES
