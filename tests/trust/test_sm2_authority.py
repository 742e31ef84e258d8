"""The SM2 side of the city's authority: openssl, which is not ours, reads and verifies it."""

import json
from datetime import timedelta

import pytest
from asn1crypto import crl
from django.core.management import call_command
from django.utils import timezone

from shared_apps.trust import authority, keys, register, signers
from shared_apps.trust.guomi import issuing, keyfiles, sm2
from tests.make.ofd import openssl

ID = "distid:1234567812345678"


@pytest.fixture
def ca(settings, tmp_path, capsys):
    settings.TRUST_ROOT = tmp_path / "trust"

    def run(*words):
        call_command("ca", "--json", *words)
        return json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def issued(unit, ca):
    ca("create")
    key = sm2.new_key()
    made = issuing.issue(key=key, name="太和镇人民政府", unit=unit, at=timezone.now())
    return key, made


def test_its_keys_lie_encrypted_like_all_others(db, ca, settings):
    ca("create")

    for who in (issuing.ROOT, issuing.MAKER):
        kept = settings.TRUST_ROOT / f"{who}.key"
        assert kept.stat().st_mode & 0o077 == 0
        opened = keys.unwrap(kept.read_bytes(), bound_to=who)
        assert issuing.signer(who).key == keyfiles.read(opened)
        assert opened not in kept.read_bytes()
    with pytest.raises(keys.Unreadable):
        keys.unwrap((settings.TRUST_ROOT / f"{issuing.ROOT}.key").read_bytes(), bound_to="other")


def test_what_was_made_before_is_given_its_sm2_side_and_keeps_its_own(db, ca, settings):
    before = ca("create")["serial"]
    for who in (issuing.ROOT, issuing.MAKER):
        (settings.TRUST_ROOT / f"{who}.pem").unlink()
        (settings.TRUST_ROOT / f"{who}.key").unlink()
    assert not issuing.stands()

    assert ca("create")["serial"] == before
    assert issuing.stands()
    with pytest.raises(SystemExit):
        ca("create")


def test_openssl_verifies_the_chain(issued, settings, tmp_path):
    _, made = issued
    leaf = tmp_path / "leaf.pem"
    leaf.write_text(register.pem(made))
    root = settings.TRUST_ROOT / f"{issuing.ROOT}.pem"
    maker = settings.TRUST_ROOT / f"{issuing.MAKER}.pem"

    for one in (leaf, maker):
        said = openssl("verify", "-vfyopt", ID, "-CAfile", root, one)
        assert said.strip().endswith(": OK"), said
    text = openssl("x509", "-in", leaf, "-noout", "-text")
    assert text.count("SM2-with-SM3") == 2
    assert "Digital Signature, Non Repudiation" in text


def test_openssl_reads_its_key_and_verifies_its_signature(issued, tmp_path):
    key, made = issued
    (tmp_path / "key.der").write_bytes(signers.written(key))
    (tmp_path / "leaf.pem").write_text(register.pem(made))
    (tmp_path / "data").write_bytes("公文".encode())
    (tmp_path / "signature").write_bytes(_signer(issued).sign("公文".encode()))

    said = openssl(
        *("pkeyutl", "-verify", "-certin", "-inkey", tmp_path / "leaf.pem", "-rawin"),
        *("-in", tmp_path / "data", "-digest", "sm3", "-pkeyopt", ID),
        *("-sigfile", tmp_path / "signature"),
    )

    assert "Verified Successfully" in said
    public = openssl("pkey", "-inform", "DER", "-in", tmp_path / "key.der", "-pubout")
    assert public == openssl("x509", "-in", tmp_path / "leaf.pem", "-noout", "-pubkey")


def _signer(issued):
    key, made = issued
    return signers.held(made, signers.written(key))


def test_it_stands_behind_the_same_interface(issued):
    _, made = issued
    held = _signer(issued)

    signature = held.sign(b"data")

    assert isinstance(held, signers.Sm2Signer)
    assert signers.verifies(made, signature, b"data")
    assert not signers.verifies(made, signature, b"date")
    assert not signers.verifies(authority.root(), signature, b"data")


def test_no_two_signatures_share_their_secret_even_when_chance_fails(issued, monkeypatch):
    key, _ = issued
    twice = [sm2.Rs.load(key.sign(b"data")).native["r"] for _ in range(2)]
    monkeypatch.setattr(sm2.secrets, "token_bytes", bytes)
    stuck = [sm2.Rs.load(key.sign(data)).native["r"] for data in (b"one", b"two")]

    # r − e is the secret's own coordinate: equal for two messages, it gives the key away.
    assert twice[0] != twice[1]
    hashes = [int.from_bytes(sm2._message_digest(data, key.public)) for data in (b"one", b"two")]
    assert (stuck[0] - hashes[0]) % sm2.N != (stuck[1] - hashes[1]) % sm2.N


def test_a_key_is_never_printed(issued):
    key, _ = issued

    for said in (repr(key), str(key), repr(_signer(issued)), f"{_signer(issued)}"):
        assert str(key.number) not in said
        assert f"{key.number:x}" not in said


@pytest.mark.parametrize("number", [0, -1, sm2.N - 1, sm2.N])
def test_a_number_out_of_range_is_no_key(number):
    with pytest.raises(ValueError, match="between"):
        sm2.PrivateKey(number)


def test_it_vouches_for_its_own_and_nobody_else(issued, settings, tmp_path):
    _, made = issued
    ours = keyfiles.asn1(made)
    settings.TRUST_ROOT = tmp_path / "elsewhere"
    authority.create(name=f"{settings.HESHU_CITY_NAME}签章证书机构（试用）", at=timezone.now())

    assert issuing.is_named_by(ours)  # the same name, another key
    assert not issuing.vouches_for(ours)


def test_openssl_reads_and_verifies_its_list_of_the_revoked(issued, ca, tmp_path):
    _, made = issued
    names = ("list.der", "root.pem", "said", "signature")
    der, root, said, signature = (tmp_path / name for name in names)
    root.write_text(ca("show", "--sm2")["pem"])

    def listed():
        ca("crl", str(der), "--sm2")
        parts = crl.CertificateList.load(der.read_bytes())
        said.write_bytes(parts["tbs_cert_list"].dump())
        signature.write_bytes(parts["signature"].native)
        # openssl's own check of lists knows no distinguishing id of SM2.
        verified = openssl(
            *("pkeyutl", "-verify", "-certin", "-inkey", root, "-rawin", "-in", said),
            *("-digest", "sm3", "-pkeyopt", ID, "-sigfile", signature),
        )
        assert "Verified Successfully" in verified
        return openssl("crl", "-inform", "DER", "-in", der, "-noout", "-text")

    before = listed()
    ca("revoke", register.serial_of(made), "--why", "印章遗失")
    after = listed()

    assert "No Revoked Certificates" in before
    assert "Signature Algorithm: SM2-with-SM3" in after
    assert f"Serial Number: {made.serial_number:X}" in after.replace("Number: 0", "Number: ")
    assert "X509v3 Authority Key Identifier" in after


def test_the_list_of_the_revoked_names_what_its_own_key_issued(issued, tmp_path):
    _, made = issued
    authority.revoke(serial=register.serial_of(made), why="印章遗失", at=timezone.now())

    (tmp_path / "list.der").write_bytes(
        authority.revocation_list(at=timezone.now() + timedelta(seconds=1))
    )

    said = openssl("crl", "-inform", "DER", "-in", tmp_path / "list.der", "-noout", "-text")
    assert "No Revoked Certificates" in said
    assert register.serial_of(made) in authority.revoked()
