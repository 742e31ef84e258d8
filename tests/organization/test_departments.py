"""The tree of departments."""

import pytest

from tenant_apps.journal.models import Entry
from tenant_apps.organization.models import Department
from tests.make import organization as make

URL = "/api/organization/departments"


@pytest.fixture
def tree(unit):
    office = make.office()
    economy = make.department("经济发展办公室")
    return {"root": office.parent, "office": office, "economy": economy}


@pytest.fixture
def admin(administrators, as_):
    return as_(administrators["system"])


def test_everybody_reads_the_tree_with_heads_and_headcounts(tree, clerk, as_, spoken):
    head = make.staff("李主任", title="主任")
    Department.objects.filter(pk=tree["office"].pk).update(head=head)
    client = as_(clerk)

    shown = {row["name"]: row for row in client.get(URL).json()}

    assert set(shown) == {"太和镇", "办公室", "经济发展办公室"}
    assert shown["太和镇"]["parent"] is None
    assert shown["办公室"]["head"] == {"id": str(head.pk), "name": "李主任", "title": "主任"}
    assert (shown["办公室"]["staff_count"], shown["经济发展办公室"]["staff_count"]) == (2, 0)
    assert len(spoken(lambda: client.get(URL))) == 2


def test_the_system_administrator_opens_a_department(tree, admin):
    asked = {"name": "社会事务办公室", "parent": str(tree["root"].pk), "order": 3}
    response = admin.post(URL, asked, "json")

    assert response.status_code == 201
    made = Department.objects.get(pk=response.json()["id"])
    assert (made.name, made.parent, made.position) == ("社会事务办公室", tree["root"], 3)
    entry = Entry.objects.get(subject_id=made.pk)
    assert (entry.name, entry.actor_name) == ("organization.department.opened", "陈系统")


def test_nobody_else_does(tree, clerk, administrators, as_):
    asked = {"name": "社会事务办公室", "parent": str(tree["root"].pk)}
    for person in (clerk, administrators["security"]):
        response = as_(person).post(URL, asked, "json")
        assert (response.status_code, response.json()["code"]) == (403, "forbidden")
    assert not Department.objects.filter(name="社会事务办公室").exists()


def test_a_twin_under_the_same_parent_is_refused(tree, admin):
    asked = {"name": "经济发展办公室", "parent": str(tree["root"].pk)}

    refused = admin.post(URL, asked, "json")
    assert (refused.status_code, refused.json()["code"]) == (409, "department.name_taken")
    asked["parent"] = str(tree["office"].pk)
    assert admin.post(URL, asked, "json").status_code == 201


def test_moving_renaming_and_heading_are_recorded_as_changes(tree, admin):
    head = make.staff("孙主任")
    wanted = {"name": "经济发展科", "parent": str(tree["office"].pk), "head": str(head.pk)}
    response = admin.patch(f"{URL}/{tree['economy'].pk}", wanted, "json")

    assert response.status_code == 200
    assert response.json()["head"]["name"] == "孙主任"
    entry = Entry.objects.get(subject_id=tree["economy"].pk)
    assert entry.facts["changes"]["name"] == ["经济发展办公室", "经济发展科"]
    assert entry.facts["changes"]["parent_id"][1] == str(tree["office"].pk)


def test_a_department_cannot_stand_below_itself(tree, admin):
    below = make.department("企业服务组", parent=tree["economy"])

    refused = admin.patch(f"{URL}/{tree['economy'].pk}", {"parent": str(below.pk)}, "json")

    assert (refused.status_code, refused.json()["code"]) == (409, "department.circle")
    assert (
        admin.patch(f"{URL}/{below.pk}", {"parent": str(tree["root"].pk)}, "json").status_code
        == 200
    )


def test_the_unit_itself_neither_moves_nor_closes(tree, admin):
    root = f"{URL}/{tree['root'].pk}"

    assert admin.patch(root, {"parent": str(tree["office"].pk)}, "json").json()["code"] == (
        "department.is_root"
    )
    assert admin.post(f"{root}/close").json()["code"] == "department.is_root"


def test_only_an_empty_department_closes(tree, admin):
    economy = f"{URL}/{tree['economy'].pk}"
    person = make.staff("钱科员", department=tree["economy"])

    refused = admin.post(f"{economy}/close")
    assert (refused.status_code, refused.json()["code"]) == (409, "department.not_empty")
    assert refused.json()["message"] == "经济发展办公室还有 1 人，请先调走再撤销。"

    moved = {"department": str(tree["office"].pk)}
    admin.patch(f"/api/organization/staff/{person.pk}", moved, "json")
    assert admin.post(f"{economy}/close").status_code == 200
    assert "经济发展办公室" not in {row["name"] for row in admin.get(URL).json()}
    assert admin.post(f"{economy}/close").status_code == 404


def test_posts_belong_to_departments(tree, admin, clerk, as_):
    asked = {"name": "文秘岗", "department": str(tree["office"].pk)}

    assert as_(clerk).post("/api/organization/posts", asked, "json").status_code == 403
    assert admin.post("/api/organization/posts", asked, "json").status_code == 201
    assert admin.post("/api/organization/posts", asked, "json").json()["code"] == "post.name_taken"
    assert [row["name"] for row in admin.get("/api/organization/posts").json()] == ["文秘岗"]
