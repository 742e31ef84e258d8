"""SM2, seals in OFD and their pages; openssl, which is not ours, agrees about every signature."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO

import pytest
from lxml import etree

from shared_apps.trust.guomi import ses, sm2
from shared_apps.trust.guomi.container import NotOfd
from shared_apps.trust.guomi.showing import Document
from shared_apps.trust.guomi.verifying import verify_ofd
from tests.make import ofd as make

ID = ("-pkeyopt", "distid:1234567812345678")
PAGE = "Doc_0/Pages/Page_0/Content.xml"


@pytest.fixture(scope="module")
def keeper(tmp_path_factory):
    return make.keeper(tmp_path_factory.mktemp("sm2"))


def openssl_verifies(keeper, folder, data, signature):
    (folder / "data").write_bytes(data)
    (folder / "signature").write_bytes(signature)
    said = make.openssl(
        *("pkeyutl", "-verify", "-certin", "-inkey", keeper.certificate_file, "-rawin"),
        *("-in", folder / "data", "-digest", "sm3", *ID, "-sigfile", folder / "signature"),
    )
    return "Verified Successfully" in said


def test_openssl_verifies_what_we_sign(keeper, tmp_path):
    signature = keeper.key.sign("公文".encode())

    assert openssl_verifies(keeper, tmp_path, "公文".encode(), signature)
    assert not openssl_verifies(keeper, tmp_path, "别的".encode(), signature)


def test_we_verify_what_openssl_signs(keeper, tmp_path):
    (tmp_path / "data").write_bytes(b"data")
    make.openssl(
        *("pkeyutl", "-sign", "-inkey", keeper.key_file, "-rawin", "-in", tmp_path / "data"),
        *("-digest", "sm3", *ID, "-out", tmp_path / "signature"),
    )
    signature = (tmp_path / "signature").read_bytes()
    pair = sm2.Rs.load(signature).native
    bare = pair["r"].to_bytes(32) + pair["s"].to_bytes(32)

    assert sm2.verifies(keeper.key.public, signature, b"data")
    assert sm2.verifies(keeper.key.public, bare, b"data")
    assert not sm2.verifies(keeper.key.public, signature, b"date")


@pytest.mark.parametrize("pair", [(0, 1), (1, 0), (sm2.N, 1), (1, sm2.N), (1, sm2.N - 1)])
def test_numbers_out_of_range_are_no_signature(keeper, pair):
    signature = sm2.Rs({"r": pair[0], "s": pair[1]}).dump()

    assert not sm2.verifies(keeper.key.public, signature, b"data")


def test_a_point_off_the_curve_is_no_key(keeper):
    x, y = keeper.key.public

    assert not sm2.verifies((x, y ^ 1), keeper.key.sign(b"data"), b"data")


def test_a_sealed_ofd_holds_and_openssl_agrees_on_both_signatures(keeper, tmp_path):
    files = make.sealed(keeper)

    report = verify_ofd(make.zipped(files))

    assert report.ok, report
    assert [one.name for one in report.seals] == ["太和镇人民政府"]
    assert "证书链未作核验" in report.said
    read = ses.Signature.load(files[f"{make.SIGN}/SignedValue.dat"])
    seal = read["toSign"]["eseal"]
    for what, value in (
        (read["toSign"].dump(), read["signature"].native),
        (seal["eSealInfo"].dump(), seal["signedValue"].native),
    ):
        assert openssl_verifies(keeper, tmp_path, what, value)


def changed(files, name, old, new):
    assert old in files[name]
    return {**files, name: files[name].replace(old, new)}


def test_every_change_is_seen(keeper):
    files = make.sealed(keeper)
    words, other = "测试".encode(), "篡改".encode()
    tampered = {
        "签章之后有 1 处内容被改动": changed(files, PAGE, words, other),
        "签章之后文件被改动": changed(files, f"{make.SIGN}/Signature.xml", b"120 200", b"120 100"),
        "有 1 处内容不受签章保护": {**files, "Doc_0/Pages/Page_1/Content.xml": b"<x/>"},
    }

    for said, found in tampered.items():
        report = verify_ofd(make.zipped(found))
        assert not report.ok
        assert said in report.said, report.said


def test_a_seal_of_somebody_else_is_seen(keeper, tmp_path):
    files = make.sealed(keeper)
    other = make.keeper(tmp_path, "冒名")
    signed = files[f"{make.SIGN}/Signature.xml"]
    stolen = make.signature(other, signed)
    stolen["toSign"]["eseal"] = make.eseal(keeper)
    stolen["signature"] = other.key.sign(stolen["toSign"].dump(force=True))
    files[f"{make.SIGN}/SignedValue.dat"] = stolen.dump(force=True)

    report = verify_ofd(make.zipped(files))

    assert (report.ok, "不在印章的使用者之列" in report.said) == (False, True), report


def test_sealed_after_the_seal_ran_out(keeper):
    late = make.sealed(keeper, at=datetime(2032, 1, 1, tzinfo=UTC))

    assert "不在有效期内" in verify_ofd(make.zipped(late)).said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 nothing", "不是 OFD 文件"),
        (make.zipped({"a.txt": b"a"}), "不是 OFD 文件"),
        (make.zipped(make.parts()), "缺少"),
    ],
)
def test_what_is_no_sealed_ofd_is_said_so(content, said):
    report = verify_ofd(content)

    assert (report.ok, said in report.said) == (False, True), report


def test_a_seal_listed_over_and_over_is_not_judged(keeper):
    files = make.sealed(keeper)
    row = b'<ofd:Signature ID="1" Type="Seal" BaseLoc="Sign_0/Signature.xml"/>'
    files = changed(files, "Doc_0/Signs/Signatures.xml", row, row * 61)

    assert "签章过多" in verify_ofd(make.zipped(files)).said


def test_an_older_structure_is_not_judged(keeper):
    files = make.sealed(keeper)
    files[f"{make.SIGN}/SignedValue.dat"] = b"\x30\x03\x02\x01\x01"

    assert "不是 GB/T 38540 第 4 版" in verify_ofd(make.zipped(files)).said


def test_a_page_is_drawn_with_its_template_and_its_seal(keeper):
    svg = Document(make.zipped(make.sealed(keeper))).page(1)

    root = etree.fromstring(svg.encode())
    names = [etree.QName(node).localname for node in root.iter()]
    assert names.count("image") == 2  # the picture and the seal
    (text,) = root.iter("{*}text")
    assert text.text == "公文正文测试内容"
    assert text.get("x").split() == [
        f"{turn * 5.571:.3f}".rstrip("0").rstrip(".") for turn in range(8)
    ]
    (path,) = root.iter("{*}path")
    assert (path.get("d"), path.get("stroke")) == ("M0 0L156 0C1 2 3 4 5 6Z", "rgb(230,0,18)")
    assert names.index("path") < names.index("text")  # the template lies under the page


def test_nothing_in_a_page_becomes_markup(keeper):
    files = make.parts("&lt;script&gt;alert(1)&lt;/script&gt;")
    font = b'FontName="\xe4\xbb\xbf\xe5\xae\x8b"'
    files = changed(files, "Doc_0/PublicRes.xml", font, b'FontName="&quot;&gt;&lt;script&gt;"')

    svg = Document(make.zipped(make.sealed(keeper, files))).page(1)

    names = {etree.QName(node).localname for node in etree.fromstring(svg.encode()).iter()}
    assert "script" not in names


def bomb():
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as ofd:
        ofd.writestr("OFD.xml", b"<x/>")
        for turn in range(21):
            ofd.writestr(f"{turn}.bin", bytes(10 * 2**20))
    return target.getvalue()


def test_a_bomb_is_not_opened():
    with pytest.raises(NotOfd, match="过多或过大"):
        Document(bomb())


@pytest.mark.parametrize("entity", ['SYSTEM "file:///etc/passwd"', '"aaaa"'])
def test_entities_are_refused(entity):
    files = make.parts()
    files["OFD.xml"] = f"<!DOCTYPE x [<!ENTITY a {entity}>]><x>&a;</x>".encode()

    with pytest.raises(NotOfd, match="不允许"):
        Document(make.zipped(files))


@pytest.mark.parametrize("place", ["../../../etc/passwd", "/etc/passwd", "C:\\x"])
def test_a_place_outside_the_file_names_nothing(place):
    files = changed(make.parts(), "OFD.xml", b"Doc_0/Document.xml", place.encode())

    with pytest.raises(NotOfd, match="缺少"):
        Document(make.zipped(files))


@pytest.mark.parametrize("data", [b"M 0 0 X 1 2", b"M 0", b'M 0 0 L "&gt; 1'])
def test_a_strange_path_is_refused(data):
    files = changed(
        make.parts(), "Doc_0/Tpls/Tpl_0/Content.xml", b"M 0 0 L 156 0 B 1 2 3 4 5 6 C", data
    )

    with pytest.raises(NotOfd, match="不认识的路径"):
        Document(make.zipped(files)).page(1)
