"""印章库: who may keep it, what a seal is made of, and what a reason does to it."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from shared_apps.trust.models import Certificate
from tenant_apps.journal.models import Entry
from tenant_apps.seals.models import GuomiSeal, Seal
from tenants.current import public_floor
from tests.make import organization as make
from tests.make import seals as seal_makers


@pytest.fixture
def manager(unit, city_authority):
    return make.staff("陈主任", duties=["office_head"])


@pytest.fixture
def keeper(unit):
    return seal_makers.keeper()


@pytest.fixture
def at(unit, client_at):
    return lambda person: client_at(unit, make.token(person))


@pytest.fixture
def seal(manager, keeper):
    return seal_makers.seal(manager, [keeper])


def wanted(keeper, **more):
    return {
        "name": "太和镇人民政府",
        "kind": "official",
        "keepers": [str(keeper.pk)],
        "width_mm": 42,
        "height_mm": 42,
    } | more


def test_a_seal_comes_with_a_key_a_certificate_and_a_drawn_picture(at, manager, keeper, unit):
    answer = at(manager).post("/api/seals", wanted(keeper), format="json")

    assert answer.status_code == 201, answer.json()
    said = answer.json()
    assert (said["state"], said["is_drawn"], said["keepers"][0]["name"]) == (
        "in_use",
        True,
        "林保管",
    )
    kept = Seal.objects.get()
    with public_floor():
        certificate = Certificate.objects.get(purpose="seal")
    assert (certificate.serial, certificate.unit_id) == (kept.serial, unit.pk)
    assert said["is_national"]
    assert b"PRIVATE KEY" not in bytes(kept.wrapped_key)
    entry = Entry.objects.get(subject_id=kept.pk)
    assert (entry.name, entry.actor_name) == ("seals.made", "陈主任")
    picture = Image.open(io.BytesIO(at(keeper).get(f"/api/seals/{kept.pk}/picture").content))
    assert (picture.size, picture.mode) == ((300, 300), "P")
    assert len(picture.getcolors()) <= 16


@pytest.mark.parametrize(
    ("duties", "reading", "making"),
    [([], 403, 403), (["registrar"], 200, 403), (["leader"], 403, 403)],
)
def test_nobody_else_makes_one(at, seal, keeper, duties, reading, making):
    person = at(make.staff("某人", duties=duties))

    assert person.get("/api/seals").status_code == reading
    refused = person.post("/api/seals", wanted(keeper, name="另一枚"), format="json")
    assert (refused.status_code, refused.json()["code"]) == (making, "forbidden")
    assert Seal.objects.count() == 1


def test_a_keeper_sees_only_the_seals_they_keep(at, seal):
    other = seal_makers.keeper("别的保管人")

    assert at(other).get("/api/seals").json()["results"] == []
    assert at(other).get(f"/api/seals/{seal.pk}/picture").status_code == 404


def test_only_somebody_with_the_duty_can_keep_a_seal(at, manager):
    idle = make.staff("没有职责的人")

    refused = at(manager).post("/api/seals", wanted(idle), format="json")

    assert (refused.status_code, refused.json()["code"]) == (400, "seals.unknown_keeper")
    assert "没有职责的人" in refused.json()["message"]


def test_a_name_is_in_the_bank_once(at, manager, keeper, seal):
    refused = at(manager).post("/api/seals", wanted(keeper, name=seal.name), format="json")

    assert (refused.status_code, refused.json()["code"]) == (409, "seals.name_taken")


def upload(client, seal, png):
    return client.post(
        f"/api/seals/{seal.pk}/picture", {"file": SimpleUploadedFile("印模.png", png)}
    )


def test_the_real_picture_takes_the_place_of_ours(at, manager, seal):
    answer = upload(at(manager), seal, seal_makers.picture(side=800))

    assert (answer.status_code, answer.json()["is_drawn"]) == (200, False)
    assert answer.json()["image"] != seal.image_sha256
    seal.refresh_from_db()
    kept = Image.open(io.BytesIO(seal_makers.stored(seal.image_sha256)))
    assert (kept.size, len(kept.getcolors()) <= 16) == ((300, 300), True)
    assert kept.convert("RGBA").getpixel((150, 150))[3] == 0


@pytest.mark.parametrize(
    ("png", "said"),
    [
        (seal_makers.picture(clear=False), "不透明"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 200, "只能上传 PNG"),
        (b"GIF89a" + b"0" * 200, "只能上传 PNG"),
    ],
)
def test_a_picture_that_would_hide_the_text_is_refused(at, manager, seal, png, said):
    refused = upload(at(manager), seal, png)

    assert (refused.status_code, refused.json()["code"]) == (400, "seals.bad_picture")
    assert said in refused.json()["message"]
    seal.refresh_from_db()
    assert seal.is_drawn


def test_suspended_for_a_reason_and_taken_up_again(at, manager, seal):
    client, url = at(manager), f"/api/seals/{seal.pk}"

    silent = client.post(f"{url}/suspend", {"reason": ""}, format="json")
    stopped = client.post(f"{url}/suspend", {"reason": "保管人休假"}, format="json")
    again = client.post(f"{url}/suspend", {"reason": "保管人休假"}, format="json")
    taken_up = client.post(f"{url}/resume", {"reason": "保管人返岗"}, format="json")

    assert silent.status_code == 400
    assert (stopped.json()["state"], stopped.json()["state_why"]) == ("suspended", "保管人休假")
    assert (again.status_code, again.json()["code"]) == (409, "seals.not_in_that_state")
    assert taken_up.json()["state"] == "in_use"


def test_destroyed_is_for_good_the_key_gone_and_the_certificate_revoked(at, manager, seal):
    client, url = at(manager), f"/api/seals/{seal.pk}"

    gone = client.post(f"{url}/destroy", {"reason": "机构改革"}, format="json")
    back = client.post(f"{url}/resume", {"reason": "还要用"}, format="json")
    changed = client.patch(url, {"doc_kinds": ["notice"]}, format="json")

    assert gone.json()["state"] == "destroyed"
    assert (back.status_code, changed.status_code) == (409, 409)
    assert bytes(Seal.objects.get().wrapped_key) == b""
    assert bytes(GuomiSeal.objects.get().wrapped_key) == b""
    with public_floor():
        certificates = list(Certificate.objects.order_by("purpose"))
    assert [one.purpose for one in certificates] == ["guomi", "seal"]
    assert all(one.revoked_at and one.revoked_why == "机构改革" for one in certificates)


def test_handing_over_changes_who_keeps_it(at, manager, keeper, seal):
    successor = seal_makers.keeper("接任者")

    answer = at(manager).patch(
        f"/api/seals/{seal.pk}", {"keepers": [str(successor.pk)]}, format="json"
    )

    assert [one["name"] for one in answer.json()["keepers"]] == ["接任者"]
    assert at(keeper).get("/api/seals").json()["results"] == []
    assert Entry.objects.filter(subject_id=seal.pk).last().facts["keepers"] == ["接任者"]
