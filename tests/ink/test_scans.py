"""Ink on what came on paper: the scan or the photograph is the sheet, bound to that very file."""

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from tenant_apps.correspondence.layout import render_pdf
from tenant_apps.files.models import Attachment
from tenant_apps.ink.models import Layer, Sheet
from tests.correspondence.test_reading import NOTICE
from tests.ink.conftest import Hand
from tests.make import ink

PHOTO = (900, 1200)


def photograph(size=PHOTO) -> bytes:
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((90, 120, 300, 240), fill="black")
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


SCAN, PICTURE = ("通知.pdf", render_pdf(NOTICE)), ("附表.png", photograph())


@pytest.fixture
def taken(office, desk, relay):
    """A letter on paper, registered by 机要文书 with these files, who has it now to screen."""

    def take(*files: tuple[str, bytes]) -> str:
        keeper = desk(office.registrar)
        folder = keeper.post("paper").json()["id"]
        for name, content in files:
            upload = {"file": SimpleUploadedFile(name, content)}
            laid = keeper.client.post(f"{keeper.root}/paper/{folder}/files", upload)
            assert laid.status_code == 201, laid.json()
        said = {
            "title": f"关于第{folder[-4:]}件事的通知",
            "doc_kind": "notice",
            "number": f"教〔2026〕{folder[-4:]}号",
        }
        done = keeper.post(f"paper/{folder}", from_name="区教委", shelf_mark="一号柜", **said)
        assert done.status_code == 201, done.json()
        relay()
        return folder

    return take


@pytest.fixture
def before(desk):
    """This paper before whoever it is."""
    return lambda person, document: Hand(desk(person).client, f"incoming/{document}")


def test_a_stroke_on_a_scan_is_bound_to_the_file_its_page_and_the_step(office, taken, before):
    document = taken(SCAN)
    keeper = before(office.registrar, document)
    shown = keeper.look()

    answer = keeper.write(ink.stroke())

    scan = Attachment.objects.get(subject_id=document)
    assert answer.status_code == 200, answer.json()
    assert (shown["why_not"], shown["file"], shown["sheet"]) == ("", str(scan.pk), scan.sha256)
    assert shown["papers"] == [{"file": str(scan.pk), "name": "通知.pdf", "layers": 0}]
    assert shown["pages"][0] == {"width": 21_000, "height": 29_700}
    layer = Layer.objects.get()
    assert (layer.author, layer.step, layer.sheet.file) == (office.registrar, "screen", scan)
    assert (layer.sheet.sha256, layer.sheet.drawn_sha256) == (scan.sha256, "")


def test_a_photograph_is_a_sheet_of_its_own(office, taken, before):
    document = taken(SCAN, PICTURE)
    keeper = before(office.registrar, document)
    keeper.look()
    keeper.write(ink.stroke())
    photo = Attachment.objects.get(subject_id=document, name="附表.png")

    shown = keeper.look(file=str(photo.pk))
    written = keeper.write(ink.stroke(), ink.stroke())
    again = keeper.look(file=str(photo.pk))

    assert (written.status_code, shown["layers"], shown["sheet"]) == (200, [], photo.sha256)
    assert shown["pages"] == [{"width": 21_000, "height": 28_000}]
    assert [(one["name"], one["layers"]) for one in again["papers"]] == [
        ("通知.pdf", 1),
        ("附表.png", 1),
    ]
    assert [len(one["versions"]) for one in (shown, again)] == [1, 1]
    page = keeper.client.get(f"{keeper.root}/sheets/{photo.sha256}/pages/1")
    drawn = Image.open(io.BytesIO(page.content))
    assert drawn.width / drawn.height == pytest.approx(3 / 4, abs=0.01)
    assert drawn.getpixel((drawn.width // 5, drawn.height // 7))[0] < 60


def test_handed_in_with_the_act_and_copied_as_annotations(office, desk, taken, before):
    document = taken(PICTURE)
    keeper = before(office.registrar, document)
    keeper.look()
    keeper.write(ink.stroke(points=ink.wave()))

    assert desk(office.registrar).post(f"incoming/{document}/screen").status_code == 200

    head = before(office.head, document)
    (layer,) = head.look()["layers"]
    copy = head.pdf()
    assert (layer["author_name"], layer["step_name"], layer["state"]) == (
        "林登记",
        "初审",
        "handed_in",
    )
    with pikepdf.open(io.BytesIO(copy.content)) as pdf:
        (annotation,) = pdf.pages[0].Annots
        assert annotation.Subtype == "/Ink"
    assert (
        "附表.png" in copy.headers["Content-Disposition"]
        or "%E9%99%84" in (copy.headers["Content-Disposition"])
    )


def test_an_attachment_of_a_draft_is_written_on_beside_its_text(
    office, desk, drafted, carry, relay
):
    clerk = desk(office.drafter)
    laid = clerk.client.post(
        f"{clerk.root}/outgoing/{drafted}/attachments",
        {"file": SimpleUploadedFile(*SCAN)},
    )
    assert laid.status_code == 201, laid.json()
    carry("review")
    relay()
    head = Hand(desk(office.head).client, f"outgoing/{drafted}")

    file = laid.json()["attachments"][0]["id"]
    text, scan = head.look(), head.look(file=file)
    written = head.write(ink.stroke())

    assert [one["name"] for one in text["papers"]] == ["正文", "通知.pdf"]
    assert (text["file"], scan["file"]) == (None, file)
    assert written.status_code == 200, written.json()
    assert Layer.objects.get().sheet.file_id is not None
    assert head.look()["layers"] == []


def test_what_cannot_be_written_on_says_why(office, taken, before):
    bare = before(office.registrar, taken())
    none = bare.client.get(bare.root)
    torn = before(office.registrar, taken(("坏图.png", photograph()[:2000])))
    broken = torn.client.get(torn.root)
    strange = torn.client.get(torn.root, {"file": "01900000-0000-7000-8000-000000000000"})
    stranger = before(office.stranger, torn.place.partition("/")[2])

    assert (none.status_code, none.json()["code"]) == (409, "incoming.no_pages")
    assert (broken.status_code, broken.json()["code"]) == (409, "ink.not_ready")
    assert "坏图.png" in broken.json()["message"]
    assert (strange.status_code, strange.json()["code"]) == (404, "not_found")
    assert stranger.client.get(stranger.root).status_code == 404
    assert not Sheet.objects.exists()
