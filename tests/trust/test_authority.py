"""The city's certificate authority: made once, by a command; openssl reads what it issues."""

import json
import subprocess

import pytest
from django.core.management import call_command

from shared_apps.trust import authority, keys, register
from tests.make import organization as make
from tests.make import seals as seal_makers


@pytest.fixture
def ca(settings, tmp_path, capsys):
    settings.TRUST_ROOT = tmp_path / "trust"

    def run(*words):
        call_command("ca", "--json", *words)
        return json.loads(capsys.readouterr().out)

    return run


def test_it_is_made_once_and_its_key_lies_encrypted(db, ca, settings, capsys):
    made = ca("create", "--name", "试用机构")
    with pytest.raises(SystemExit):
        ca("create")

    assert json.loads(capsys.readouterr().out)["code"] == "trust.authority_stands"
    key = settings.TRUST_ROOT / "ca.key"
    assert b"ENCRYPTED PRIVATE KEY" in key.read_bytes()
    assert key.stat().st_mode & 0o077 == 0
    assert register.serial_of(authority.root()) == made["serial"]


def test_openssl_verifies_a_seal_and_knows_when_it_is_revoked(unit, ca, tmp_path):
    ca("create")
    seal = seal_makers.seal(make.staff("陈主任", duties=["office_head"]), [seal_makers.keeper()])
    root, leaf, der, crl = (tmp_path / name for name in ("ca.pem", "s.pem", "c.der", "c.pem"))
    root.write_text(ca("show")["pem"])
    leaf.write_text(seal.certificate)

    def verified():
        ca("crl", str(der))
        subprocess.run(["openssl", "crl", "-inform", "DER", "-in", der, "-out", crl], check=True)
        return subprocess.run(
            ["openssl", "verify", "-crl_check", "-CAfile", root, "-CRLfile", crl, leaf],
            capture_output=True,
            text=True,
            check=False,
        )

    before = verified()
    ca("revoke", seal.serial, "--why", "印章遗失")
    after = verified()

    assert before.returncode == 0, before.stderr
    assert (after.returncode != 0, "revoked" in after.stderr) == (True, True), after.stderr
    states = {one["purpose"]: one["state"] for one in ca("list")["certificates"]}
    assert (states["电子印章"].endswith("印章遗失"), states["国密印章"]) == (True, "有效")


def test_a_key_copied_into_another_row_opens_nothing():
    kept = keys.wrap(b"secret", bound_to="one")

    assert keys.unwrap(kept, bound_to="one") == b"secret"
    with pytest.raises(keys.Unreadable):
        keys.unwrap(kept, bound_to="another")


def test_under_another_seal_key_nothing_opens(settings):
    kept = keys.wrap(b"secret", bound_to="one")
    settings.SEAL_KEY = "another"

    with pytest.raises(keys.Unreadable):
        keys.unwrap(kept, bound_to="one")
