"""网页版 Office: a suite that signs as Microsoft documents it opens, locks and saves one text.

It is our own suite: no Collabora, ONLYOFFICE or WPS runs here, so this is the protocol alone.
"""

import json
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import pytest

from tenant_apps.journal.models import Entry
from tenant_apps.texts import words
from tenant_apps.texts.models import EditLock, Pass
from tests.make import texts
from tests.make.correspondence import draft_content
from tests.texts import dav
from tests.texts.wopi import ORIGIN, Suite, attach, key

pytestmark = pytest.mark.usefixtures("one_transaction")
BODY = draft_content()["body"]
ONE, TWO = '{"S":"one","F":4}', '{"S":"two","F":4}'


def test_the_page_posts_the_token_to_the_suite(attached, text):
    said = text("drafter").post("/office").json()

    address = urlsplit(said["action"])
    asked = parse_qs(address.query)
    assert f"{address.scheme}://{address.netloc}" == ORIGIN
    assert (asked["ui"], asked["rs"]) == (["zh-CN"], ["zh-CN"])
    assert asked["WOPISrc"][0].startswith("http://taihe.heshu.test/wopi/files/")
    assert "<" not in said["action"]
    assert said["access_token"] not in said["action"]
    life = datetime.fromtimestamp(said["access_token_ttl"] / 1000, UTC) - datetime.now(UTC)
    assert timedelta(hours=9) < life <= timedelta(hours=10)
    assert not Pass.objects.filter(token_hash__contains=said["access_token"]).exists()
    assert Entry.objects.filter(name="texts.pass_given", facts__door="wopi").exists()


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("head", 403), ("leader", 403)])
def test_who_may_not_edit_gets_no_visit(attached, text, who, status):
    assert text(who).post("/office").status_code == status
    assert not Pass.objects.exists()


def test_without_a_suite_there_is_no_such_way(text, settings, tmp_path):
    settings.VAR_DIR = tmp_path

    assert text("drafter").read().json()["has_office"] is False
    assert text("drafter").post("/office").json()["code"] == "texts.no_office"
    assert not Pass.objects.exists()
    assert dav.send("GET", "http://taihe.heshu.test/wopi/files/x").status == 404


def test_the_file_is_described(visit, text):
    told = visit().info()

    said = json.loads(told.body)
    assert told.status == 200
    assert said["BaseFileName"].endswith(".docx")
    assert (said["UserFriendlyName"], said["UserCanWrite"]) == ("王晓敏", True)
    for yes in ("SupportsLocks", "SupportsGetLock", "SupportsUpdate", "UserCanNotWriteRelative"):
        assert said[yes] is True
    for no in ("ReadOnly", "SupportsRename", "SupportsDeleteFile", "UserCanRename"):
        assert said[no] is False
    assert text("drafter").read().json()["has_office"] is True


def test_what_is_fetched_is_what_was_described(visit):
    here = visit()
    said = json.loads(here.info().body)

    got = here.get()

    assert got.status == 200
    assert got.headers["X-WOPI-ItemVersion"] == said["Version"]
    assert (len(got.body), sha256(got.body).digest()) == (said["Size"], b64decode(said["SHA256"]))
    assert words.text_of(words.body_of(words.parts(got.body))) == BODY


def test_a_file_larger_than_expected_is_not_sent(visit):
    assert visit().get(maxexpectedsize="10").status == 412


def test_a_save_is_a_version_by_the_same_action(visit, text):
    here = visit()
    here.get()
    before = json.loads(here.info().body)["Version"]
    assert here.post("LOCK", ONE).status == 200

    saved = here.put(texts.word("在线改过的正文。"), ONE)

    assert saved.status == 200
    newest = text("drafter").read().json()["versions"][0]
    assert (newest["number"], newest["way"], newest["author_name"]) == (2, "wopi", "王晓敏")
    assert text("drafter").document_now()["body"] == "在线改过的正文。"
    info = json.loads(here.info().body)
    assert saved.headers["X-WOPI-ItemVersion"] == info["Version"] != before
    assert json.loads(saved.body)["LastModifiedTime"] == info["LastModifiedTime"]
    assert here.post("UNLOCK", ONE).status == 200
    assert text("drafter").read().json()["lock"] is None


# ---- what it cannot do -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "verb", ["PUT_RELATIVE", "RENAME_FILE", "DELETE", "PUT_USER_INFO", "GET_SHARE_URL", "PUT", ""]
)
def test_what_a_text_has_no_use_for_is_not_implemented(visit, text, verb):
    assert visit().post(verb, ONE, suggestedtarget=".docx").status == 501
    assert text("drafter").document_now()["body"] == BODY


def test_only_a_word_file_becomes_the_text(visit, text):
    here = visit()
    here.post("LOCK", ONE)

    assert here.put(b"no document", ONE).status == 400
    assert text("drafter").document_now()["body"] == BODY


def test_too_large_a_file_is_said_to_be(visit, monkeypatch):
    monkeypatch.setattr("tenant_apps.texts.actions.saving.LARGEST_FILE", 100)
    here = visit()
    here.post("LOCK", ONE)

    assert here.put(texts.word("大。"), ONE).status == 413


# ---- who may come in ---------------------------------------------------------------------------


def test_whoever_is_not_the_suite_is_refused_whatever_token_is_shown(visit):
    here = visit()
    here.suite = Suite()  # its own keys are nobody's

    for told in (here.info(), here.get(), here.post("LOCK", ONE), here.put(b"x", ONE)):
        assert told.status == 500
    assert not EditLock.objects.exists()


def test_without_any_proof_nothing_is_answered(visit):
    here = visit()

    assert dav.send("GET", f"{here.file}?access_token={here.token}").status == 500


@pytest.mark.parametrize(("minutes", "status"), [(-21, 500), (-19, 200), (19, 200), (21, 500)])
def test_a_proof_is_good_for_twenty_minutes(visit, minutes, status):
    at = datetime.now(UTC) + timedelta(minutes=minutes)

    assert visit().ask("GET", at=at).status == status


def test_a_proof_for_one_address_is_none_for_another(visit):
    here = visit()
    address = f"{here.file}?access_token={here.token}"
    head = here.suite.signed(here.token, address)

    assert dav.send("GET", address, **head).status == 200
    assert dav.send("GET", address.replace("?", "/contents?"), **head).status == 500
    assert dav.send("GET", f"{address}&more=1", **head).status == 500


def test_while_keys_change_whoever_is_ahead_is_understood(visit, suite):
    """The suite has a new key; what we read of it is from before, or from after."""
    here = visit()
    ahead = Suite(now=key(), old=suite.now)
    here.suite = ahead
    assert here.info().status == 200  # its older signature, by the key we know

    attach(ahead)
    here.suite = suite
    assert here.info().status == 200  # its signature, by the key we know as the older

    attach(Suite(now=key(), old=ahead.now))
    assert here.info().status == 500  # a key two changes ago


def expired(row: Pass) -> None:
    row.expires_at = row.created_at - timedelta(seconds=1)


def revoked(row: Pass) -> None:
    row.revoked_at = row.created_at


def of_another_door(row: Pass) -> None:
    row.door = "dav"


def left(row: Pass) -> None:
    row.staff.is_active = False
    row.staff.save(update_fields=["is_active"])


@pytest.mark.parametrize("spoil", [expired, revoked, of_another_door, left])
def test_a_token_that_is_no_good_opens_nothing(visit, spoil):
    here = visit()
    row = Pass.objects.select_related("staff").get()
    spoil(row)
    row.save()

    for told in (here.info(), here.get(), here.post("LOCK", ONE), here.put(b"x", ONE)):
        assert told.status == 401


def test_a_token_opens_its_own_document_only(visit):
    here = visit()
    here.file = here.file[:-4] + "0000"

    assert here.info().status == 401


@pytest.mark.parametrize(
    ("host", "status"), [("zfb.heshu.test", 401), ("city.heshu.test", 404), ("x.test", 404)]
)
def test_a_token_of_one_unit_is_nothing_at_another_door(visit, other_unit, host, status):
    here = visit()
    here.host = host

    assert here.info().status == status
