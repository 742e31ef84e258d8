"""Answers come in through one door, which knows types, rights and rules."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator

from shared_apps.kernel.errors import DomainError
from tenant_apps.forms import drafting, schema
from tenant_apps.forms.checking import AnswersTooLarge, BadAnswers, check
from tenant_apps.forms.fields import Shape
from tenant_apps.forms.fields import shape as read
from tenant_apps.forms.rights import rights
from tenant_apps.organization.models import Staff
from tenants.models import Unit
from tests.make import forms as make
from tests.make import organization as people
from tests.make.forms import field

pytestmark = pytest.mark.usefixtures("unit")  # its calendar counts the days

CAR = read(make.car_form())
GOOD = {
    "reason": "赴三汇镇踏勘",
    "trip": {"start": "2026-11-24T08:30", "end": "2026-11-24T17:30:00+08:00"},
    "place": "三汇镇白岩村",
    "km": 40,
    "costs": [{"what": "过路费", "price": 0.1, "count": 3}, {"what": "油费", "price": 200.2}],
}
KEPT = {
    "reason": "赴三汇镇踏勘",
    "trip": {"start": "2026-11-24T08:30+08:00", "end": "2026-11-24T17:30+08:00"},
    "place": "三汇镇白岩村",
    "km": 40,
    "costs": [
        {"what": "过路费", "price": 0.1, "count": 3, "amount": 0.3},
        {"what": "油费", "price": 200.2},
    ],
    "total": 0.3,
    "days": 1,
}


def refused(*args: Any, **named: Any) -> dict[str, str]:
    with pytest.raises(BadAnswers) as caught:
        check(*args, **named)
    by_field = caught.value.extra["by_field"]
    assert isinstance(by_field, dict)
    return {place: said[0] for place, said in by_field.items()}


def filled(shape: Shape, answers: Any, before: Any = None) -> dict[str, Any]:
    return check(shape, answers, rights(shape, None, starting=True), before)


def wrong(shape: Shape, answers: Any) -> dict[str, str]:
    return refused(shape, answers, rights(shape, None, starting=True))


def test_the_form_of_these_tests_may_be_published() -> None:
    assert drafting.faults(make.car_form()) == []


def test_a_good_answer_is_kept_in_one_way_and_computed() -> None:
    assert filled(CAR, GOOD) == KEPT
    assert filled(CAR, KEPT) == KEPT  # what was kept may be sent again


def test_what_is_missing_is_named() -> None:
    assert wrong(CAR, {"reason": "  "}) == {
        "reason": "请填写用车事由。",
        "trip": "请选择用车时间。",
        "place": "请填写目的地。",
    }


def test_a_rule_asks_for_more_and_drops_what_it_hides() -> None:
    far = {**GOOD, "km": 96}
    assert wrong(CAR, far) == {"far": "请填写长途说明。"}
    assert filled(CAR, {**far, "far": "进山"})["far"] == "进山"
    assert "far" not in filled(CAR, {**GOOD, "far": "进山"})


def test_computed_answers_are_never_believed() -> None:
    cheat = {**GOOD, "total": 9999, "days": 0}
    cheat["costs"] = [{**row, "amount": 1} for row in GOOD["costs"]]  # type: ignore[attr-defined]
    assert filled(CAR, cheat) == KEPT


def test_unknown_fields_are_refused() -> None:
    assert wrong(CAR, {**GOOD, "admin": True}) == {"admin": "表单里没有这一项。"}
    rows = [{"what": "油费", "price": 1, "hack": 1}]
    assert wrong(CAR, {**GOOD, "costs": rows}) == {"costs.0.hack": "明细里没有这一列。"}


@pytest.mark.parametrize(
    ("widget", "settings", "value"),
    [
        ("text", {}, 3),
        ("text", {"max_length": 3}, "一二三四"),
        ("textarea", {}, ["x"]),
        ("phone", {}, "12345"),
        ("number", {}, "3"),
        ("number", {}, True),
        ("number", {}, 1e15),
        ("number", {"decimals": 0}, 1.5),
        ("number", {"min": 1}, 0),
        ("number", {"max": 5}, 5.1),
        ("money", {}, 0.001),
        ("money", {}, 10**12),
        ("date", {}, "2026-02-30"),
        ("date", {}, "20260228"),
        ("date", {}, "1066-01-01"),
        ("datetime", {}, "2026-11-24"),
        ("datetime", {}, "0001-01-01T00:00+23:59"),
        ("range", {}, {"start": "2026-11-24T08:00"}),
        ("range", {}, {"start": "2026-11-24T08:00", "end": "2026-11-24T08:00"}),
        ("range", {"precision": "date"}, {"start": "2026-11-24", "end": "2026-11-23"}),
        ("range", {}, {"start": "2026-11-24T08:00", "end": "2026-11-24T09:00", "x": 1}),
        ("radio", {"options": make.options("甲")}, "乙"),
        ("select", {"options": make.options("甲")}, ["甲"]),
        ("checkboxes", {"options": make.options("甲")}, "甲"),
        ("checkboxes", {"options": make.options("甲")}, [{}]),
        ("switch", {}, 1),
        ("people", {}, "018f"),
        ("people", {}, ["018f"]),
        ("people", {}, [str(uuid4()), str(uuid4())]),
        ("department", {}, "x"),
        ("files", {}, [3]),
        ("table", {"columns": [field("a")]}, {"a": 1}),
        ("table", {"columns": [field("a")]}, [["a"]]),
        ("table", {"columns": [field("a")], "most": 1}, [{"a": "1"}, {"a": "2"}]),
    ],
)
def test_an_answer_of_the_wrong_kind_is_refused_at_its_field(
    widget: str, settings: dict[str, Any], value: Any
) -> None:
    shape = make.shape(field("it", widget, **settings))
    assert list(wrong(shape, {"it": value})) == ["it"]


def test_a_wrong_cell_is_named_with_its_row() -> None:
    rows = [{"what": "油费", "price": 1}, {"price": "x"}, {"what": " ", "price": None}]
    assert wrong(CAR, {**GOOD, "costs": rows}) == {
        "costs.1.price": "须填写数字，且不超过 15 位。",
        "costs.1.what": "请填写项目。",
        "costs.2.what": "请填写项目。",
        "costs.2.price": "请填写单价。",
    }


def test_answers_are_no_place_for_heaps() -> None:
    with pytest.raises(AnswersTooLarge):
        filled(CAR, {**GOOD, "reason": "长" * 300_000})
    with pytest.raises(BadAnswers):
        filled(CAR, ["reason"])
    with pytest.raises(BadAnswers):
        filled(CAR, {**GOOD, "km": float("nan")})


# ---- Rights ----


DISPATCH = rights(CAR, {"driver": "required", "riders": "hidden", "km": "edit", "place": "?"})


def test_a_step_edits_what_it_may_and_keeps_the_rest(unit: Unit) -> None:
    driver = people.staff("张师傅")
    after = check(CAR, {"driver": [str(driver.pk)], "km": 42}, DISPATCH, KEPT)
    assert after == {**KEPT, "km": 42, "driver": [str(driver.pk)]}


def test_what_one_may_only_read_is_refused_by_name(unit: Unit) -> None:
    driver = [str(people.staff("张师傅").pk)]
    said = refused(CAR, {"driver": driver, "reason": "改了"}, DISPATCH, KEPT)
    assert said == {"reason": "您在这一环节不能修改“用车事由”。"}
    for same in (KEPT["reason"], f" {KEPT['reason']} "):
        assert check(CAR, {"driver": driver, "reason": same}, DISPATCH, KEPT)["driver"] == driver
    assert list(refused(CAR, {"driver": driver, "costs": []}, DISPATCH, KEPT)) == ["costs"]
    assert list(refused(CAR, {"driver": driver, "reason": None}, DISPATCH, KEPT)) == ["reason"]


def test_what_one_does_not_see_cannot_be_guessed(unit: Unit) -> None:
    driver = [str(people.staff("张师傅").pk)]
    for hidden in ({"riders": []}, {"place": KEPT["place"]}, {"place": "别处"}):
        assert set(refused(CAR, {"driver": driver, **hidden}, DISPATCH, KEPT)) == set(hidden)
    assert check(CAR, {"driver": driver, "place": None}, DISPATCH, KEPT)["place"] == KEPT["place"]


def test_required_at_a_step() -> None:
    assert refused(CAR, {}, DISPATCH, KEPT) == {"driver": "请选择驾驶员。"}
    assert refused(CAR, {"km": None, "driver": None}, DISPATCH, KEPT) == {
        "driver": "请选择驾驶员。"
    }


def test_rights_are_complete_and_doubtful_words_hide() -> None:
    start = rights(CAR, {"driver": "hidden"}, starting=True)
    assert (start["reason"], start["km"], start["driver"]) == ("required", "edit", "hidden")
    assert (start["total"], DISPATCH["place"], DISPATCH["reason"]) == ("read", "hidden", "read")
    assert "h1" not in start


# ---- What answers point at ----


def test_people_and_departments_must_be_there(unit: Unit) -> None:
    shape = make.shape(
        field("who", "people", multiple=True), field("where", "department"), field("f", "files")
    )
    colleague, left = people.staff("张师傅"), people.staff("退休的")
    office = people.department()
    Staff.objects.filter(pk=left.pk).update(is_active=False)
    good = {"who": [str(colleague.pk)], "where": str(office.pk)}

    assert filled(shape, good) == good
    assert list(wrong(shape, {**good, "who": [str(left.pk)]})) == ["who"]
    assert list(wrong(shape, {**good, "where": str(colleague.pk)})) == ["where"]
    assert list(wrong(shape, {**good, "f": [str(uuid4())]})) == ["f"]
    # Who has left since stays where they were named.
    assert filled(shape, {**good, "who": [str(left.pk)]}, {"who": [str(left.pk)]})


def test_a_form_full_of_people_is_one_question(unit: Unit) -> None:
    shape = make.shape(*[field(f"p{n}", "people") for n in range(9)])
    someone = str(people.staff("张师傅").pk)
    with CaptureQueriesContext(connection) as sql:
        filled(shape, {f"p{n}": [someone] for n in range(9)})
    assert len(sql) == 1


# ---- What is kept is what the published JSON Schema allows ----


def test_kept_answers_agree_with_the_schema() -> None:
    validator = Draft202012Validator(schema.of(CAR))
    Draft202012Validator.check_schema(schema.of(CAR))
    assert list(validator.iter_errors(KEPT)) == []
    for bad in ({**KEPT, "km": "x"}, {**KEPT, "x": 1}, {"reason": "只有事由"}):
        assert list(validator.iter_errors(bad))
        with pytest.raises(DomainError):
            filled(CAR, bad)
