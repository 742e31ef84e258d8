"""用印: only on the approved hash, only by the keeper; pdfsig, qpdf and we agree about it."""

import io
import subprocess
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pytest
from django.utils import timezone
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from shared_apps.kernel.errors import DomainError, Forbidden
from shared_apps.trust import authority
from shared_apps.trust.judging import verify_pdf
from tenant_apps.journal.models import Entry
from tenant_apps.seals import actions
from tenant_apps.seals.models import Impression
from tenant_apps.seals.places import Place, bundles
from tests.make import organization as make
from tests.make import seals as seal_makers
from tests.make.seals import PLACE, paper, stored, subject


@pytest.fixture
def manager(unit, city_authority):
    return make.staff("陈主任", duties=["office_head"])


@pytest.fixture
def keeper(unit):
    return seal_makers.keeper()


@pytest.fixture
def seal(manager, keeper):
    return seal_makers.seal(manager, [keeper])


@pytest.fixture
def use(seal, keeper):
    def run(what, **more):
        wish = {
            "subject": what,
            "pdf_sha256": what.pdf_sha256,
            "seal_id": seal.pk,
            "place": PLACE,
            "paging": False,
            "by": keeper,
            "at": timezone.now(),
        } | more
        return actions.seal(**wish)

    return run


def tools_agree(content, tmp_path):
    """Two programs that are not ours look at it."""
    file = tmp_path / "sealed.pdf"
    file.write_bytes(content)
    sound = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True)
    seen = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True).stdout
    assert sound.returncode == 0, sound.stdout + sound.stderr
    return seen


def test_the_keeper_seals_the_approved_paper_and_it_is_registered(use, seal, keeper, tmp_path):
    content = paper()
    what = subject(content)

    made = use(what)

    sealed = stored(made.sealed_sha256)
    assert sealed.startswith(content)  # incremental: not a byte of the page was touched
    report = verify_pdf(sealed)
    assert (report.ok, [one.name for one in report.seals]) == (True, [seal.name]), report
    assert (report.seals[0].stamped, report.seals[0].whole) == (True, True)
    seen = tools_agree(sealed, tmp_path)
    assert seen.count("Signature is Valid") == 1
    assert "ETSI.CAdES.detached" in seen
    assert "Total document signed" in seen
    assert (made.number, made.by_name, made.document_number) == (1, "林保管", "太和府〔2026〕1号")
    entry = Entry.objects.filter(subject_id=seal.pk).order_by("seq").last()
    assert (entry.name, entry.facts["sealed_sha256"]) == ("seals.used", made.sealed_sha256)


def test_the_picture_stands_where_it_was_put_and_lets_the_text_through(use):
    made = use(subject(paper()))

    with pikepdf.open(io.BytesIO(stored(made.sealed_sha256))) as pdf:
        (widget,) = pdf.pages[0].Annots
        left, bottom, right, top = (float(edge) for edge in widget.Rect)
        assert all("/SMask" in image for image in _images(widget.AP.N))
        assert list(_images(widget.AP.N))
    mm = 72 / 25.4
    assert ((left + right) / 2 / mm, 297 - (bottom + top) / 2 / mm) == pytest.approx(
        (140, 150), abs=0.4
    )
    assert ((right - left) / mm, (top - bottom) / mm) == pytest.approx((42, 42), abs=0.4)


def _images(form):
    for one in form.get("/Resources", {}).get("/XObject", {}).values():
        if one.Subtype == "/Image":
            yield one
        else:
            yield from _images(one)


def test_a_joint_document_carries_several_seals(use, manager, keeper, tmp_path):
    second = seal_makers.seal(manager, [keeper], name="合川区财政局")
    what = subject(paper())
    first = use(what)

    made = use(
        replace(what, pdf_sha256=first.sealed_sha256),
        pdf_sha256=first.sealed_sha256,
        seal_id=second.pk,
        place=Place(1, 70, 150),
    )

    sealed = stored(made.sealed_sha256)
    report = verify_pdf(sealed)
    assert (report.ok, [one.whole for one in report.seals]) == (True, [False, True]), report
    assert tools_agree(sealed, tmp_path).count("Signature is Valid") == 2


def test_the_paging_seal_is_covered_by_the_first_signature(use, tmp_path):
    made = use(subject(paper(paragraphs=30)), paging=True, place=PLACE)

    sealed = stored(made.sealed_sha256)
    report = verify_pdf(sealed)
    assert report.ok, report
    assert tools_agree(sealed, tmp_path).count("Signature is Valid") == 1
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        pages = len(pdf.pages)
        stamps = [one for page in pdf.pages for one in page.Annots if one.Subtype == "/Stamp"]
    assert pages >= 2
    assert len(stamps) == pages
    assert made.is_paging


def test_a_long_paper_is_tied_together_page_by_page(use, tmp_path):
    made = use(subject(paper(paragraphs=500)), paging=True)

    sealed = stored(made.sealed_sha256)
    assert verify_pdf(sealed).ok
    tools_agree(sealed, tmp_path)
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        widths = [
            float(one.Rect[2] - one.Rect[0])
            for page in pdf.pages
            for one in page.Annots
            if one.Subtype == "/Stamp"
        ]
    assert len(widths) > 60
    assert max(widths) < 42 * 72 / 25.4 / 5  # nowhere the seal of a page alone


@pytest.mark.parametrize("pages", [2, 10, 11, 21, 60, 61, 101])
def test_no_page_stands_alone_beside_the_paging_seal(pages):
    found = bundles(pages)

    assert [page for one in found for page in one] == list(range(pages))
    assert min(map(len, found)) > 1 < max(map(len, found)) <= 10


@pytest.mark.parametrize("flags", [[], ["--linearize"], ["--object-streams=generate"]])
def test_saved_again_by_another_program_it_is_not_what_was_sealed(sealed, tmp_path, flags):
    before, after = tmp_path / "sealed.pdf", tmp_path / "again.pdf"
    before.write_bytes(sealed)
    subprocess.run(["qpdf", *flags, before, after], check=True)

    report = verify_pdf(after.read_bytes())

    assert not report.ok
    assert "损坏或被改动" in report.said or "内容被改动" in report.said


def test_a_second_paging_seal_would_be_an_alteration(use, manager, keeper):
    second = seal_makers.seal(manager, [keeper], name="合川区财政局")
    what = subject(paper(paragraphs=30))
    first = use(what)
    what = replace(what, pdf_sha256=first.sealed_sha256)

    with pytest.raises(actions.PagingTooLate):
        use(what, seal_id=second.pk, paging=True)


@pytest.mark.parametrize(
    ("seen", "there", "approved"),
    [("another", "same", "same"), ("same", "same", "another"), ("there", "another", "same")],
)
def test_another_paper_than_the_approved_one_is_not_sealed(use, seen, there, approved):
    what, other = subject(paper()), subject(paper(paragraphs=4))
    if approved == "another":
        what = replace(what, approved_hash=other.approved_hash)
    if there == "another":
        what = replace(what, pdf_sha256=other.pdf_sha256)
    looked_at = other.pdf_sha256 if seen == "another" else what.pdf_sha256

    with pytest.raises(actions.NotApproved):
        use(what, pdf_sha256=looked_at)
    assert not Impression.objects.exists()


def test_nobody_but_its_keeper_uses_a_seal(use, manager):
    for person in (manager, seal_makers.keeper("别的保管人"), make.staff("路人")):
        with pytest.raises(Forbidden, match="由林保管保管"):
            use(subject(paper()), by=person)
    assert not Impression.objects.exists()


def test_a_keeper_who_lost_the_duty_cannot_use_it(use, keeper):
    keeper.duties_held.all().delete()
    keeper.__dict__.pop("permissions", None)

    with pytest.raises(Forbidden, match="没有用印职责"):
        use(subject(paper()))


@pytest.mark.parametrize(
    ("change", "days", "said"),
    [
        ({"state": "suspended", "state_why": "保管人休假"}, 0, "已停用：保管人休假"),
        ({"doc_kinds": ["letter"]}, 0, "不用于此文种"),
        ({}, 2000, "证书已过期"),
    ],
)
def test_a_seal_out_of_use_or_scope_is_refused(use, seal, change, days, said):
    type(seal).objects.filter(pk=seal.pk).update(**change)

    with pytest.raises(actions.NotUsable, match=said):
        use(subject(paper()), at=timezone.now() + timedelta(days=days))
    assert not Impression.objects.exists()


@pytest.mark.parametrize(
    "place", [None, Place(9, 100, 100), Place(0, 100, 100), Place(1, 10, 150)]
)
def test_a_seal_needs_a_place_on_the_paper(use, place):
    with pytest.raises(actions.NoPlace):
        use(subject(paper()), place=place)


def test_the_same_seal_twice_is_refused(use):
    what = subject(paper())
    first = use(what)

    with pytest.raises(actions.SealedAlready):
        use(replace(what, pdf_sha256=first.sealed_sha256))


@pytest.fixture
def sealed(use):
    return stored(use(subject(paper(paragraphs=30))).sealed_sha256)


def test_a_flipped_byte_is_seen(sealed):
    places = range(2000, len(sealed), len(sealed) // 40)

    for place in places:
        damaged = bytearray(sealed)
        damaged[place] ^= 0x40  # not 0x20: the signature is hexadecimal, where case says nothing
        assert not verify_pdf(bytes(damaged)).ok, place


def test_a_turned_page_is_seen(sealed):
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    page = writer.find_page_for_modification(0)[0].get_object()
    page["/Rotate"] = generic.NumberObject(90)
    writer.update_container(page)
    target = io.BytesIO()
    writer.write(target)

    report = verify_pdf(target.getvalue())

    assert (report.ok, "盖章后页面被改动" in report.said) == (False, True), report


def test_an_added_annotation_is_seen(sealed):
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/Text"),
            generic.pdf_name("/Rect"): generic.ArrayObject(
                map(generic.NumberObject, (9, 9, 30, 30))
            ),
            generic.pdf_name("/Contents"): generic.TextStringObject("后加的批注"),
        }
    )
    writer.register_annotation(writer.find_page_for_modification(0)[0], writer.add_object(note))
    target = io.BytesIO()
    writer.write(target)

    assert not verify_pdf(target.getvalue()).ok


def test_revoked_today_is_valid_for_yesterday_and_for_nothing_after(use, seal):
    now = timezone.now()
    before = stored(use(subject(paper()), at=now - timedelta(hours=2)).sealed_sha256)
    after = stored(use(subject(paper(4)), at=now + timedelta(seconds=5)).sealed_sha256)

    authority.revoke(serial=seal.serial, why="印章遗失", at=now)

    assert verify_pdf(before).ok
    assert not verify_pdf(after).ok
    assert "吊销" in verify_pdf(after).said


def test_what_is_no_sealed_pdf_is_said_so(unit, city_authority):
    assert verify_pdf(b"hello").said == "这不是 PDF 文件。"
    assert verify_pdf(paper()).said == "文件里没有电子印章。"
    assert not verify_pdf(b"%PDF-1.7 nothing else").ok


def test_impressions_of_a_seal_are_numbered_without_gaps(use):
    first = use(subject(paper()))
    with pytest.raises(DomainError):
        use(subject(paper()), place=None)
    second = use(subject(paper()))

    assert (first.number, second.number) == (1, 2)
