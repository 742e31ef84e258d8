"""联合行文 in OFD: one copy goes round with the paper, and every unit's seal is on both."""

import io
import zipfile
from datetime import date
from itertools import pairwise

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shared_apps.exchange.models import Envelope
from shared_apps.kernel import storage
from shared_apps.trust.guomi.container import Container, every, xml, zipped
from shared_apps.trust.guomi.verifying import places
from shared_apps.trust.judging import verify_ofd, verify_pdf
from tenant_apps.correspondence.actions import joining
from tenant_apps.correspondence.layout import ofd
from tenant_apps.correspondence.models import JointMatter, JointPartner, OutgoingDocument
from tenants.crossing import in_unit
from tenants.current import public_floor
from tests.make import correspondence as make
from tests.make import seals as seal_makers
from tests.make.joint import arrival, seal_of_host, seal_of_partner
from tests.make.organization import token

LIST = "/Doc_0/Signs/Signatures.xml"
FACTS = ofd.Facts(title="另一份通知", author="太和镇人民政府", made_on=date(2026, 11, 23))
PAGE = "/Doc_0/Pages/Page_0/Content.xml"


@pytest.fixture
def copy(host, issued) -> bytes:
    return host.desk("drafter").get(f"outgoing/{issued}/ofd").content


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {f"/{name}": file.read(name) for name in file.namelist()}


def without(content: bytes, number: int) -> bytes:
    """One seal taken out, and off the list of seals."""
    parts = parts_of(content)
    kept = {name: part for name, part in parts.items() if f"/Sign_{number}/" not in name}
    listing = Container(content).xml_of(LIST)
    for row in every(listing, "Signature"):
        if row.get("ID") == str(number):
            listing.remove(row)
    return zipped(kept | {LIST: xml(listing)})


def test_all_seals_are_on_the_one_copy_that_everybody_has(
    houses, host, issued, copy, more_units, client_at
):
    report = verify_ofd(copy)
    document = OutgoingDocument.objects.get(pk=issued)
    file = Container(copy)
    stamps = [(one.box[0] + 21, one.box[1] + 21) for one in places(file)]

    assert (report.ok, [one.organization for one in report.seals]) == (
        True,
        [one.unit.name for one in houses],
    ), report.said
    assert file.signing_bodies == [one.unit.name for one in houses]
    assert stamps == [pytest.approx((one["x"], one["y"])) for one in document.seal_places]
    for one in houses[1:]:
        matter = one.matter()
        got = one.desk("registrar").get(f"joint/{matter['id']}/ofd")
        assert (matter["has_ofd"], got.content == copy) == (True, True)
    with in_unit(more_units[1]):
        reader = make.office()
        key = token(reader.registrar)
    door = make.Desk(client_at(more_units[1], key))
    (row,) = door.get("incoming").json()["results"]
    assert door.get(f"incoming/{row['id']}/ofd").content == copy


def test_each_seal_is_put_behind_the_others_and_touches_none_of_them(houses, host, printed, relay):
    copies = []
    seal_of_host(host, printed)
    copies.append(host.desk("drafter").get(f"outgoing/{printed}/ofd").content)
    relay()
    for one in houses[1:]:
        assert seal_of_partner(one).status_code == 200
        relay()
        copies.append(host.desk("drafter").get(f"outgoing/{printed}/ofd").content)

    files = [parts_of(one) for one in copies]
    for before, after in pairwise(files):
        assert {name: after[name] for name in before if name != LIST} == {
            name: part for name, part in before.items() if name != LIST
        }
    said = [(verify_ofd(one).ok, verify_ofd(one).said) for one in copies]
    assert [ok for ok, _ in said] == [False, False, True]
    assert said[1][1] == f"联合行文缺少{houses[2].unit.name}的签章。"


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_seal_taken_out_is_reported(houses, copy, number):
    report = verify_ofd(without(copy, number))

    assert not report.ok
    assert len(report.seals) == 2
    if number == 3:  # what others sealed is whole: only the file's own word tells
        assert report.said == f"联合行文缺少{houses[2].unit.name}的签章。"


def test_flipped_bytes_a_swapped_page_and_a_removed_word_are_reported_at_the_door(copy, client_at):
    def verdict(content: bytes) -> tuple[bool, int]:
        file = SimpleUploadedFile("一.ofd", content)
        found = client_at().post("/api/city/verify", {"file": file}, format="multipart").json()
        return found["ok"], len(found["seals"])

    parts = parts_of(copy)
    assert verdict(copy) == (True, 3)
    for name, content in parts.items():
        for place in range(0, len(content), max(len(content) // 3, 1)):
            damaged = bytearray(content)
            damaged[place] ^= 0x01
            assert not verify_ofd(zipped(parts | {name: bytes(damaged)})).ok, (name, place)
    other = parts_of(ofd.written(seal_makers.paper(), FACTS))[PAGE]
    unsaid = parts["/OFD.xml"].replace("署名机关".encode(), "其他说明".encode())
    assert unsaid != parts["/OFD.xml"]
    assert verdict(zipped(parts | {PAGE: other})) == (False, 3)
    assert verdict(zipped(parts | {"/OFD.xml": unsaid})) == (False, 3)


def test_a_copy_that_comes_back_otherwise_is_not_believed(houses, host, printed, relay):
    seal_of_host(host, printed)
    relay()
    seal_of_partner(houses[1])  # its answer is still on the way
    before = OutgoingDocument.objects.get(pk=printed)
    with in_unit(houses[1].unit):
        matter = JointMatter.objects.get()
        sheet, sealed = (
            storage.path(houses[1].unit.schema_name, sha256).read_bytes()
            for sha256 in (matter.pdf_sha256, matter.ofd_sha256)
        )
    parts = parts_of(sealed)
    wrong = {
        "不是送去用印的那一份": zipped(parts | {PAGE: parts[PAGE] + b"\n"}),
        "只多一枚印章": storage.path(host.unit.schema_name, before.ofd_sha256).read_bytes(),
        "被改动": zipped(
            parts
            | {
                (name := "/Doc_0/Signs/Sign_2/Signature.xml"): parts[name].replace(
                    b"Boundary=", b"Boundary ="
                )
            }
        ),
    }

    for reason, content in wrong.items():
        files = []
        for one in (sheet, content):
            sha256, size = storage.put(host.unit.schema_name, [one])
            files.append(type("F", (), {"sha256": sha256, "size": size, "name": "一"}))
        said = {"document": printed, "round": 1, "seal": "某章"}
        joining.take_sealed(arrival(houses[1], content=said, files=files))
        row = JointPartner.objects.get(unit_code=houses[1].unit.code)
        assert reason in row.problem, row.problem
        document = OutgoingDocument.objects.get(pk=printed)
        assert (document.pdf_sha256, document.ofd_sha256) == (
            before.pdf_sha256,
            before.ofd_sha256,
        )
    relay()
    assert verify_ofd(host.desk("drafter").get(f"outgoing/{printed}/ofd").content).seals[-1].ok


def test_where_one_seal_is_missing_on_it_the_paper_goes_as_pdf_alone(houses, host, printed, relay):
    seal_of_host(host, printed)
    relay()
    with in_unit(houses[1].unit):
        JointMatter.objects.update(ofd_sha256="")  # a partner that did not keep it
    for one in houses[1:]:
        assert seal_of_partner(one).status_code == 200
        relay()
    said = host.desk("registrar").get(f"outgoing/{printed}/seals").json()
    refused = host.desk("drafter").get(f"outgoing/{printed}/ofd")
    released = host.desk("registrar").post(f"outgoing/{printed}/release")
    relay()

    assert (refused.status_code, "只有 PDF" in said["ofd_wanting"]) == (404, True)
    assert released.status_code == 200
    assert verify_pdf(host.desk("drafter").get(f"outgoing/{printed}/pdf").content).ok
    with public_floor():
        posted = Envelope.objects.get(kind="document")
    assert [one["name"][-4:] for one in posted.manifest["files"]] == [".pdf"]
