"""用印 on OFD: the same act, the same place; whoever changes a byte of it is found out."""

import io
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import ofdkit
import pytest
from django.utils import timezone
from ofdkit.describe import describe

from shared_apps.trust import authority, keys
from shared_apps.trust.guomi import issuing, keyfiles, sealing, ses, sm2
from shared_apps.trust.guomi.container import Container, every, zipped
from shared_apps.trust.guomi.showing import Document
from shared_apps.trust.guomi.verifying import UNCERTIFIED, places
from shared_apps.trust.judging import verify_ofd
from tenant_apps.correspondence.layout import ofd
from tenant_apps.journal.models import Entry
from tenant_apps.seals import actions, guomi
from tenant_apps.seals.models import GuomiSeal
from tenant_apps.seals.places import Place
from tests.make import organization as make
from tests.make import seals as seal_makers
from tests.make.ofd import openssl
from tests.make.seals import PLACE, paper, stored, subject

FACTS = ofd.Facts(title="关于开展检查的通知", author="太和镇人民政府", made_on=date(2026, 11, 23))


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


def both(paragraphs=3):
    """A paper that goes as PDF and as OFD."""
    return subject(paper(paragraphs), as_ofd=lambda pdf: ofd.written(pdf, FACTS))


def test_one_act_seals_both_and_the_register_names_both(use, seal):
    at = timezone.now()

    made = use(both(), at=at)

    sealed = stored(made.ofd_sha256)
    report = verify_ofd(sealed)
    assert (report.ok, UNCERTIFIED in report.said) == (True, True), report
    (found,) = report.seals
    assert (found.name, found.sealed_at) == (seal.name, at.replace(microsecond=0))
    assert (found.organization, found.issuer) == (seal.name, "合川区签章证书机构（试用）国密")
    assert Entry.objects.get(name="seals.used").facts["ofd_sha256"] == made.ofd_sha256


def test_openssl_agrees_on_both_signatures(use, tmp_path):
    sealed = Container(stored(use(both()).ofd_sha256))
    value = ses.Signature.load(sealed.bytes_of("/Doc_0/Signs/Sign_1/SignedValue.dat"))
    seal = value["toSign"]["eseal"]

    for what, signature, holder in (
        (value["toSign"].dump(), value["signature"].native, value["cert"].native),
        (seal["eSealInfo"].dump(), seal["signedValue"].native, seal["cert"].native),
    ):
        for name, content in (("data", what), ("signature", signature), ("leaf.der", holder)):
            (tmp_path / name).write_bytes(content)
        said = openssl(
            *("pkeyutl", "-verify", "-certin", "-inkey", tmp_path / "leaf.der", "-rawin"),
            *("-in", tmp_path / "data", "-digest", "sm3"),
            *("-pkeyopt", "distid:1234567812345678", "-sigfile", tmp_path / "signature"),
        )
        assert "Verified Successfully" in said, said


def test_a_strangers_reader_opens_what_is_sealed_and_reads_the_same(use):
    what = both(paragraphs=30)
    content = stored(use(what, paging=True).ofd_sha256)

    with ofdkit.open(content) as sealed, ofdkit.open(ofd.written(paper(30), FACTS)) as bare:
        assert [page.text() for page in sealed.pages] == [page.text() for page in bare.pages]
        assert "关于开展秋冬季防火检查的通知" in sealed.pages[0].text()
        assert sealed.warnings == []
    for name, part in describe(content)["xml"].items():
        assert (part.get("error"), part["needed_repair"]) == (None, False), name


def test_it_stands_where_the_pdf_has_it(use):
    made = use(both())

    (place,) = places(Container(stored(made.ofd_sha256)))
    x, y, width, height = place.box
    assert (x + width / 2, y + height / 2) == (PLACE.x_mm, PLACE.y_mm)
    assert (width, height, place.part) == (42, 42, None)
    assert place.seal.picture == stored(GuomiSeal.objects.get().image_sha256)


def test_the_paging_seal_shows_each_page_its_slice(use):
    made = use(both(paragraphs=30), paging=True)

    content = stored(made.ofd_sha256)
    assert verify_ofd(content).ok
    slices = [one for one in places(Container(content)) if one.part]
    pages = Document(content).page_count
    assert (len(slices), pages >= 2) == (pages, True)
    shares = [one.part[2] for one in slices]
    assert sum(shares) == pytest.approx(42, abs=0.01)
    assert all(
        one.box[0] + one.part[0] + one.part[2] == pytest.approx(210, abs=0.01) for one in slices
    )
    assert Document(content).page(2).count('viewBox="21 0 21 42"') == (1 if pages == 2 else 0)


def test_a_second_seal_covers_the_first(use, manager, keeper):
    second = seal_makers.seal(manager, [keeper], name="合川区财政局")
    what = both()
    first = use(what)

    made = use(
        replace(what, pdf_sha256=first.sealed_sha256),
        pdf_sha256=first.sealed_sha256,
        seal_id=second.pk,
        place=Place(1, 70, 150),
    )

    content = stored(made.ofd_sha256)
    report = verify_ofd(content)
    assert (report.ok, [one.name for one in report.seals][1:]) == (True, ["合川区财政局"]), report
    parts = unzipped(content)
    parts["/Doc_0/Signs/Sign_1/SignedValue.dat"] += b"\0"
    assert not verify_ofd(zipped(parts)).ok


def test_without_an_authority_for_it_the_paper_goes_as_pdf_alone(use, settings, monkeypatch):
    monkeypatch.setattr(issuing, "stands", lambda: False)

    made = use(both())

    assert (made.ofd_sha256, bool(made.sealed_sha256)) == ("", True)


def test_what_cannot_be_carried_over_goes_as_pdf_alone(use):
    assert use(replace(both(), as_ofd=lambda _: None)).ofd_sha256 == ""


def test_a_seal_from_before_is_given_its_sm2_side_when_it_is_used(use, seal):
    GuomiSeal.objects.all().delete()

    assert verify_ofd(stored(use(both()).ofd_sha256)).ok
    assert GuomiSeal.objects.get().seal_id == seal.pk


def test_the_picture_as_it_is_now_is_in_the_seal(use, seal, manager):
    actions.replace_picture(
        seal_id=seal.pk, png=seal_makers.picture(), by=manager, at=timezone.now()
    )
    seal.refresh_from_db()

    made = use(both())

    (place,) = places(Container(stored(made.ofd_sha256)))
    assert place.seal.picture == stored(seal.image_sha256)
    assert verify_ofd(stored(made.ofd_sha256)).ok


@pytest.fixture
def sealed(use):
    return stored(use(both(paragraphs=30)).ofd_sha256)


def unzipped(content):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {f"/{name}": file.read(name) for name in file.namelist()}


def test_a_flipped_byte_is_seen_in_every_part(sealed):
    parts = unzipped(sealed)
    assert verify_ofd(zipped(parts)).ok

    for name, content in parts.items():
        for place in range(0, len(content), max(len(content) // 12, 1)):
            damaged = bytearray(content)
            damaged[place] ^= 0x01
            report = verify_ofd(zipped(parts | {name: bytes(damaged)}))
            assert not report.ok, (name, place, report.said)


def test_a_swapped_page_is_seen(sealed):
    parts = unzipped(sealed)
    one, two = (f"/Doc_0/Pages/Page_{turn}/Content.xml" for turn in (0, 1))

    report = verify_ofd(zipped(parts | {one: parts[two], two: parts[one]}))

    assert (report.ok, "2 处内容被改动" in report.said) == (False, True), report.said


def test_a_part_more_or_less_is_seen(sealed):
    parts = unzipped(sealed)
    less = dict(parts)
    del less["/Doc_0/Res/font_1.otf"]

    assert "不受签章保护" in verify_ofd(zipped(parts | {"/Doc_0/x.xml": b"<x/>"})).said
    assert not verify_ofd(zipped(less)).ok


def test_a_seal_on_another_file_is_seen(sealed, use):
    other = unzipped(stored(use(both(paragraphs=4)).ofd_sha256))
    parts = unzipped(sealed)
    stolen = {name: content for name, content in parts.items() if "/Signs/" in name}

    assert not verify_ofd(zipped(other | stolen)).ok


def test_revoked_today_is_valid_for_yesterday_and_for_nothing_after(use, seal):
    now = timezone.now()
    before = stored(use(both(), at=now - timedelta(hours=2)).ofd_sha256)
    after = stored(use(both(4), at=now + timedelta(seconds=5)).ofd_sha256)

    authority.revoke(serial=GuomiSeal.objects.get().serial, why="印章遗失", at=now)

    assert verify_ofd(before).ok
    assert verify_ofd(before).seals[0].revoked_at == now
    assert "吊销" in verify_ofd(after).said


def test_whoever_takes_the_citys_name_is_found_out(seal, settings, tmp_path):
    """Another authority of the same name makes the same seal."""
    real = settings.TRUST_ROOT
    settings.TRUST_ROOT = tmp_path / "false"
    authority.create(name="合川区签章证书机构（试用）", at=timezone.now() - timedelta(days=1))
    GuomiSeal.objects.all().delete()
    false = guomi.ready(seal, at=timezone.now())
    content = guomi.impressed(
        ofd.written(paper(), FACTS),
        seal=seal,
        national=false,
        place=PLACE,
        paging=False,
        at=timezone.now(),
    )
    assert verify_ofd(content).ok  # where the impostor reigns

    settings.TRUST_ROOT = real

    assert "冒用" in verify_ofd(content).said


def test_every_part_is_in_the_list_of_digests(sealed):
    file = Container(sealed)
    (info,) = every(file.xml_of("/Doc_0/Signs/Sign_1/Signature.xml"), "SignedInfo")
    (listed,) = every(info, "References")
    named = {one.get("FileRef") for one in every(listed, "Reference")}

    open_ = {name for name in file.names if name not in named}
    assert open_ == {
        "/Doc_0/Signs/Signatures.xml",
        "/Doc_0/Signs/Sign_1/Signature.xml",
        "/Doc_0/Signs/Sign_1/SignedValue.dat",
    }
    assert listed.get("CheckMethod") == sealing.SM3


def test_the_key_opens_for_its_own_row_and_is_an_sm2_key(seal):
    kept = GuomiSeal.objects.get()
    opened = keys.unwrap(bytes(kept.wrapped_key), bound_to=kept.pk)

    assert isinstance(keyfiles.read(opened), sm2.PrivateKey)
    with pytest.raises(keys.Unreadable):
        keys.unwrap(bytes(kept.wrapped_key), bound_to=seal.pk)
