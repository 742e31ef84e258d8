"""桌面软件: a program opens, locks and saves one text with a pass; what it may not, it may not."""

from datetime import timedelta

import pytest

from tenant_apps.texts import words
from tenant_apps.texts.models import EditLock, Pass, TextVersion
from tests.make import texts
from tests.make.correspondence import draft_content
from tests.texts import dav

pytestmark = pytest.mark.usefixtures("one_transaction")
BODY = draft_content()["body"]


@pytest.fixture
def link(text):
    def give(who: str = "drafter", **said: object) -> str:
        answer = text(who).post("/passes", **said)
        assert answer.status_code == 201, answer.json()
        return answer.json()["address"]

    return give


def test_the_links_start_the_programs_that_are_there(text):
    found = text("drafter").post("/passes").json()

    assert found["office"] == f"ms-word:ofe|u|{found['address']}"
    assert found["libre"] == f"vnd.libreoffice.command:ofe|u|{found['address']}"
    assert found["address"].startswith("http://taihe.heshu.test/dav/t/")
    assert found["address"].endswith(".docx")


def test_only_the_hash_of_a_pass_is_kept(link):
    token = link().split("/")[5]

    assert not Pass.objects.filter(token_hash__contains=token).exists()
    assert len(Pass.objects.get().token_hash) == 64


def test_a_typed_text_opens_as_a_word_file(link):
    got = dav.send("GET", link())

    assert got.status == 200
    assert words.text_of(words.body_of(words.parts(got.body))) == BODY
    assert got.headers["Cache-Control"] == "no-store"


def test_no_answer_is_ever_304(link):
    address = link()
    etag = dav.send("HEAD", address).headers["ETag"]

    assert dav.send("GET", address, if_none_match=etag).status == 200


@pytest.mark.parametrize("up", [0, 1, 2])
def test_what_clients_probe_above_the_file_answers(link, up):
    address = link().rsplit("/", up)[0] + ("/" if up else "")

    options = dav.send("OPTIONS", address)
    found = dav.send("PROPFIND", address, depth="0")

    assert (options.status, options.headers["DAV"]) == (200, "1,2")
    assert options.headers["MS-Author-Via"] == "DAV"
    assert found.status == 207


def test_the_folder_lists_the_one_file_under_the_same_link(link):
    address = link()

    found = dav.send("PROPFIND", address.rsplit("/", 1)[0] + "/", depth="1")

    assert f"/dav/t/{address.split('/')[5]}/".encode() in found.body
    assert found.body.count(b"<ns0:response>") == 2 or found.body.count(b":response>") == 4


def test_a_save_is_a_version_by_the_same_action(link, text):
    address = link()
    dav.send("GET", address)
    token = dav.token_of(dav.lock(address))

    saved = dav.put(address, texts.word("桌面改过的正文。"), token)
    unlocked = dav.send("UNLOCK", address, lock_token=f"<{token}>")

    assert (saved.status, unlocked.status) == (204, 204)
    newest = text("drafter").read().json()["versions"][0]
    assert (newest["number"], newest["way"], newest["author_name"]) == (2, "webdav", "王晓敏")
    assert text("drafter").document_now()["body"] == "桌面改过的正文。"
    assert text("drafter").read().json()["lock"] is None


def test_the_lock_is_the_pen_of_all_ways(link, text):
    token = dav.token_of(dav.lock(link()))

    lock = text("drafter").read().json()["lock"]
    assert (lock["owner_name"], lock["way"]) == ("王晓敏", "webdav")
    assert text("drafter").type(BODY + "。", version=1).status_code == 423
    assert text("drafter").post("/pen/take", key="tab").json()["code"] == "texts.locked"
    assert EditLock.objects.get().key == token


def test_whoever_types_keeps_the_program_out(link, text):
    text("drafter").post("/pen/take", key="tab")

    assert dav.lock(link()).status == 423


def test_a_second_program_is_refused_and_what_it_sent_is_kept(link, text):
    first, second = link(), link()
    dav.send("GET", first)
    dav.lock(first)

    refused = dav.put(second, texts.word("第二个程序写的。"))

    assert refused.status == 423
    assert dav.lock(second).status == 423
    assert text("drafter").document_now()["body"] == BODY
    side = TextVersion.objects.get(is_side=True)
    assert (side.text, side.way) == ("第二个程序写的。", "webdav")


def test_taken_over_the_program_saves_beside_the_text(link, text):
    address = link()
    dav.send("GET", address)
    token = dav.token_of(dav.lock(address))
    text("drafter").post("/pen/take_over", key="tab")

    late = dav.put(address, texts.word("还开着的窗口。"), token)

    assert late.status == 412
    assert TextVersion.objects.get(is_side=True).text == "还开着的窗口。"
    assert text("drafter").document_now()["body"] == BODY


def test_a_file_opened_before_somebody_saved_does_not_cover_it(link, text):
    address = link()
    dav.send("GET", address)
    text("drafter").type(BODY + "新。", version=1)

    late = dav.put(address, texts.word("旧窗口。"))

    assert late.status == 412
    assert text("drafter").document_now()["body"] == BODY + "新。"
    assert TextVersion.objects.get(is_side=True).text == "旧窗口。"


def test_a_reading_link_only_reads(link, text):
    address = link(may_write=False)

    assert dav.send("GET", address).status == 200
    assert dav.send("OPTIONS", address).headers["DAV"] == "1"
    for told in (dav.put(address, texts.word("改")), dav.lock(address)):
        assert told.status == 405
    assert text("drafter").document_now()["body"] == BODY


@pytest.mark.parametrize("method", ["DELETE", "MKCOL", "MOVE", "COPY"])
def test_nothing_else_can_be_done_to_a_text(link, method):
    address = link()
    other = address.replace(".docx", "2.docx")

    told = dav.send(method, address if method != "MKCOL" else other, destination=other)

    assert told.status in (403, 405, 409)


def test_no_other_file_is_laid_beside_it(link):
    address = link()

    assert dav.put(address.rsplit("/", 1)[0] + "/other.docx", b"x").status == 403


def expired(row: Pass) -> None:
    row.expires_at = row.created_at - timedelta(seconds=1)


def revoked(row: Pass) -> None:
    row.revoked_at = row.created_at


def left(row: Pass) -> None:
    row.staff.is_active = False
    row.staff.save(update_fields=["is_active"])


@pytest.mark.parametrize("spoil", [expired, revoked, left])
def test_a_pass_that_is_no_good_opens_nothing(link, spoil):
    address = link()
    row = Pass.objects.select_related("staff").get()
    spoil(row)
    row.save()

    for method in ("GET", "PUT", "PROPFIND", "LOCK", "OPTIONS"):
        told = dav.send(method, address)
        assert (told.status, "救助资金".encode() in told.body) == (403, False)


def test_called_back_it_is_worth_nothing(link, text):
    address = link()

    text("drafter").client.delete(f"{text('drafter').root}/passes")

    assert dav.send("GET", address).status == 403


@pytest.mark.parametrize(
    ("host", "status"), [("zfb.heshu.test", 403), ("city.heshu.test", 404), ("x.test", 404)]
)
def test_a_pass_of_one_unit_is_nothing_at_another_door(link, other_unit, host, status):
    assert dav.send("GET", link(), host=host).status == status


def test_a_guessed_pass_opens_nothing(link):
    token = link().split("/")[5]
    guessed = link().replace(token, "A" * 43)

    assert dav.send("GET", guessed.replace(guessed.split("/")[5], "A" * 43)).status == 403


def test_what_left_the_desk_is_asked_at_every_save(link, text, submit):
    address = link()
    dav.send("GET", address)
    submit("drafter")

    assert dav.put(address, texts.word("送出以后还想改。")).status == 403
    assert text("drafter").document_now()["body"] == BODY


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("head", 403), ("leader", 403)])
def test_who_may_not_edit_gets_no_writing_pass(text, who, status):
    assert text(who).post("/passes").status_code == status
    assert not Pass.objects.exists()
