"""The locks of the suite, exactly as the protocol has them: and one pen with all other ways."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from tenant_apps.texts.models import EditLock, TextVersion
from tests.make import texts
from tests.make.correspondence import draft_content
from tests.texts import dav
from tests.texts.wopi import Visit

pytestmark = pytest.mark.usefixtures("one_transaction")
BODY = draft_content()["body"]
ONE, TWO = '{"S":"one","F":4}', '{"S":"two","F":4}'


def locked(here: Visit) -> str:
    return here.post("GET_LOCK").headers["X-WOPI-Lock"]


def test_a_lock_is_taken_known_and_given_back(visit):
    here = visit()

    assert (here.post("GET_LOCK").status, locked(here)) == (200, "")
    assert here.post("LOCK", ONE).status == 200
    assert locked(here) == ONE
    assert here.post("LOCK", ONE).status == 200  # the same again renews it
    assert here.post("UNLOCK", ONE).status == 200
    assert locked(here) == ""


@pytest.mark.parametrize("verb", ["LOCK", "REFRESH_LOCK", "UNLOCK"])
def test_another_lock_is_refused_and_the_standing_one_is_said(visit, verb):
    here = visit()
    here.post("LOCK", ONE)

    told = here.post(verb, TWO)

    assert (told.status, told.headers["X-WOPI-Lock"]) == (409, ONE)
    assert locked(here) == ONE


@pytest.mark.parametrize("verb", ["REFRESH_LOCK", "UNLOCK"])
def test_where_there_is_no_lock_that_is_said(visit, verb):
    told = visit().post(verb, ONE)

    assert (told.status, told.headers["X-WOPI-Lock"]) == (409, "")


@pytest.mark.parametrize("verb", ["LOCK", "REFRESH_LOCK", "UNLOCK"])
@pytest.mark.parametrize("lock", ["", "x" * 1025])
def test_a_lock_without_a_name_or_with_too_long_a_name_is_none(visit, verb, lock):
    assert visit().post(verb, lock).status == 400
    assert not EditLock.objects.exists()


def test_the_longest_name_is_kept_whole(visit):
    here = visit()
    name = "x" * 1024

    assert here.post("LOCK", name).status == 200
    assert locked(here) == name


def test_a_lock_is_changed_for_another_in_one_step(visit):
    here = visit()
    here.post("LOCK", ONE)

    wrong = here.post("LOCK", TWO, oldlock=TWO)
    right = here.post("LOCK", TWO, oldlock=ONE)

    assert (wrong.status, wrong.headers["X-WOPI-Lock"]) == (409, ONE)
    assert (right.status, locked(here)) == (200, TWO)


def test_no_lock_cannot_be_changed_for_another(visit):
    told = visit().post("LOCK", TWO, oldlock=ONE)

    assert (told.status, told.headers["X-WOPI-Lock"]) == (409, "")


def test_a_lock_holds_for_thirty_minutes_unless_it_is_renewed(visit):
    here = visit()
    here.post("LOCK", ONE)
    lock = EditLock.objects.get()
    left = lock.expires_at - datetime.now(UTC)
    assert timedelta(minutes=29) < left <= timedelta(minutes=30)

    EditLock.objects.update(expires_at=datetime.now(UTC) + timedelta(seconds=30))
    here.post("REFRESH_LOCK", ONE)
    assert EditLock.objects.get().expires_at - datetime.now(UTC) > timedelta(minutes=29)

    EditLock.objects.update(expires_at=datetime.now(UTC) - timedelta(seconds=1))
    assert locked(here) == ""
    assert here.post("LOCK", TWO).status == 200


def test_without_the_lock_nothing_is_saved_and_what_was_sent_is_kept(visit, text):
    here = visit()
    here.get()

    bare = here.put(texts.word("没有锁。"))
    here.post("LOCK", ONE)
    wrong = here.put(texts.word("别的锁。"), TWO)

    assert (bare.status, bare.headers["X-WOPI-Lock"]) == (409, "")
    assert (wrong.status, wrong.headers["X-WOPI-Lock"]) == (409, ONE)
    assert text("drafter").document_now()["body"] == BODY
    sides = TextVersion.objects.filter(is_side=True).order_by("number")
    assert [(one.text, one.way) for one in sides] == [("没有锁。", "wopi"), ("别的锁。", "wopi")]


@pytest.mark.parametrize("content", [b"", b"no document"])
def test_a_wrong_lock_is_said_before_anything_about_what_was_sent(visit, content):
    """Microsoft's own validator asks so: a suite acts upon the lock it hears of."""
    here = visit()
    here.post("LOCK", ONE)

    wrong, right = here.put(content, TWO), here.put(content, ONE)

    assert (wrong.status, wrong.headers["X-WOPI-Lock"]) == (409, ONE)
    assert right.status == 400
    assert not TextVersion.objects.filter(is_side=True).exists()


# ---- one pen -----------------------------------------------------------------------------------


def test_the_lock_is_the_pen_of_all_ways(visit, text):
    here = visit()
    here.post("LOCK", ONE)

    lock = text("drafter").read().json()["lock"]
    assert (lock["owner_name"], lock["way_label"]) == ("王晓敏", "在线文档服务")
    assert text("drafter").type(BODY + "。", version=1).status_code == 423
    assert text("drafter").post("/pen/take", key="tab").json()["code"] == "texts.locked"
    address = text("drafter").post("/passes").json()["address"]
    assert dav.lock(address).status == 423
    assert text("drafter").post("/office").status_code == 201  # one's second window in the suite


def test_whoever_writes_in_the_browser_keeps_the_suite_out(visit, text):
    here = visit()
    text("drafter").post("/pen/take", key="tab")

    for told in (here.post("LOCK", ONE), here.post("GET_LOCK"), here.put(texts.word("迟。"), ONE)):
        assert (told.status, told.headers["X-WOPI-Lock"]) == (409, "")
    assert text("drafter").post("/office").json()["code"] == "texts.locked"
    assert TextVersion.objects.get(is_side=True).text == "迟。"


def test_a_desktop_program_keeps_the_suite_out_and_saves(visit, text):
    here = visit()
    address = text("drafter").post("/passes").json()["address"]
    dav.send("GET", address)
    token = dav.token_of(dav.lock(address))

    assert here.post("LOCK", ONE).status == 409
    assert dav.put(address, texts.word("桌面写的。"), token).status == 204
    assert text("drafter").document_now()["body"] == "桌面写的。"


def test_one_s_own_typing_does_not_keep_one_out(visit, text):
    text("drafter").type(BODY + "新。", version=1)
    here = visit()

    assert here.post("LOCK", ONE).status == 200
    assert locked(here) == ONE


def test_taken_over_the_suite_saves_beside_the_text(visit, text):
    here = visit()
    here.get()
    here.post("LOCK", ONE)
    text("drafter").post("/pen/take_over", key="tab")

    late = here.put(texts.word("还开着的窗口。"), ONE)

    assert (late.status, late.headers["X-WOPI-Lock"]) == (409, "")
    assert TextVersion.objects.get(is_side=True).text == "还开着的窗口。"
    assert text("drafter").document_now()["body"] == BODY


def test_an_old_copy_cannot_take_the_pen_again(visit, text):
    """Its lock was taken over, the other hand saved and left: it must read anew first."""
    here = visit()
    here.get()
    here.post("LOCK", ONE)
    text("drafter").post("/pen/take_over", key="tab")
    text("drafter").word("另一手写的。", base=1, way="browser", key="tab")
    text("drafter").post("/pen/release", key="tab")

    again = here.post("LOCK", ONE)
    here.info()
    here.get()

    assert (again.status, again.headers["X-WOPI-Lock"]) == (409, "")
    assert here.post("LOCK", ONE).status == 200
    assert here.put(texts.word("读过再写。"), ONE).status == 200
    assert text("drafter").document_now()["body"] == "读过再写。"


def test_two_windows_of_one_suite_share_its_lock(visit, text):
    first, second = visit(), visit()
    first.get()
    second.get()
    first.post("LOCK", ONE)

    assert second.put(texts.word("第二个窗口。"), ONE).status == 200
    assert first.put(texts.word("第一个窗口。"), ONE).status == 200
    assert text("drafter").document_now()["body"] == "第一个窗口。"
    assert not TextVersion.objects.filter(is_side=True).exists()


def test_what_left_the_desk_is_frozen(visit, text, submit):
    """送审: not the drafter's any more; 签发 is further on the same road."""
    here = visit()
    here.get()
    here.post("LOCK", ONE)
    submit("drafter")

    assert json.loads(here.info().body)["UserCanWrite"] is False
    assert here.get().status == 200
    for told in (here.put(texts.word("送出后改。"), ONE), here.post("LOCK", ONE)):
        assert told.status == 404
    assert text("drafter").document_now()["body"] == BODY
    assert not TextVersion.objects.filter(is_side=True).exists()


def test_after_signing_nobody_saves_any_more(visit, text, submit, office):
    """签发: the text's hash is what was approved."""
    submit("drafter")
    head = visit("head")
    head.get()
    head.post("LOCK", ONE)
    assert head.put(texts.word("核稿改的。"), ONE).status == 200
    head.post("UNLOCK", ONE)
    submit("head", "review")
    submit("leader", "sign")

    for told in (head.post("LOCK", ONE), head.put(texts.word("签发后改。"), ONE)):
        assert told.status == 404
    assert text("head").document_now()["body"] == "核稿改的。"
