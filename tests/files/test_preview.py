"""预览: made once by a worker, told live, drawn page by page, marked with who looks."""

import io
from uuid import uuid4

import pytest
from PIL import Image, ImageChops

from shared_apps.outbox import live
from tenant_apps.files import drawing, preview, watermark
from tenant_apps.files.models import Preview
from tests.make import correspondence as offices
from tests.make import files as make
from tests.make import ofd
from tests.make.organization import token


@pytest.fixture
def office_staff(unit):
    return offices.office()


@pytest.fixture
def drafted(office_staff, unit, client_at):
    client = client_at(unit, token(office_staff.drafter))
    content = offices.draft_content(signatory=str(office_staff.leader.pk))
    return client.post("/api/correspondence/outgoing", content, format="json").json()["id"]


@pytest.fixture
def look(office_staff, unit, client_at, drafted):
    """Ask for the preview of an attachment of the draft, as somebody of the office."""

    def run(attachment, rest="", *, who="drafter", kind="outgoing", subject=None):
        client = client_at(unit, token(getattr(office_staff, who)))
        where = f"{kind}/{subject or drafted}/{attachment.pk}"
        return client.get(f"/api/files/{where}/preview{rest}")

    return run


@pytest.fixture
def enclosed(attach, drafted):
    return lambda name, content: attach(name, content, subject_id=drafted)


def picture(response):
    return Image.open(io.BytesIO(response.content)).convert("RGB")


def test_it_waits_for_the_worker_and_then_shows_its_pages(enclosed, look, relay):
    attachment = enclosed("资金测算.pdf", make.pdf("one", "two", "three"))
    before = look(attachment).json()
    relay()
    after = look(attachment).json()

    assert (before["state"], before["pages"]) == ("pending", 0)
    assert (after["state"], after["pages"], after["reason"]) == ("ready", 3, "")
    assert look(attachment, "/pages/1").headers["Content-Type"] == "image/webp"
    assert look(attachment, "/pages/3").status_code == 200
    assert look(attachment, "/pages/4").status_code == 404


def test_a_page_asked_for_too_early_is_refused_in_words(enclosed, look):
    answer = look(enclosed("资金测算.pdf", make.pdf("one")), "/pages/1")

    assert (answer.status_code, answer.json()["code"]) == (409, "files.preview_not_ready")


def test_only_those_who_see_the_document_see_its_files(enclosed, look, relay):
    attachment = enclosed("资金测算.pdf", make.pdf("one"))
    relay()

    assert look(attachment, who="registrar").status_code == 200
    for rest in ("", "/pages/1"):
        assert look(attachment, rest, who="stranger").status_code == 404
        assert look(attachment, rest, subject=uuid4()).status_code == 404
        assert look(attachment, rest, kind="incoming").status_code == 404
        assert look(attachment, rest, kind="nothing").status_code == 404


def test_the_same_content_is_made_once(enclosed, relay, monkeypatch):
    drawn = []
    count = drawing.count
    monkeypatch.setattr(drawing, "count", lambda sha256: drawn.append(sha256) or count(sha256))
    content = make.pdf("one")
    first, second = enclosed("甲.pdf", content), enclosed("乙.pdf", content)
    relay()

    assert first.sha256 == second.sha256
    assert (drawn, Preview.objects.count()) == ([first.sha256], 1)


def test_whoever_looks_is_told_when_it_is_there(enclosed, relay, monkeypatch, unit):
    told = []
    monkeypatch.setattr(live, "tell", lambda *said: told.append(said))
    attachment = enclosed("资金测算.pdf", make.pdf("one"))
    relay()

    assert ("preview", attachment.pk, unit.schema_name) in told


def test_each_page_carries_the_name_of_who_looks_and_the_kept_one_nobodys(
    enclosed, look, relay, office_staff
):
    attachment = enclosed("资金测算.pdf", make.pdf("one"))
    relay()
    mine = picture(look(attachment, "/pages/1"))
    others = picture(look(attachment, "/pages/1", who="registrar"))
    kept = Image.open(io.BytesIO(drawing.page(attachment.sha256, 1, pages=1))).convert("RGB")

    corner = (0, kept.height // 2, kept.width, kept.height)  # the words stand above
    assert kept.crop(corner).getextrema() == ((255, 255),) * 3
    assert min(low for low, _ in mine.crop(corner).getextrema()) < 230
    assert ImageChops.difference(mine, others).getbbox() is not None


def test_a_rare_name_is_written_with_a_face_that_has_it():
    faces = {watermark._face_of(char).getname()[0] for char in "李䶮"}

    assert len(faces) == 2


def test_a_file_that_came_before_is_asked_for_when_somebody_looks(enclosed, look, relay):
    attachment = enclosed("资金测算.pdf", make.pdf("one"))
    relay()
    Preview.objects.all().delete()

    assert look(attachment).json()["state"] == "pending"
    relay()
    assert look(attachment).json()["state"] == "ready"


def test_pictures_are_pages_too(enclosed, look, relay):
    attachment = enclosed("现场.png", make.png(400, 300))
    relay()

    assert look(attachment).json()["pages"] == 1
    assert picture(look(attachment, "/pages/1")).size == (400, 300)


def scan(kind: str, mode: str, shade: int) -> bytes:
    """A sheet of paper 4,800 pixels wide with one dark bar, as a scanner keeps it."""
    sheet = Image.new("L", (4800, 600), 255)
    sheet.paste(shade, (0, 301, 4800, 304))
    if mode == "I;16":
        made = sheet.convert("I").point(lambda value: value * 257).convert(mode)
    else:
        made = sheet.convert(mode)
    target = io.BytesIO()
    made.save(target, kind)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [("灰度.tif", scan("TIFF", "I;16", 90)), ("黑白.tif", scan("TIFF", "1", 0))],
    ids=["16-bit", "1-bit"],
)
def test_a_scan_in_unusual_shades_keeps_its_strokes(enclosed, relay, name, content):
    attachment = enclosed(name, content)
    relay()
    shown = Image.open(io.BytesIO(drawing.page(attachment.sha256, 1, pages=1))).convert("L")

    column = [shown.getpixel((1200, y)) for y in range(shown.height)]
    assert min(column) < 150  # the bar is there
    assert any(150 < shade < 250 for shade in column)  # and was shrunk, not torn


def test_a_pdf_that_only_forbids_changes_opens_for_everybody(enclosed, look, relay):
    open_to_all = enclosed("公示.pdf", make.locked(make.pdf("one"), owner="x", user=""))
    shut = enclosed("工资.pdf", make.locked(make.pdf("two"), owner="x", user="y"))
    relay()

    assert (open_to_all.flaw, look(open_to_all).json()["state"]) == ("", "ready")
    assert (shut.flaw, look(shut).json()["state"]) == ("encrypted", "failed")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("工资.xlsx", make.ole("EncryptedPackage"), "打开密码"),
        ("坏.pdf", make.PDF, "损坏"),
        ("坏.png", make.PNG, "损坏"),
        ("资料.zip", make.archive("一.txt"), "不能在线预览"),
        ("现场.heic", b"\0\0\0\x18ftypheic" + b"\0" * 20, "转成 JPG"),
        ("巨图.png", make.png(20000, 5000), "尺寸过大"),
        ("炸弹.docx", make.inflated(300 << 20), "恶意"),
        ("请示.docx", make.docx(), "没有安装"),
    ],
    ids=["password", "pdf", "png", "zip", "heic", "pixels", "bomb", "no-office"],
)
def test_what_cannot_be_shown_says_why(enclosed, look, relay, name, content, words):
    attachment = enclosed(name, content)
    relay()
    said = look(attachment).json()

    assert said["state"] == "failed"
    assert words in said["reason"]


def test_nobody_looked_for_a_fortnight_and_it_is_gone(enclosed, look, relay):
    attachment = enclosed("资金测算.pdf", make.pdf("one"))
    relay()
    later = drawing.time.time() + drawing.KEPT_SECONDS + 60

    assert drawing.sweep(later) >= 1
    assert look(attachment, "/pages/1").status_code == 200


def test_a_look_costs_eight_statements(enclosed, look, relay, statements):
    attachment = enclosed("资金测算.pdf", make.pdf("one"))
    relay()
    look(attachment)
    with statements() as sql:
        look(attachment, "/pages/1")

    assert len(sql) == 8


def test_an_ofd_shows_its_page_with_its_seal_and_is_read(enclosed, look, relay, noon, tmp_path):
    sealed = ofd.zipped(ofd.sealed(ofd.keeper(tmp_path)))
    attachment = enclosed("来文.ofd", sealed)
    relay()

    after = look(attachment).json()
    assert (after["state"], after["pages"], after["reason"]) == ("ready", 1, "")
    page = picture(look(attachment, "/pages/1"))
    seal = page.crop(tuple(round(at * page.width / 210) for at in (120, 200, 162, 242)))
    assert any(red > 180 and green < 60 for _, (red, green, _) in seal.getcolors(1 << 20))
    assert preview.read_now(attachment.version, at=noon)[0].strip() == "公文正文测试内容"


def test_every_document_of_an_ofd_is_shown(enclosed, look, relay, noon, tmp_path):
    files = ofd.doubled(ofd.sealed(ofd.keeper(tmp_path)))
    attachment = enclosed("合订.ofd", ofd.zipped(files))
    relay()

    assert look(attachment).json()["pages"] == 2
    said = preview.read_now(attachment.version, at=noon)[0]
    assert said.split() == ["公文正文测试内容", "第二份文档"]


def test_a_damaged_ofd_says_what_it_lacks(enclosed, look, relay):
    attachment = enclosed("来文.ofd", ofd.zipped(ofd.parts()))  # its seal was left out
    relay()

    after = look(attachment).json()
    assert after["state"] == "failed"
    assert after["reason"] == "OFD 文件缺少 /Doc_0/Signs/Sign_0/Signature.xml。"
