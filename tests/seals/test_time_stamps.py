"""时间戳 of a service that is not ours: asked by HTTP, believed by its own root, missed aloud."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from asn1crypto import tsp
from django.utils import timezone
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from shared_apps.trust import authority, register, stamping_time
from shared_apps.trust.judging import verify_pdf
from tenant_apps.seals import actions, impressing, keyring
from tenant_apps.seals.models import Impression
from tests.make import organization as make
from tests.make import seals as seal_makers
from tests.make.seals import PLACE, paper, stored, subject


@pytest.fixture
def keeper(unit, city_authority):
    return seal_makers.keeper()


@pytest.fixture
def seal(keeper):
    return seal_makers.seal(make.staff("陈主任", duties=["office_head"]), [keeper])


@pytest.fixture
def use(seal, keeper):
    def run(content=None):
        what = subject(content or paper())
        return actions.seal(
            subject=what,
            pdf_sha256=what.pdf_sha256,
            seal_id=seal.pk,
            place=PLACE,
            paging=False,
            by=keeper,
            at=timezone.now(),
        )

    return run


@pytest.fixture
def elsewhere(settings, tmp_path) -> tuple[DummyTimeStamper, bytes]:
    """Another city's authority stamps the time, and this is its root."""
    ours, settings.TRUST_ROOT = settings.TRUST_ROOT, tmp_path / "elsewhere"
    authority.create(name="国家授时时间戳", at=timezone.now() - timedelta(days=9))
    stamper, root = stamping_time.timestamper(at=timezone.now()), authority.root()
    settings.TRUST_ROOT = ours
    return stamper, register.pem(root).encode()


@contextmanager
def answering(stamper: DummyTimeStamper, kind: str) -> Iterator[str]:
    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            said = stamper.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            """Not into the output of the tests."""

    server = HTTPServer(("127.0.0.1", 0), Answering)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_it_is_believed_by_the_root_that_the_operator_named(use, elsewhere, settings, tmp_path):
    stamper, root = elsewhere
    (tmp_path / "tsa.pem").write_bytes(root)
    with answering(stamper, "application/timestamp-reply") as settings.HESHU_TSA_URL:
        sealed = stored(use().sealed_sha256)
    before = verify_pdf(sealed)
    settings.HESHU_TSA_ROOTS = str(tmp_path / "tsa.pem")
    after = verify_pdf(sealed)

    assert (before.ok, "时间戳" in before.said) == (False, True)
    assert (after.ok, after.seals[0].stamped) == (True, True), after.said


def test_the_root_of_time_is_no_root_of_seals(use, seal, settings, tmp_path):
    sealed = stored(use().sealed_sha256)
    (tmp_path / "ours.pem").write_text(register.pem(authority.root()))
    settings.TRUST_ROOT = tmp_path / "another-city"
    authority.create(name="另一市签章证书机构", at=timezone.now())
    settings.HESHU_TSA_ROOTS = str(tmp_path / "ours.pem")

    report = verify_pdf(sealed)

    assert (report.ok, report.seals[0].stamped) == (False, True)
    assert "不是本市签章证书机构签发的" in report.said


@pytest.mark.parametrize("down", [True, False])
def test_without_its_answer_nothing_is_sealed(use, elsewhere, settings, down):
    with answering(elsewhere[0], "text/html") as address:
        settings.HESHU_TSA_URL = "http://127.0.0.1:9" if down else address
        with pytest.raises(stamping_time.NoTimestamp) as refused:
            use()

    assert (refused.value.status, "没有用印" in refused.value.message) == (503, True)
    assert not Impression.objects.exists()


def test_a_revoked_key_proves_no_date_without_a_stamp(use, seal):
    """Who has the key can write any date into a signature; only the stamp is another's word."""
    held = keyring.signer(
        owner=seal.pk, certificate=seal.certificate, wrapped_key=bytes(seal.wrapped_key)
    )
    writer, target = IncrementalPdfFileWriter(io.BytesIO(paper())), io.BytesIO()
    how = signers.PdfSignatureMetadata(
        field_name="Seal1",
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
    )
    signers.sign_pdf(writer, how, signer=impressing._Held(held), output=target)
    before = verify_pdf(target.getvalue())

    authority.revoke(serial=seal.serial, why="印章遗失", at=timezone.now() + timedelta(hours=1))
    after = verify_pdf(target.getvalue())

    assert (before.ok, before.seals[0].stamped) == (True, False), before.said
    assert (after.ok, "没有时间戳" in after.said) == (False, True)
