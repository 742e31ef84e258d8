"""批注副本: standard annotations that other programs read and draw, on a copy of the pages."""

import io
import shutil
import subprocess

import pikepdf
import pytest
from PIL import Image, ImageChops

from tenant_apps.ink import annotating, paper
from tenant_apps.ink.models import Layer, Mark
from tests.make import ink

DPI = 144
WHOLE = (0, 0, 420, 595)
needs_poppler = pytest.mark.skipif(not shutil.which("pdftoppm"), reason="needs poppler")


@pytest.fixture
def head(submitted, hand, office):
    found = hand(office.head)
    found.look()
    return found


def drawn(pdf: bytes, page: int = 1) -> Image.Image:
    """As poppler draws it, not the library that wrote it."""
    done = subprocess.run(
        ["pdftoppm", "-png", "-r", str(DPI), "-f", str(page), "-l", str(page), "-"],
        input=pdf,
        capture_output=True,
        check=True,
    )
    return Image.open(io.BytesIO(done.stdout)).convert("RGB")


def inked(before: bytes, after: bytes) -> list[float]:
    """Left, top, right and bottom of all that differs, in millimetres."""
    box = ImageChops.difference(drawn(before), drawn(after)).getbbox()
    return [value / DPI * 25.4 for value in box]


def annotations(pdf: bytes):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [
            {str(name): value for name, value in one.items()}
            | {"box": list(map(float, one["/AP"]["/N"]["/BBox"])) if "/AP" in one else None}
            for page in document.pages
            for one in page.obj.get("/Annots", [])
        ]


def sound(pdf: bytes, tmp_path) -> str:
    place = tmp_path / "copy.pdf"
    place.write_bytes(pdf)
    done = subprocess.run(["qpdf", "--check", place], capture_output=True, text=True)
    return done.stdout + done.stderr if done.returncode else ""


@needs_poppler
def test_poppler_draws_the_stroke_where_it_was_written(head, tmp_path):
    plain = head.pdf().content
    head.write(ink.stroke(points=ink.line(6_000, 9_000, length=4_000), width="broad"))

    answer = head.pdf()

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert sound(answer.content, tmp_path) == ""
    half = 1.25 * (1 - 0.6 * (1 - 2 * 0.7)) / 2  # the line's half width at this pressure
    assert inked(plain, answer.content) == pytest.approx(
        [60 - half, 90 - half, 100 + half, 90 + half], abs=0.5
    )


@needs_poppler
def test_it_is_red(head):
    plain = head.pdf().content
    head.write(ink.stroke(points=ink.line(6_000, 9_000), width="broad"))

    image = drawn(head.pdf().content)

    pixel = image.getpixel((round(80 / 25.4 * DPI), round(90 / 25.4 * DPI)))
    assert pixel == pytest.approx((200, 20, 28), abs=12)
    assert drawn(plain).getpixel((round(80 / 25.4 * DPI), round(90 / 25.4 * DPI))) != pixel


def test_it_says_who_when_and_at_which_step(head):
    head.write(ink.stroke(), ink.stroke(), ink.stroke(ink="blue"), ink.note())
    head.hand_in()

    found = annotations(head.pdf().content)

    strokes = [one for one in found if one["/Subtype"] == "/Ink"]
    (note,) = [one for one in found if one["/Subtype"] == "/Text"]
    assert [len(one["/InkList"]) for one in strokes] == [2, 1]
    assert {str(one["/T"]) for one in found} == {"陈思雨（党政办公室主任）"}
    assert str(strokes[0]["/Contents"]) == "陈思雨 审核 手写批注，2 笔"
    assert str(note["/Contents"]) == "请核实数据来源。"
    assert all(str(one["/M"]).startswith("D:20") for one in found)
    assert all(str(one["/M"]).endswith("+08'00'") for one in found)
    assert len({str(one["/NM"]) for one in found}) == 3
    assert all(one["/F"] == 4 for one in found)
    for one in found:
        assert one["box"] == [float(value) for value in one["/Rect"]]


def test_only_the_layers_that_are_switched_on(head, desk, hand, office, submitted):
    head.write(ink.stroke())
    desk(office.head).post(f"outgoing/{submitted}/review")
    leader = hand(office.leader)
    leader.look()
    leader.write(ink.stroke(ink="black"))
    layers = {one["author_name"]: one["id"] for one in leader.look()["layers"]}

    def colours(**asked):
        return {tuple(map(float, one["/C"])) for one in annotations(leader.pdf(**asked).content)}

    assert len(colours()) == 2
    assert len(colours(layers=layers["陈思雨"])) == 1
    assert colours(layers="") == set()
    assert leader.pdf(layers="不是编号").status_code == 404


def test_what_others_are_writing_is_not_in_it(head, hand, office):
    head.write(ink.stroke())
    drafter = hand(office.drafter)
    drafter.look()

    assert annotations(drafter.pdf().content) == []


def test_the_kept_pages_stay_as_they_were(head, unit):
    from shared_apps.kernel import storage

    head.write(ink.stroke())
    head.pdf()

    with storage.open_(unit.schema_name, head.shown["sheet"]) as file:
        assert annotations(file.read()) == []


@pytest.fixture
def layer(noon):
    """Apart from any document: a layer as queries give it."""
    made = Layer(author_name="李静", author_title="镇长", step_name="签发", begun_at=noon)

    def write(**more):
        mark = Mark(
            key="01900000-0000-7000-8000-000000000001",
            page=1,
            at=noon,
            **({"ink": "red", "width": "broad", "points": ink.line(3_000, 2_000)} | more),
        )
        made.living = [mark]
        return made

    return write


def page(*, rotate: int = 0, crop: list[int] | None = None, media=WHOLE) -> bytes:
    document = pikepdf.new()
    document.add_blank_page(page_size=(420, 595))
    first = document.pages[0].obj
    first.MediaBox = pikepdf.Array(media)
    if crop:
        first.CropBox = pikepdf.Array(crop)
    if rotate:
        first.Rotate = rotate
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


@needs_poppler
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize(
    ("media", "crop"),
    [
        ((0, 0, 420, 595), None),
        ((-50, 20, 420, 595), None),
        ((0, 0, 420, 595), [30, 40, 400, 560]),
    ],
    ids=["whole", "elsewhere", "cropped"],
)
def test_however_the_page_is_turned_and_cut(layer, tmp_path, rotate, media, crop):
    plain = page(rotate=rotate, crop=crop, media=media)

    copy = annotating.annotated(plain, [layer()])

    assert sound(copy, tmp_path) == ""
    assert inked(as_shown(plain), as_shown(copy)) == pytest.approx(
        [29.2, 19.2, 70.8, 20.8], abs=0.5
    )
    assert paper.sizes(plain)[0] == [
        round(value / 72 * 2540) for value in shown_size(rotate, crop or media)
    ]


def shown_size(rotate, box):
    size = [box[2] - box[0], box[3] - box[1]]
    return size[::-1] if rotate in (90, 270) else size


def as_shown(pdf: bytes) -> bytes:
    """poppler shows the whole sheet unless told: what lies outside the crop box goes."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        first = document.pages[0]
        first.obj.MediaBox = pikepdf.Array(paper.box_of(first))
        target = io.BytesIO()
        document.save(target)
    return target.getvalue()


@needs_poppler
def test_a_highlighter_leaves_the_words_readable(layer):
    plain = page()

    copy = annotating.annotated(plain, [layer(ink="highlight", width="fine")])

    pixel = drawn(copy).getpixel((round(50 / 25.4 * DPI), round(20 / 25.4 * DPI)))
    assert pixel == pytest.approx((255, 232, 133), abs=12)
    _, top, _, bottom = inked(plain, copy)
    assert bottom - top == pytest.approx(2.7, abs=0.5)


@needs_poppler
def test_a_dot_is_a_dot(layer):
    plain = page()

    copy = annotating.annotated(plain, [layer(points=[3_000, 2_000, 1_000, 0])])

    left, top, right, bottom = inked(plain, copy)
    assert [right - left, bottom - top] == pytest.approx([2, 2], abs=0.5)


def test_a_copy_claims_no_signature(arrived, district, tmp_path):
    from tests.ink.conftest import Hand

    keeper = district.desk(district.people.registrar)
    keeper.post(f"incoming/{arrived}/acknowledge")
    hand = Hand(keeper.client, f"incoming/{arrived}")
    hand.look()
    hand.write(ink.stroke())

    copy = hand.pdf().content

    assert sound(copy, tmp_path) == ""
    with pikepdf.open(io.BytesIO(copy)) as document:
        assert "/AcroForm" not in document.Root
    kinds = {str(one["/Subtype"]) for one in annotations(copy)}
    assert "/Widget" not in kinds
    assert "/Ink" in kinds
