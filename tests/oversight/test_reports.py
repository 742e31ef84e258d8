"""Units say how matters stand; the city keeps the newest word of each, and no name."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared_apps.outbox.models import Dispatch
from shared_apps.oversight import reporting
from shared_apps.oversight.models import ProgressLine, Reporter
from tenants.crossing import in_unit
from tenants.current import public_floor
from tests.make import oversight as make


def test_a_newer_report_replaces_the_older(unit, noon):
    first = make.said(noon, stage=("register", "登记", 1))
    later = replace(first, seq=5, stage="handle", stage_label="承办", position=4)

    kept = [reporting.report(one, at=noon) for one in (first, later)]

    assert kept == [True, True]
    assert make.line(first.subject_id).stage_label == "承办"


def test_an_older_report_arriving_late_is_ignored(unit, noon):
    later = make.said(noon, seq=5)
    older = replace(later, seq=4, stage="register", stage_label="登记", position=1)
    reporting.report(later, at=noon)

    assert reporting.report(older, at=noon + timedelta(minutes=1)) is False
    assert make.line(later.subject_id).stage == "handle"


def test_the_same_matter_of_two_units_is_two_lines(unit, other_unit, noon):
    one = make.said(noon)
    reporting.report(one, at=noon)
    with in_unit(other_unit):
        reporting.report(one, at=noon)

    with public_floor():
        lines = ProgressLine.objects.filter(subject_id=one.subject_id)
        assert {line.short_name for line in lines} == {"太和镇", "区政府办公室"}


def test_a_matter_given_up_leaves_the_board(unit, noon):
    given_up, kept = make.matter(noon, at=noon), make.matter(noon, at=noon, title="另一件")

    reporting.withdraw_line(given_up.subject_id, at=noon)

    with public_floor():
        assert list(ProgressLine.objects.values_list("pk", flat=True)) == [kept.pk]


def test_giving_up_is_ours_alone(unit, other_unit, noon):
    ours = make.matter(noon, at=noon)
    with in_unit(other_unit):
        reporting.withdraw_line(ours.subject_id, at=noon)

    assert make.line(ours.subject_id).title == ours.title


def test_the_city_knows_when_a_unit_last_reported(unit, noon):
    make.matter(noon, at=noon)
    make.matter(noon, at=noon + timedelta(hours=1))

    with public_floor():
        assert Reporter.objects.get(pk=unit.code).reported_at == noon + timedelta(hours=1)


def test_many_reports_ask_for_one_drawing(unit, noon):
    for _ in range(5):
        make.matter(noon, at=noon)
    with public_floor():
        assert Dispatch.objects.filter(subscriber=reporting.DRAW).count() == 1


@pytest.mark.parametrize("model", [ProgressLine, Reporter])
def test_no_column_could_hold_a_persons_name(model):
    names = {field.name for field in model._meta.get_fields()}

    assert not names & {"name", "staff", "owner", "by", "by_name", "drafter", "handler"}
