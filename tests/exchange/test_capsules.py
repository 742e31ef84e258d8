"""公文封文件: it proves itself without its sender, and every change to it is seen."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from shared_apps.exchange import capsules, sealing
from shared_apps.exchange.models import Envelope
from shared_apps.kernel.errors import NotFound
from shared_apps.kernel.ids import new_id
from shared_apps.trust import asking, authority, register
from tenants.current import public_floor
from tests.make import exchange as make
from tests.make import ofd as ofd_makers
from tests.make.seals import paper


@pytest.fixture
def envelope(unit, other_unit, city_authority):
    """Posted and signed by 太和镇, with a paper and a file."""
    from shared_apps.exchange.posting import post

    sheet = make.file("通知.pdf", paper())
    return post(
        source_entry=new_id(),
        kind=make.KIND,
        from_unit=unit,
        to_units=[other_unit],
        subject_id=new_id(),
        title="关于开展防火检查的通知",
        number="太和府〔2026〕1号",
        content={"text": "请遵照执行"},
        files=[make.file(), sheet],
        at=timezone.now(),
    )


@pytest.fixture
def capsule(envelope):
    return capsules.write(envelope)


def parts_of(capsule):
    with zipfile.ZipFile(io.BytesIO(capsule)) as found:
        return {name: found.read(name) for name in found.namelist()}


def rewritten(capsule, **changes):
    """The capsule with some parts changed; None leaves one out."""
    parts = parts_of(capsule)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, content in parts.items():
            if changes.get(name, content) is not None:
                made.writestr(name, changes.get(name, content))
        for name in changes.keys() - parts.keys():
            made.writestr(name, changes[name])
    return target.getvalue()


def judged(capsule):
    return capsules.verify(io.BytesIO(capsule))


def test_a_posted_envelope_is_signed_and_its_capsule_proves_it(envelope, capsule):
    report = judged(capsule)

    assert (report.ok, report.signed) == (True, True), report
    assert (report.title, report.number) == ("关于开展防火检查的通知", "太和府〔2026〕1号")
    assert report.sender == "重庆市合川区太和镇人民政府"
    assert capsules.write(envelope) == capsule  # the same bytes every time


def test_a_swapped_attachment_is_seen(capsule):
    name = next(name for name in parts_of(capsule) if name.startswith("files/"))

    report = judged(rewritten(capsule, **{name: b"another"}))

    assert (report.ok, "已被替换或损坏" in report.said) == (False, True), report


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("head.json", "标题、文号"),
        ("content.json", "标题、文号"),
        ("manifest.json", "清单与封签"),
    ],
)
def test_a_changed_part_is_seen(capsule, part, said):
    changed = json.loads(parts_of(capsule)[part]) | {"title": "换了标题", "files": []}

    report = judged(rewritten(capsule, **{part: json.dumps(changed).encode()}))

    assert (report.ok, said in report.problems[0]) == (False, True), report


def test_whoever_seals_it_anew_has_not_the_senders_key(capsule):
    parts = {
        name: parts_of(capsule)[name] for name in ("head.json", "manifest.json", "capsule.json")
    }
    head, manifest, facts = (json.loads(part) for part in parts.values())
    head["title"] = "换了标题"
    manifest["head"] = sealing.digest_of(head)
    facts["digest"] = sealing.digest_of(manifest)
    said = [json.dumps(one).encode() for one in (head, manifest, facts)]

    report = judged(rewritten(capsule, **dict(zip(parts, said, strict=True))))

    assert (report.ok, report.problems[0]) == (False, "签名与清单不符。"), report


def test_a_file_beside_the_list_and_a_lost_signature_are_seen(capsule):
    assert "多出 1 个" in judged(rewritten(capsule, **{"files/extra": b"x"})).said
    unsigned = judged(rewritten(capsule, **{"signature.json": None}))
    assert (unsigned.ok, "没有发文单位的签名" in unsigned.said) == (False, True)


@pytest.mark.parametrize("content", [b"nothing", rewritten.__doc__.encode()])
def test_what_is_no_capsule_is_said_so(content, city_authority):
    assert "不是公文封" in judged(content).said


def test_a_copy_whose_signature_is_not_the_senders_is_not_let_in(envelope):
    envelope.signature = "AAAA"

    with pytest.raises(sealing.Broken, match="签名与清单不符"):
        sealing.check(envelope)


def test_revoked_before_it_was_sealed(envelope):
    with public_floor():
        authority.revoke(
            serial=register.serial_of(authority.read(envelope.certificate)),
            why="密钥泄露",
            at=envelope.sealed_at,
        )

    with pytest.raises(sealing.Broken, match="吊销"):
        sealing.check(envelope)


def test_without_an_authority_a_copy_goes_without_signature(unit, other_unit):
    from shared_apps.exchange.posting import post

    made = post(
        source_entry=new_id(),
        kind=make.KIND,
        from_unit=unit,
        to_units=[other_unit],
        subject_id=new_id(),
        title="一",
        content={},
        at=timezone.now(),
    )

    assert made.signature == ""
    sealing.check(made)


def test_only_its_two_sides_have_it(envelope, other_unit):
    assert capsules.find(envelope.pk, unit=other_unit.schema_name).pk == envelope.pk
    for stranger in (None, new_id()):
        with pytest.raises(NotFound):
            capsules.find(stranger, unit="unit_taihe")
    with pytest.raises(NotFound):
        capsules.find(envelope.pk, unit="unit_elsewhere")


def test_the_command_judges_a_file(capsule, tmp_path, capsys):
    whole, broken = tmp_path / "a.zip", tmp_path / "b.zip"
    whole.write_bytes(capsule)
    broken.write_bytes(rewritten(capsule, **{"content.json": b"{}"}))

    call_command("capsule", "verify", str(whole), "--json")
    good = json.loads(capsys.readouterr().out)
    with pytest.raises(SystemExit) as left:
        call_command("capsule", "verify", str(broken), "--json")
    bad = json.loads(capsys.readouterr().out)

    assert (good["ok"], good["number"]) == (True, "太和府〔2026〕1号")
    assert (left.value.code, bad["ok"], bad["message"]) == (
        3,
        False,
        "标题、文号或内容与清单不符。",
    )


# ---- the page that is open to everybody ----------------------------------------------------


@pytest.fixture
def ask(client_at, db):
    def run(content, name="文件"):
        return client_at().post("/api/city/verify", {"file": SimpleUploadedFile(name, content)})

    return run


def test_anybody_may_ask_about_a_capsule(ask, capsule):
    answer = ask(capsule).json()

    assert (answer["kind"], answer["ok"]) == ("capsule", True), answer
    assert answer["capsule"]["sender"] == "重庆市合川区太和镇人民政府"


def test_anybody_may_ask_about_a_pdf_or_an_ofd(ask, city_authority, tmp_path):
    sealed = ofd_makers.zipped(ofd_makers.sealed(ofd_makers.keeper(tmp_path)))

    pdf, ofd = ask(paper()).json(), ask(sealed).json()

    assert (pdf["kind"], pdf["ok"], pdf["said"]) == ("pdf", False, "文件里没有电子印章。")
    assert (ofd["kind"], ofd["ok"], ofd["seals"][0]["name"]) == ("ofd", True, "太和镇人民政府")


def test_a_file_too_large_is_not_read(ask, settings):
    settings.MAX_VERIFY_BYTES = 2**20

    assert ask(b"%PDF-" + bytes(2**20)).status_code == 413


def test_an_address_may_not_ask_for_ever(ask, monkeypatch):
    monkeypatch.setattr(asking, "A_MINUTE", 2)
    statuses = [ask(b"x").status_code for _ in range(3)]
    # The minute may turn in between.
    assert statuses[:2] == [200, 200]
    assert statuses[2] == 429 or timezone.now().second < 5


def test_nothing_of_a_file_is_kept(ask, capsule):
    with public_floor():
        before = Envelope.objects.count()

    ask(capsule)

    with public_floor():
        assert Envelope.objects.count() == before
