"""Forms are drawn as drafts, published as versions, and refuse by the name of the field."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from shared_apps.kernel.errors import NotFound
from tenant_apps.forms import actions, queries, sources, uploads
from tenant_apps.forms.checking import check
from tenant_apps.forms.models import Form, FormVersion
from tenant_apps.forms.rights import rights
from tenant_apps.forms.viewing import view
from tenant_apps.journal.models import Entry
from tenant_apps.organization.models import Staff
from tests.conftest import NOON
from tests.make import forms as make
from tests.make import organization as people
from tests.make.forms import field

As = Callable[[Staff], APIClient]
CAR = make.car_form()


@pytest.fixture
def api(designer: Staff, as_: As) -> APIClient:
    return as_(designer)


@pytest.fixture
def draft(api: APIClient) -> dict[str, Any]:
    answer = api.post("/api/forms", {"name": "用车申请", "key": "car"}, "json")
    assert answer.status_code == 201, answer.data
    return dict(answer.data)


def save(api: APIClient, ui: Any, revision: int, name: str = "用车申请") -> Any:
    body = {"name": name, "ui": ui}
    return api.put("/api/forms/car/draft", body, "json", HTTP_IF_MATCH=f'"{revision}"')


def publish(api: APIClient, revision: int) -> Any:
    return api.post("/api/forms/car/publish", HTTP_IF_MATCH=str(revision))


def test_from_the_first_stroke_to_the_second_version(
    api: APIClient, draft: dict[str, Any]
) -> None:
    saved = save(api, CAR, draft["revision"])
    assert (saved.status_code, saved.data["faults"]) == (200, [])

    first = publish(api, saved.data["revision"])
    assert (first.data["version"], first.data["has_draft"]) == (1, False)

    longer = {**CAR, "fields": [*CAR["fields"][1:], field("phone", "phone", label="联系电话")]}
    again = save(api, longer, first.data["revision"])
    second = publish(api, again.data["revision"])

    assert second.data["version"] == 2
    rows = api.get("/api/forms/car/versions").data
    assert [(row["number"], row["published_by"]) for row in rows] == [(2, "陈系统"), (1, "陈系统")]
    said = api.get("/api/forms/car/versions/2/diff?against=1").data
    assert [(one["change"], one["label"]) for one in said] == [
        ("added", "联系电话"),
        ("removed", "事由与行程"),
    ]
    kept = api.get("/api/forms/car/versions/1").data
    assert kept["ui"] == CAR
    assert kept["schema"]["properties"]["km"]["type"] == "integer"
    assert Entry.objects.filter(name="forms.form.published").count() == 2
    assert Form.objects.get(key="car").history.count() == 3  # opened, twice published


def test_a_stale_draft_is_refused_and_nothing_lost(api: APIClient, draft: dict[str, Any]) -> None:
    saved = save(api, CAR, draft["revision"])

    stale = save(api, make.ui(field("x")), draft["revision"])

    assert (stale.status_code, stale.data["code"]) == (412, "forms.stale")
    assert "陈系统刚刚修改了这个表单" in stale.data["message"]
    assert api.get("/api/forms/car").data["ui"] == CAR
    assert publish(api, draft["revision"]).status_code == 412
    assert save(api, CAR, saved.data["revision"]).status_code == 200


def test_a_draft_needs_to_say_what_it_saw(api: APIClient, draft: dict[str, Any]) -> None:
    bare = api.put("/api/forms/car/draft", {"name": "用车", "ui": CAR}, "json")
    assert (bare.status_code, bare.data["code"]) == (428, "forms.revision_needed")


@pytest.mark.parametrize(
    ("drawn", "place"),
    [
        ([], "form"),
        ([field("a", "rocket")], "a"),
        ([field("A")], "A"),
        ([field("a"), field("a")], "a"),
        ([field("a", label="")], "a"),
        ([field("a", onclick="x")], "a"),
        ([field("a", "select")], "a"),
        ([field("a", "select", options=make.options("甲", "甲"))], "a"),
        ([field("a", "select", source="nowhere")], "a"),
        ([field("a", "table", columns=[])], "a"),
        ([field("a", "table", columns=[field("b", "table", columns=[field("c")])])], "a.b"),
        ([field("a", "table", columns=[field("b")], sums=["b"])], "a"),
        ([field("a", "number", min=3, max=1)], "a"),
        ([field("a", max_length=True)], "a"),
        ([field("a", visible={"field": "b", "op": "==", "value": 1})], "a"),
        ([field("a", visible={"all": []})], "a"),
        ([field("a", visible={"field": "a", "op": "==", "value": "x"})], "a"),
        ([field("a", "date", computed=1)], "a"),
        ([field("a", "number", computed={"op": "+", "args": [{"field": "z"}, 1]})], "a"),
        (
            [field("a", "number", computed={"op": "days", "args": [{"field": "b"}]}), field("b")],
            "a",
        ),
        (
            [
                field("a", "number", computed={"op": "-", "args": [{"field": "b"}]}),
                field("b", "number", computed={"op": "-", "args": [{"field": "a"}]}),
            ],
            "a",
        ),
    ],
)
def test_publishing_refuses_by_the_name_of_the_field(
    api: APIClient, draft: dict[str, Any], drawn: list[Any], place: str
) -> None:
    saved = save(api, make.ui(*drawn), draft["revision"])
    assert saved.status_code == 200, saved.data  # a draft may be unfinished
    assert [one["place"] or "form" for one in saved.data["faults"]][:1] == [place]

    refused = publish(api, saved.data["revision"])

    assert (refused.status_code, refused.data["code"]) == (400, "forms.bad_form")
    assert place in refused.data["by_field"]
    assert not FormVersion.objects.exists()


@pytest.mark.parametrize(
    "ui",
    [
        [],
        {"fields": "x"},
        {"fields": [1]},
        {"fields": [], "script": "x"},
        {"fields": [field(f"f{n}") for n in range(121)]},
        {"fields": [field("a", text="长" * 200_001)]},
    ],
)
def test_what_is_no_form_is_not_even_kept(api: APIClient, draft: dict[str, Any], ui: Any) -> None:
    refused = save(api, ui, draft["revision"])
    assert (refused.status_code, refused.data["code"]) == (400, "forms.bad_form")


def test_only_designers_draw(clerk: Staff, draft: dict[str, Any], as_: As) -> None:
    other = as_(clerk)
    assert other.get("/api/forms").status_code == 403
    assert other.get("/api/forms/car").status_code == 403
    assert other.post("/api/forms", {"name": "我的"}, "json").status_code == 403
    assert save(other, CAR, draft["revision"]).status_code == 403
    assert publish(other, draft["revision"]).status_code == 403


def test_a_key_is_found_and_taken_once(api: APIClient, draft: dict[str, Any]) -> None:
    assert api.post("/api/forms", {"name": "请假申请"}, "json").data["key"] == "qjsq"
    assert api.post("/api/forms", {"name": "请假申请"}, "json").data["key"] == "qjsq_2"
    again = api.post("/api/forms", {"name": "用车", "key": "car"}, "json")
    assert (again.status_code, again.data["code"]) == (409, "forms.key_taken")
    reserved = api.post("/api/forms", {"name": "用车", "key": "span"}, "json")
    assert reserved.status_code == 400


def test_a_draft_can_be_given_up(api: APIClient, draft: dict[str, Any]) -> None:
    early = api.delete("/api/forms/car/draft", HTTP_IF_MATCH="1")
    assert early.data["code"] == "forms.nothing_to_publish"
    saved = save(api, CAR, draft["revision"])
    first = publish(api, saved.data["revision"])
    changed = save(api, make.ui(field("x")), first.data["revision"], name="别的")

    back = api.delete("/api/forms/car/draft", HTTP_IF_MATCH=str(changed.data["revision"]))

    assert (back.data["ui"], back.data["name"]) == (CAR, "用车申请")
    assert publish(api, back.data["revision"]).data["code"] == "forms.nothing_to_publish"


def test_trying_a_form_answers_as_in_earnest(api: APIClient, draft: dict[str, Any]) -> None:
    save(api, CAR, draft["revision"])
    refused = api.post("/api/forms/car/try", {"answers": {"km": "x"}}, "json")
    assert refused.data["code"] == "forms.bad_answers"
    assert set(refused.data["by_field"]) == {"reason", "trip", "place", "km"}
    good = {
        "reason": "下乡",
        "place": "三汇",
        "trip": {"start": "2026-11-24T08:00", "end": "2026-11-24T12:00"},
    }
    tried = api.post("/api/forms/car/try", {"answers": good}, "json")
    assert tried.data["answers"]["days"] == 0.5


def test_working_time_between(clerk: Staff, as_: As) -> None:
    api = as_(clerk)

    def asked(start: str, end: str) -> Any:
        return dict(api.get("/api/forms/span", {"start": start, "end": end}).data)

    assert asked("2026-11-24", "2026-11-27") == {"minutes": 1920, "halves": 8, "known": True}
    assert asked("2026-10-01", "2026-10-03")["halves"] == 0  # 国庆
    assert asked("2026-11-24T09:00", "2026-11-25T12:00")["halves"] == 3
    assert asked("x", "")["known"] is False
    assert asked("2026-11-24", "2036-11-24")["known"] is False


def test_choices_from_the_offices_own_lists(clerk: Staff, as_: As) -> None:
    cars = [sources.Option("c1", "渝A·0D771", "5 座")]
    sources.register(sources.Source("test_cars", "公务用车", lambda: cars))
    shape = make.shape(field("car", "select", source="test_cars"))

    assert check(shape, {"car": "c1"}, {"car": "edit"}) == {"car": "c1"}
    said = as_(clerk).get("/api/forms/sources/test_cars").data
    assert [dict(one) for one in said] == [{"value": "c1", "label": "渝A·0D771", "note": "5 座"}]
    assert as_(clerk).get("/api/forms/sources/none").status_code == 404


def test_attachments_lie_in_the_folder_of_their_request(
    clerk: Staff, designer: Staff, as_: As
) -> None:
    folder = uuid4()
    address = f"/api/forms/attachments?folder={folder}"
    paper = SimpleUploadedFile("行程单.txt", "赴三汇镇".encode())
    laid = as_(clerk).post(address, {"file": paper})
    assert laid.status_code == 201, laid.data
    file = str(laid.data["id"])
    shape = make.shape(field("papers", "files", label="材料"))
    allowed = rights(shape, None, starting=True)

    assert check(shape, {"papers": [file]}, allowed, folder=folder) == {"papers": [file]}
    with pytest.raises(Exception, match="1 处") as caught:
        check(shape, {"papers": [file]}, allowed, folder=uuid4())
    assert caught.value.extra["by_field"] == {"papers": ["附件没有上传成功，请重新上传。"]}  # type: ignore[attr-defined]
    own = as_(clerk).get(f"/api/forms/attachments/{file}")
    assert b"".join(own.streaming_content).decode() == "赴三汇镇"
    assert as_(designer).get(f"/api/forms/attachments/{file}").status_code == 404
    stranger = as_(designer).post(address, {"file": SimpleUploadedFile("混入.txt", b"x")})
    assert stranger.status_code == 403
    with pytest.raises(NotFound):
        uploads.find(laid.data["id"], viewer=designer)


def test_stock_comes_once_and_what_the_unit_drew_stays(designer: Staff) -> None:
    first = actions.ensure(key="leave", name="请假", ui=make.ui(field("why")), at=NOON)
    assert actions.ensure(key="leave", name="请假", ui=make.ui(field("why")), at=NOON) == first
    renewed = actions.ensure(key="leave", name="请假", ui=make.ui(field("why2")), at=NOON)
    assert (renewed.number, queries.in_use("leave")) == (2, renewed)

    form = queries.find("leave")
    actions.save_draft(
        key="leave",
        revision=form.revision,
        name="请假",
        ui=make.ui(field("own")),
        by=designer,
        at=NOON,
    )
    own = actions.publish(key="leave", revision=form.revision + 1, by=designer, at=NOON)
    assert actions.ensure(key="leave", name="请假", ui=make.ui(field("x")), at=NOON) == own


def test_a_version_never_changes(designer: Staff) -> None:
    version = actions.ensure(key="leave", name="请假", ui=make.ui(field("why")), at=NOON)
    with pytest.raises(TypeError):
        version.save()
    with pytest.raises(TypeError):
        FormVersion.objects.filter(pk=version.pk).update(name="改")
    with pytest.raises(TypeError):
        version.delete()


def test_a_view_shows_what_one_may_see_and_names_people(designer: Staff) -> None:
    version = actions.ensure(key="car", name="用车", ui=CAR, at=NOON)
    driver = people.staff("张师傅", title="驾驶员")
    answers = {"reason": "下乡", "km": 12, "driver": [str(driver.pk)]}

    seen = view(version, answers, rights(version, {"km": "hidden"}))

    assert "km" not in seen["data"]
    assert "km" not in [one["name"] for one in seen["ui"]["fields"]]
    assert "km" not in seen["rights"]
    assert seen["names"][str(driver.pk)]["label"] == "张师傅"
