"""A unit that stands already: what the stock matrix gains reaches its stock duties, and only those
that nobody there has edited."""

import json
from dataclasses import replace

import pytest
from django.core.management import call_command

from tenant_apps.journal.models import Entry
from tenant_apps.organization.actions import complete_duties, founding
from tenant_apps.organization.models import Duty
from tenant_apps.organization.permissions import STOCK_DUTIES
from tests.make import organization as make

GAINED = "requests.finance"  # stands for a permission that a new app brings


@pytest.fixture
def before(unit, monkeypatch):
    """A unit founded before the clerk's and the office's duties gained something."""
    make.office()
    later = [
        replace(one, permissions=(*one.permissions, GAINED))
        if one.code in ("drafter", "office_head")
        else one
        for one in STOCK_DUTIES
    ]
    monkeypatch.setattr(founding, "STOCK_DUTIES", tuple(later))


@pytest.fixture
def edited(before, as_):
    """The unit's own security administrator takes something from the head of the office."""
    duty = Duty.objects.get(code="office_head")
    kept = [name for name in duty.permissions if name != "requests.seal"]
    security = as_(make.staff("周安全", duties=("security_admin",)))
    answer = security.patch(
        f"/api/organization/duties/{duty.pk}", {"permissions": kept}, format="json"
    )
    assert answer.status_code == 200, answer.json()
    return set(kept)


def permissions(code: str) -> set[str]:
    return set(Duty.objects.get(code=code).permissions)


def test_a_gain_reaches_the_duty_and_the_journal_says_so(before, noon):
    clerk = make.staff("王科员", duties=("drafter",))

    done = complete_duties(by=None, at=noon)

    assert done.added == {"拟稿人": (GAINED,), "办公室主任": (GAINED,)}
    assert clerk.holds(GAINED)
    entry = Entry.objects.get(subject_id=Duty.objects.get(code="drafter").pk)
    assert (entry.name, entry.facts["granted"]) == ("organization.duty.changed", [GAINED])
    assert complete_duties(by=None, at=noon).added == {}


def test_what_the_unit_has_edited_stays_as_it_said(edited, noon):
    done = complete_duties(by=None, at=noon)

    assert done.added == {"拟稿人": (GAINED,)}
    assert set(done.left["办公室主任"]) == {GAINED, "requests.seal"}
    assert permissions("office_head") == edited


def test_another_name_is_no_edit_of_what_it_allows(before, as_, noon):
    duty = Duty.objects.get(code="drafter")
    security = as_(make.staff("周安全", duties=("security_admin",)))
    security.patch(f"/api/organization/duties/{duty.pk}", {"name": "文书"}, format="json")

    assert complete_duties(by=None, at=noon).added["文书"] == (GAINED,)


def test_a_duty_the_matrix_has_gained_is_founded(unit, noon):
    make.office()
    Duty.objects.filter(code="accountant").delete()

    complete_duties(by=None, at=noon)

    assert permissions("accountant") == {"requests.finance"}


def test_a_unit_that_was_never_founded_is_left_alone(unit, noon):
    assert complete_duties(by=None, at=noon).added == {}
    assert not Duty.objects.exists()


def test_the_operator_reads_which_unit_got_what(before, capsys):
    call_command("unit_duties", "--unit=taihe", "--json")
    first = json.loads(capsys.readouterr().out)
    call_command("unit_duties", "--unit=taihe", "--quiet")

    assert {one["duty"] for one in first["added"]} == {"拟稿人", "办公室主任"}
    assert capsys.readouterr().out == ""
