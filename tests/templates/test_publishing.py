"""The city's templates: judged with the place named, published by the operator, never changed."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from shared_apps.outbox.models import Dispatch
from shared_apps.templates import actions, queries
from shared_apps.templates.models import Template
from tenants.current import public_floor
from tests.make import templates as make
from tests.reference.test_calendar import with_forms

STOCK = {
    "car", "expense", "funds", "leave", "overtime", "room", "seal", "supplies", "trip",
}  # fmt: skip
NOTE = "病假、婚假、产假之外增加陪护假。"


@pytest.fixture
def operator(visit):
    return with_forms(visit("operator"))


def publish(client, body, over=1, note=NOTE):
    asked = {"body": body, "over": over, "note": note}
    return client.post("/api/city/templates/publish", asked, format="json")


def longer(body):
    make.node(body, "long")["next"][0]["when"]["value"] = 5
    options = make.field(body, "leave_kind")["options"]
    options.append({"value": "陪护假", "label": "陪护假"})
    return body


def test_the_nine_stock_kinds_are_the_first_templates(db, operator):
    rows = operator.get("/api/city/templates").json()

    assert {row["key"] for row in rows} == STOCK
    assert {row["number"] for row in rows} == {1}
    assert rows[0]["key"] == "leave"


@pytest.mark.parametrize("key", sorted(STOCK))
def test_every_stock_template_stands_before_its_own_judge(db, operator, key):
    checked = operator.post(
        "/api/city/templates/check", {"body": make.body(key)}, format="json"
    ).json()

    assert (checked["faults"], checked["over"], checked["differences"]) == ([], 1, [])


def test_the_next_version_is_read_before_it_is_published(db, operator):
    body = longer(make.body())

    checked = operator.post("/api/city/templates/check", {"body": body}, format="json").json()
    answer = publish(operator, body)

    said = [
        (one["part"], one["change"], one["name"], one["label"]) for one in checked["differences"]
    ]
    assert said == [
        ("form", "changed", "假别", "选项"),
        ("flow", "changed", "分支", "分支条件"),
    ]
    assert "工作日天数 大于 3" in checked["differences"][1]["was"]
    assert "工作日天数 大于 5" in checked["differences"][1]["now"]
    assert answer.status_code == 201, answer.json()
    assert (answer.json()["number"], answer.json()["published_by"]) == (2, "何敏")
    diff = operator.get("/api/city/templates/leave/versions/2/diff").json()
    assert diff == checked["differences"]
    assert operator.get("/api/city/templates/leave/versions/1").json()["body"] != body


def test_units_are_told_through_the_outbox(db, operator):
    publish(operator, longer(make.body()))

    with public_floor():
        told = Dispatch.objects.filter(subscriber="requests.template_published")
        assert {one.unit for one in told} == {"unit_taihe", "unit_zfb"}
        assert {one.facts["number"] for one in told} == {2}


def test_the_page_shows_who_works_with_which_version(db, operator, unit, noon):
    publish(operator, longer(make.body()))
    with public_floor():
        actions.note_takings(unit=unit, versions={"leave": 2, "car": 1}, at=noon)

    rows = operator.get("/api/city/templates/leave").json()

    assert {row["number"]: row["units"] for row in rows} == {2: ["太和镇"], 1: []}


def test_what_another_has_published_is_not_passed_over(db, operator):
    publish(operator, longer(make.body()))

    late = publish(operator, make.body() | {"hint": "另一种改法"}, over=1)
    again = publish(operator, make.body(), over=2)

    assert (late.status_code, late.json()["code"]) == (412, "templates.moved")
    assert (again.status_code, again.json()["code"]) == (409, "templates.nothing_new")


def without(name):
    return lambda body: body.pop(name)


def person(body):
    make.node(body, "head")["who"] = [{"staff": ["01900000-0000-7000-8000-000000000000"]}]


def strange_field(body):
    make.node(body, "long")["next"][0]["when"]["field"] = "weeks"


def no_such_right(body):
    make.node(body, "head")["fields"] = {"weeks": "edit"}


def dead_end(body):
    make.node(body, "head")["next"] = [{"to": "nowhere"}]


def sub_flow(body):
    steps = {"type": "sub", "name": "子流程", "who": [{"starter": True}], "flow": "requests.trip"}
    body["flow"]["nodes"]["more"] = steps | {"next": [{"to": "long"}]}
    make.node(body, "head")["next"] = [{"to": "more"}]


def no_options(body):
    make.field(body, "leave_kind")["options"] = []


def bad_title(body):
    body["settings"]["title"] = "{weeks} 周"


def bad_account(body):
    body["settings"]["balance"]["labels"] = {}


def strange_setting(body):
    body["settings"]["speed"] = "fast"


def bad_column(body):
    body["settings"]["columns"] = "leave_kind"


def bad_key(body):
    body["key"] = "请假"


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (without("flow"), "flow"),
        (bad_key, "key"),
        (no_options, "form.ui.fields.leave_kind"),
        (dead_end, "flow.nodes.head"),
        (person, "flow.nodes.head.who"),
        (sub_flow, "flow.nodes.more"),
        (strange_field, "flow.nodes.long.next.0"),
        (no_such_right, "flow.nodes.head.fields.weeks"),
        (bad_title, "settings.title"),
        (bad_account, "settings.balance.labels"),
        (strange_setting, "settings.speed"),
        (bad_column, "settings.columns"),
    ],
)
def test_bad_data_is_refused_with_its_place(db, operator, spoil, place):
    body = make.body()
    spoil(body)

    answer = publish(operator, body)

    assert (answer.status_code, answer.json()["code"]) == (400, "templates.bad_template")
    assert place in answer.json()["by_field"]
    with public_floor():
        assert queries.newest("leave").number == 1


@pytest.mark.parametrize("kind", ["leader", "auditor"])
def test_others_of_the_city_read_and_do_not_publish(db, visit, kind):
    client = with_forms(visit(kind))

    assert client.get("/api/city/templates/leave").status_code == 200
    for path in ("publish", "check"):
        answer = client.post(f"/api/city/templates/{path}", {}, format="json")
        assert (answer.status_code, answer.json()["code"]) == (403, "city.not_your_duty")


def test_a_version_never_changes(db):
    with public_floor():
        first = queries.newest("leave")
        with pytest.raises(TypeError):
            first.save()
        with pytest.raises(TypeError):
            first.delete()
        with pytest.raises(TypeError):
            Template.objects.filter(key="leave").update(name="别的")
        with pytest.raises(IntegrityError), transaction.atomic():
            Template.objects.bulk_create([Template(**{**vars_of(first), "name": "重号"})])


def vars_of(one):
    names = ("key", "number", "name", "body", "note", "published_by", "published_at")
    return {name: getattr(one, name) for name in names}


def test_a_unit_reads_the_citys_templates_and_writes_none(unit):
    from django.db import DatabaseError

    assert queries.newest("leave").number == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        Template.objects.create(**{**vars_of(queries.newest("leave")), "number": 9})


def test_the_command_shows_checks_and_publishes(db, tmp_path):
    shown = io.StringIO()
    call_command("template", "show", "leave", stdout=shown)
    file = tmp_path / "leave.json"
    file.write_text(json.dumps(longer(json.loads(shown.getvalue())), ensure_ascii=False))

    checked, done, listed = io.StringIO(), io.StringIO(), io.StringIO()
    call_command("template", "check", str(file), stdout=checked)
    call_command("template", "publish", str(file), note=NOTE, by="何敏", stdout=done)
    call_command("template", "list", stdout=listed)

    assert "分支条件" in checked.getvalue()
    assert "第 2 版已发布" in done.getvalue()
    assert f"leave\t请假申请\t第 2 版\t{NOTE}" in listed.getvalue()


def test_the_command_names_the_place_of_a_fault(db, tmp_path):
    body = make.body()
    person(body)
    file = tmp_path / "leave.json"
    file.write_text(json.dumps(body))

    with pytest.raises(CommandError, match=r"flow\.nodes\.head\.who"):
        call_command("template", "publish", str(file), note=NOTE)
    with pytest.raises(CommandError, match="读不到文件"):
        call_command("template", "check", str(tmp_path / "none.json"))
