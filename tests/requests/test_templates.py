"""A unit's kind and the city's template it began from: told, compared, taken over as drafts."""

import pytest

from shared_apps.templates import queries as template_queries
from tenant_apps.forms import queries as forms
from tenant_apps.journal.models import Entry
from tenant_apps.requests.models import RequestKind
from tenant_apps.workflow import designing
from tenants.crossing import in_unit
from tenants.current import public_floor
from tests.make import organization, templates
from tests.make import requests as make
from tests.make.templates import field, node

ROOT = "/api/requests/templates"


@pytest.fixture
def admin(office, desk):
    return desk(organization.staff("系统管理员", duties=["system_admin"])).client


def longer(body):
    """What the city changes: a new field with its right, an option, a condition, a hint."""
    extra = {"name": "escort", "widget": "text", "label": "陪护对象", "max_length": 40}
    body["form"]["ui"]["fields"].insert(3, extra)
    field(body, "leave_kind")["options"].append({"value": "陪护假", "label": "陪护假"})
    node(body, "apply")["fields"]["escort"] = "edit"
    node(body, "long")["next"][0]["when"]["value"] = 5
    body["hint"] = "年休假、事假、病假、陪护假、调休等"
    body["settings"]["columns"].append("escort")


def drawn(client, key="requests.leave"):
    form = client.get(f"/api/forms/{key}").json()
    flow = client.get(f"/api/workflow/flows/{key}").json()
    return form, flow


def save_form(client, change, key="requests.leave"):
    form = client.get(f"/api/forms/{key}").json()
    change(form["ui"])
    head = {"HTTP_IF_MATCH": str(form["revision"])}
    body = {"name": form["name"], "ui": form["ui"]}
    answer = client.put(f"/api/forms/{key}/draft", body, format="json", **head)
    assert answer.status_code == 200, answer.json()
    return answer.json()


def save_flow(client, change, key="requests.leave"):
    flow = client.get(f"/api/workflow/flows/{key}").json()
    draft = flow["draft"]
    graph = draft["graph"] if draft else flow["graph"]
    change(graph["nodes"])
    head = {"HTTP_IF_MATCH": str(draft["edit"] if draft else 0)}
    body = {"name": flow["name"], "graph": graph}
    answer = client.put(f"/api/workflow/flows/{key}/draft", body, format="json", **head)
    assert answer.status_code == 200, answer.json()


def publish_both(client, key="requests.leave"):
    form, flow = drawn(client, key)
    if form["has_draft"]:
        head = {"HTTP_IF_MATCH": str(form["revision"])}
        done = client.post(f"/api/forms/{key}/publish", {}, format="json", **head)
        assert done.status_code == 200, done.json()
    if flow["draft"]:
        head = {"HTTP_IF_MATCH": str(flow["draft"]["edit"])}
        done = client.post(f"/api/workflow/flows/{key}/publish", {}, format="json", **head)
        assert done.status_code == 201, done.json()


def compare(client, key="leave"):
    return client.get(f"{ROOT}/{key}").json()


def update(client, choices=None, key="leave", **more):
    seen = compare(client, key)
    asked = {
        "number": seen["offer"]["newest"],
        "form_revision": seen["form_revision"],
        "flow_edit": seen["flow_edit"],
        "choices": choices or {},
    } | more
    return client.post(f"{ROOT}/{key}/update", asked, format="json")


def places(seen, by):
    return [row["place"] for row in seen["rows"] if row["by"] == by]


def fields_of(form):
    return {one["name"]: one for one in form["ui"]["fields"]}


def test_a_new_unit_begins_with_the_citys_templates(office):
    kinds = {kind.key: kind for kind in RequestKind.objects.all()}

    assert len(kinds) == 9
    assert {(kind.template, kind.template_number) for kind in kinds.values()} == {
        (key, 1) for key in kinds
    }


def test_the_kind_says_that_there_is_a_newer_template(office, desk, admin, relay):
    templates.publish(longer)
    relay()
    relay()  # told twice, noted once

    def newer(client):
        rows = client.get("/api/requests/kinds").json()["results"]
        return [row["key"] for row in rows if row["newer"]]

    assert newer(admin) == ["leave"]
    assert newer(desk(office.clerk).client) == []
    entry = Entry.objects.get(name="requests.kind.offered")
    assert (entry.facts["number"], entry.actor_name) == (2, "系统")


def test_what_we_never_touched_is_taken_over_whole(office, admin):
    made = templates.publish(longer)

    seen = compare(admin)
    answer = update(admin)

    assert {row["by"] for row in seen["rows"]} == {"city"}
    assert seen["news"][0]["note"] == made.note
    assert answer.status_code == 200, answer.json()
    form, flow = drawn(admin)
    assert form["ui"] == made.body["form"]["ui"]
    assert form["version"] == 1  # a draft, and nothing in force yet
    assert flow["draft"]["graph"]["nodes"] == made.body["flow"]["nodes"]
    assert flow["version"] == 1
    assert RequestKind.objects.get(key="leave").hint != made.body["hint"]


def test_it_is_finished_when_both_drafts_are_published(office, admin):
    made = templates.publish(longer)
    update(admin)

    early = admin.post(f"{ROOT}/leave/finish", {}, format="json")
    publish_both(admin)
    answer = admin.post(f"{ROOT}/leave/finish", {}, format="json")

    assert (early.status_code, early.json()["code"]) == (409, "requests.drafts_waiting")
    assert answer.status_code == 200, answer.json()
    assert answer.json()["offer"]["state"] == "current"
    kind = RequestKind.objects.get(key="leave")
    assert (kind.template_number, kind.hint) == (2, made.body["hint"])
    assert kind.settings == made.body["settings"]
    assert Entry.objects.filter(name="requests.update.finished").count() == 1
    assert compare(admin)["rows"] == []


def test_the_city_hears_which_version_each_unit_works_with(office, admin, relay):
    def known():
        with public_floor():
            return dict(template_queries.takings("leave"))

    relay()
    assert known() == {1: ["太和镇"]}
    templates.publish(longer)
    update(admin)
    relay()
    assert known() == {1: ["太和镇"]}, "drafts are not in force yet"
    publish_both(admin)
    admin.post(f"{ROOT}/leave/finish", {}, format="json")
    relay()
    relay()

    assert known() == {2: ["太和镇"]}


def test_what_only_we_changed_stays(office, admin):
    save_form(admin, lambda ui: fields_of({"ui": ui})["reason"].update(label="事由"))
    save_flow(admin, lambda nodes: nodes["head"].update(due=240))
    publish_both(admin)
    templates.publish(longer)

    seen = compare(admin)
    update(admin)

    assert places(seen, None) == []
    assert places(seen, "ours") == ["form/reason/label", "flow/head/due"]
    form, flow = drawn(admin)
    assert fields_of(form)["reason"]["label"] == "事由"
    assert "escort" in fields_of(form)
    nodes = flow["draft"]["graph"]["nodes"]
    assert nodes["head"]["due"] == 240
    assert nodes["long"]["next"][0]["when"]["value"] == 5


def test_what_both_changed_must_be_chosen(office, admin):
    def ours(ui):
        options = fields_of({"ui": ui})["leave_kind"]["options"]
        options.append({"value": "探亲假", "label": "探亲假"})

    save_form(admin, ours)
    save_flow(admin, lambda nodes: nodes["long"]["next"][0]["when"].update(value=2))
    publish_both(admin)
    templates.publish(longer)

    seen = compare(admin)
    unsaid = update(admin)
    answer = update(admin, {"form/leave_kind/options": "ours", "flow/long/next": "city"})

    assert places(seen, None) == ["form/leave_kind/options", "flow/long/next"]
    row = next(row for row in seen["rows"] if row["place"] == "flow/long/next")
    assert [row[side] for side in ("base", "city", "ours")] == [
        f"工作日天数 大于 {days} 时到「分管领导审批」；其他情况到「结束」" for days in (3, 5, 2)
    ]
    assert (unsaid.status_code, unsaid.json()["code"]) == (400, "requests.undecided")
    assert set(unsaid.json()["by_field"]) == {"form/leave_kind/options", "flow/long/next"}
    assert "假别·选项" in unsaid.json()["message"]
    assert answer.status_code == 200, answer.json()
    form, flow = drawn(admin)
    assert fields_of(form)["leave_kind"]["options"][-1]["value"] == "探亲假"
    assert flow["draft"]["graph"]["nodes"]["long"]["next"][0]["when"]["value"] == 5


@pytest.mark.parametrize(("choice", "stays"), [("ours", True), ("city", False)])
def test_the_city_deletes_what_we_changed(office, admin, choice, stays):
    save_form(admin, lambda ui: fields_of({"ui": ui})["place"].update(label="外出去向"))
    publish_both(admin)

    def shorter(body):
        body["form"]["ui"]["fields"].remove(field(body, "place"))
        del node(body, "apply")["fields"]["place"]

    templates.publish(shorter)
    seen = compare(admin)
    answer = update(admin, {"form/place": choice})

    assert places(seen, None) == ["form/place"]
    assert answer.status_code == 200, answer.json()
    assert ("place" in fields_of(drawn(admin)[0])) is stays


@pytest.mark.parametrize(("choice", "stays"), [("city", True), ("ours", False)])
def test_we_deleted_what_the_city_changes(office, admin, choice, stays):
    def ours(nodes):
        del nodes["leader"]
        nodes["long"]["next"][0]["to"] = "end"

    save_flow(admin, ours)
    templates.publish(lambda body: node(body, "leader").update(due=960))

    seen = compare(admin)
    answer = update(admin, {"flow/leader": choice, "flow/long/next": choice})

    assert places(seen, None) == ["flow/leader"]
    assert answer.status_code == 200, answer.json()
    flow = drawn(admin)[1]
    assert ("leader" in flow["draft"]["graph"]["nodes"]) is stays


def test_a_step_that_finds_no_place_is_named(office, admin):
    """Both put a step behind the head's: only one of them can be led to."""

    def step(name):
        return {
            "type": "task",
            "name": name,
            "who": [{"permission": "requests.approve"}],
            "next": [{"to": "long"}],
        }

    def ours(nodes):
        nodes["clerk"] = step("考勤员核对")
        nodes["head"]["next"] = [{"to": "clerk"}]

    def city(body):
        body["flow"]["nodes"]["hr"] = step("人事审核")
        node(body, "head")["next"] = [{"to": "hr"}]

    save_flow(admin, ours)
    templates.publish(city)
    answer = update(admin, {"flow/head/next": "city"})

    assert answer.json()["lost"] == ["考勤员核对"]
    nodes = drawn(admin)[1]["draft"]["graph"]["nodes"]
    assert "hr" in nodes
    assert "clerk" not in nodes


def test_a_choice_that_makes_no_flow_is_refused(office, admin):
    """The city's fork without its join: nothing is kept of the whole act."""

    def city(body):
        nodes = body["flow"]["nodes"]
        task = {"type": "task", "who": [{"permission": "requests.approve"}]}
        nodes["fork"] = {"type": "split", "next": [{"to": "one"}, {"to": "two"}]}
        nodes["one"] = {**task, "name": "一", "next": [{"to": "meet"}]}
        nodes["two"] = {**task, "name": "二", "next": [{"to": "meet"}]}
        nodes["meet"] = {"type": "join", "next": [{"to": "long"}]}
        node(body, "head")["next"] = [{"to": "fork"}]

    templates.publish(city)
    answer = update(admin, {"flow/meet": "ours"})

    assert (answer.status_code, answer.json()["code"]) == (409, "requests.not_a_flow")
    assert designing.draft_of("requests.leave") is None
    assert forms.find("requests.leave").draft is None


def test_a_draft_drawn_meanwhile_is_not_written_over(office, admin):
    templates.publish(longer)
    seen = compare(admin)
    save_form(admin, lambda ui: ui.update(title="请假单"))

    late = update(admin, form_revision=seen["form_revision"])
    fresh = update(admin)

    assert (late.status_code, late.json()["code"]) == (412, "requests.offer_moved")
    assert fresh.status_code == 200, fresh.json()
    assert drawn(admin)[0]["ui"]["title"] == "请假单"


def test_an_update_under_way_is_finished_or_abandoned_first(office, admin):
    templates.publish(longer)
    update(admin)

    again = update(admin)
    gone = admin.post(f"{ROOT}/leave/abandon", {}, format="json")
    twice = admin.post(f"{ROOT}/leave/abandon", {}, format="json")

    assert again.json()["code"] == "requests.update_under_way"
    assert (gone.status_code, gone.json()["offer"]["state"]) == (200, "newer")
    assert (twice.status_code, twice.json()["code"]) == (409, "requests.no_update")


def test_a_template_that_is_new_is_offered_and_adopted(office, desk, admin):
    def other(body):
        body.update(key="escort", name="陪护假申请", position=11)

    with_new = templates.body()
    other(with_new)
    from shared_apps.templates import actions
    from tenants.current import public_floor

    with public_floor():
        actions.publish(body=with_new, over=0, note="新增。", by="何敏", at=make.MONDAY)
    states = {row["key"]: row["state"] for row in admin.get(ROOT).json()}
    answer = admin.post(f"{ROOT}/escort/adopt", {}, format="json")
    twice = admin.post(f"{ROOT}/escort/adopt", {}, format="json")

    assert (states["escort"], states["leave"]) == ("offered", "current")
    assert answer.status_code == 201, answer.json()
    assert twice.json()["code"] == "requests.kind_there"
    kinds = desk(office.clerk).get("/kinds").json()["results"]
    assert "陪护假申请" in [kind["name"] for kind in kinds]


def test_what_the_unit_drew_itself_has_no_part_in_it(office, admin):
    RequestKind.objects.filter(key="leave").update(template="", template_number=0)
    templates.publish(longer)

    seen = compare(admin)
    answer = admin.post(f"{ROOT}/leave/finish", {}, format="json")

    assert (seen["offer"]["state"], seen["rows"]) == ("own", [])
    assert (answer.status_code, answer.json()["code"]) == (409, "requests.not_forked")


def test_only_who_designs_may(office, desk, admin):
    templates.publish(longer)

    for person in (office.clerk, office.manager, office.leader):
        client = desk(person).client
        assert client.get(ROOT).status_code == 403
        assert client.post(f"{ROOT}/leave/finish", {}, format="json").status_code == 403
    assert admin.get(ROOT).status_code == 200


def test_what_one_unit_takes_changes_nothing_next_door(office, admin, other_unit):
    with in_unit(other_unit):
        make.kinds.ensure(at=make.MONDAY)
    templates.publish(longer)
    update(admin)
    publish_both(admin)
    admin.post(f"{ROOT}/leave/finish", {}, format="json")

    with in_unit(other_unit):
        assert RequestKind.objects.get(key="leave").template_number == 1
        form = forms.in_use("requests.leave")
        assert "escort" not in [one["name"] for one in form.ui["fields"]]


def test_the_list_and_the_comparison_cost_what_they_cost(office, admin, statements):
    templates.publish(longer)
    admin.get(ROOT)
    with statements() as listed:
        admin.get(ROOT)
    with statements() as compared:
        compare(admin)

    counted = [sum("SAVEPOINT" not in one["sql"] for one in sql) for sql in (listed, compared)]
    assert counted == [7, 14]
