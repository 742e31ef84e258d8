"""本单位字体: checked by content, first in the chain, for this unit alone."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from fontTools.ttLib import TTFont

from tenant_apps.correspondence import typefaces
from tenant_apps.correspondence.certificate.ruler import measured
from tenant_apps.correspondence.layout import rendering
from tenant_apps.correspondence.layout.rebuild_fonts import FONTS
from tenant_apps.correspondence.models import OwnFont
from tenant_apps.journal.models import Entry
from tests.make import organization as people
from tests.make.organization import token

URL = "/api/correspondence/fonts"


@pytest.fixture(scope="module")
def licensed():
    """A face nobody else has: ours, under a name of its own."""
    font = TTFont(FONTS / "FandolKai-Regular.otf")
    for record in font["name"].names:
        if record.nameID in (1, 4, 16):
            record.string = "Taihe Licensed Song"
        if record.nameID == 6:
            record.string = "TaiheLicensedSong"
    font["CFF "].cff.fontNames = ["TaiheLicensedSong"]
    target = io.BytesIO()
    font.save(target)
    return target.getvalue()


@pytest.fixture
def administrator(unit, client_at):
    return client_at(unit, token(people.staff("系统员", duties=["system_admin"])))


def install(client, face, content, name="方正小标宋.otf"):
    upload = {"file": SimpleUploadedFile(name, content)}
    return client.post(f"{URL}/{face}", upload, format="multipart")


def fonts_of(desk, person, document_id):
    pdf = desk(person).get(f"outgoing/{document_id}/pdf").content
    return {font for sheet in measured(pdf) for line in sheet.lines for font in line.fonts}


def test_an_installed_font_goes_first_and_a_removed_one_is_gone(
    administrator, office, desk, drafted, licensed
):
    before = fonts_of(desk, office.drafter, drafted)
    installed = install(administrator, "biaosong", licensed)
    during = fonts_of(desk, office.drafter, drafted)
    removed = administrator.delete(f"{URL}/biaosong")
    after = fonts_of(desk, office.drafter, drafted)

    assert installed.status_code == 201, installed.json()
    assert installed.json()[0]["own"]["family"] == "Taihe Licensed Song"
    assert removed.json()[0]["own"] is None
    assert "TaiheLicensedSong" in during
    assert "FandolSong-Bold" in before
    assert before == after
    names = list(Entry.objects.filter(name__startswith="correspondence.font").values_list("name"))
    assert names == [("correspondence.font.installed",), ("correspondence.font.removed",)]


def test_another_unit_does_not_print_with_our_licence(administrator, licensed, other_unit):
    from tenants.crossing import in_unit

    install(administrator, "biaosong", licensed)

    assert typefaces.of_unit().own[0].family == "Taihe Licensed Song"
    with in_unit(other_unit):
        assert typefaces.of_unit().own == ()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"MZ\x90\x00 not a font", "fonts.not_a_font"),
        (b"OTTO" + b"\x00" * 64, "fonts.not_a_font"),
        ((FONTS / "HeshuRareHei.otf").read_bytes(), "fonts.lacks_characters"),
    ],
)
def test_what_is_no_complete_font_is_refused(administrator, content, code):
    refused = install(administrator, "heiti", content)

    assert (refused.status_code, refused.json()["code"]) == (400, code)
    assert not OwnFont.objects.exists()


def test_a_font_too_large_is_refused(administrator, monkeypatch):
    monkeypatch.setattr(typefaces, "LARGEST", 10)

    refused = install(administrator, "heiti", (FONTS / "FandolHei-Regular.otf").read_bytes())

    assert (refused.status_code, refused.json()["code"]) == (413, "fonts.too_large")


def test_only_the_system_administrator_installs_and_removes(office, desk, licensed):
    client = desk(office.head).client

    assert install(client, "kaiti", licensed).json()["code"] == "forbidden"
    assert client.delete(f"{URL}/kaiti").json()["code"] == "forbidden"
    assert [row["substitute"] for row in client.get(URL).json()][1] == "Fandol 仿宋"


def test_few_font_sets_are_kept_warm(monkeypatch, tmp_path):
    warm = rendering._Warm()
    monkeypatch.setattr(rendering.typst, "Compiler", lambda *args, **named: object())

    kept = [warm._of(frozenset({tmp_path / str(n)})) for n in range(10)]

    assert len(warm._compilers) == warm.MOST
    assert warm._of(frozenset({tmp_path / "9"})) is kept[9]
    assert warm._of(frozenset({tmp_path / "0"})) is not kept[0]
