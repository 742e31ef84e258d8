"""The doors as they run: Debian's litmus, a real LibreOffice and a suite that signs what it asks,
against two granian workers."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from tenant_apps.correspondence.actions import drafting
from tenant_apps.organization.models import Staff
from tenant_apps.texts import passes
from tenant_apps.texts.actions import admitting
from tenant_apps.texts.models import DavLock, Pass, TextVersion
from tenants import postgres
from tenants.crossing import in_unit
from tenants.models import Domain, Unit
from tests.make import exchange, texts
from tests.make import organization as people
from tests.make import tenants as ground
from tests.texts.dav import LOCKINFO, OWNER, Told
from tests.texts.wopi import Suite, Visit, attach

ADDRESS = "127.0.0.1"
SUITES = {"basic": 16, "copymove": 13, "props": 30, "locks": 41, "http": 4}
CLIENT = Path(__file__).with_name("libreoffice_client.py")
WIN32 = "urn:schemas-microsoft-com:"
PROPPATCH = (
    f'<?xml version="1.0" encoding="utf-8"?><D:propertyupdate xmlns:D="DAV:" xmlns:Z="{WIN32}">'
    "<D:set><D:prop><Z:Win32LastModifiedTime>Mon, 23 Nov 2026 02:00:00 GMT"
    "</Z:Win32LastModifiedTime><Z:Win32FileAttributes>00000020</Z:Win32FileAttributes></D:prop>"
    "</D:set></D:propertyupdate>"
).encode()
WORD_LOCKS = LOCKINFO.replace(OWNER.encode(), b"<D:owner><D:href>PC-07\\wxm</D:href></D:owner>")


@dataclass
class House:
    unit: Unit
    drafter: Staff
    port: int

    def link(self) -> tuple[str, Pass]:
        """A writing pass to a fresh draft of the drafter's."""
        with in_unit(self.unit):
            now = timezone.now()
            content = {"doc_kind": "notice", "title": "关于冬季防火的通知", "body": "原文。"}
            document = drafting.draft(content=content, by=self.drafter, at=now)
            row, token = admitting.admit(
                subject_kind="outgoing",
                subject_id=document.pk,
                door="dav",
                may_write=True,
                by=self.drafter,
                at=now,
            )
            return f"http://{ADDRESS}:{self.port}/dav/t/{token}/text.docx", row

    def visit(self, suite: Suite, row: Pass) -> Visit:
        """The same draft, open in the office suite."""
        with in_unit(self.unit):
            _, _, token = admitting.admit_to_office(
                subject_kind="outgoing",
                subject_id=row.subject_id,
                by=self.drafter,
                at=timezone.now(),
            )
        file = f"http://{ADDRESS}:{self.port}/wopi/files/{row.subject_id}"
        return Visit(suite, file, token, send=over_http)

    def scratch(self) -> str:
        with in_unit(self.unit):
            now = timezone.now()
            Pass.objects.create(
                token_hash=passes.token_hash("litmus-token"),
                door="scratch",
                staff=self.drafter,
                may_write=True,
                created_at=now,
                expires_at=now + passes.READING,
            )
        return f"http://{ADDRESS}:{self.port}/dav/t/litmus-token/"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the server keeps outside its database."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="module")
def house(
    django_db_setup: None, django_db_blocker: Any, suite: Suite, folder: Path
) -> Iterator[House]:
    with django_db_blocker.unblock(), override_settings(VAR_DIR=folder):
        attach(suite)
        unit = ground.town("DAV")
        Domain.objects.create(domain=ADDRESS, tenant=unit, is_primary=False)
        with in_unit(unit):
            drafter = people.staff("王晓敏", duties=["drafter"])
        process, port = served(folder)
        try:
            yield House(unit, drafter, port)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)
            exchange.forget(unit)
            connection.close()


@pytest.fixture(autouse=True)
def commits(house: House, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def served(folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        port = probe.getsockname()[1]
    url = postgres.cluster("test").url(login="app", database=connection.settings_dict["NAME"])
    told = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "HESHU_VAR": str(folder),
        "HESHU_TEST_FILES": str(folder / "files"),
    }
    granian = Path(sys.executable).with_name("granian")
    asked = ["--interface", "wsgi", "--workers", "2", "--no-ws", "--port", str(port)]
    process = subprocess.Popen(
        [granian, "--host", ADDRESS, *asked, "config.wsgi:application"],
        cwd=settings.BASE_DIR,
        env=told,
        stdout=subprocess.DEVNULL,
    )
    until = time.monotonic() + 90
    while True:
        try:
            with closing(HTTPConnection(ADDRESS, port, timeout=10)) as caller:
                caller.request("OPTIONS", "/dav/")
                caller.getresponse().read()
            return process, port
        except OSError:
            assert time.monotonic() < until, "the server never answered"
            time.sleep(0.2)


@pytest.mark.litmus
@pytest.mark.timeout(300)
def test_litmus_finds_nothing_amiss(house, tmp_path):
    assert shutil.which("litmus"), "litmus is missing: apt install litmus"

    done = subprocess.run(
        ["litmus", "-k", house.scratch()],
        cwd=tmp_path,
        env=os.environ | {"TESTS": " ".join(SUITES)},
        capture_output=True,
        text=True,
        errors="replace",
        timeout=280,
    )

    found = re.findall(r"summary for `(\w+)': of (\d+) tests run: (\d+) passed", done.stdout)
    assert {name: int(passed) for name, _, passed in found} == SUITES, re.findall(
        r"^.*FAIL.*$|^<-.*$", done.stdout.replace("\r", "\n"), re.M
    )


@pytest.mark.office
@pytest.mark.timeout(300)
def test_libreoffice_opens_locks_saves_and_a_second_writer_is_refused(house, tmp_path):
    assert shutil.which("soffice"), "LibreOffice is missing: apt install libreoffice-writer-nogui"
    address, row = house.link()
    with in_unit(house.unit):
        Pass.objects.filter(pk=row.pk).update(file_name="text.docx")

    said = talk(address, tmp_path)

    assert said == {"readonly": "False", "second": "423", "stored": "yes"}
    with in_unit(house.unit):
        newest = TextVersion.objects.of("outgoing", row.subject_id).filter(is_side=False).last()
        assert (newest.way, newest.author_name) == ("webdav", "王晓敏")
        assert "桌面改的。" in newest.text
        assert not DavLock.objects.filter(place__contains=str(row.subject_id)).exists()


@pytest.mark.timeout(120)
def test_a_suite_and_a_desktop_program_share_one_pen_whichever_worker_answers(house, suite):
    address, row = house.link()
    with in_unit(house.unit):
        Pass.objects.filter(pk=row.pk).update(file_name="text.docx")
    visit = house.visit(suite, row)

    assert (visit.info().status, visit.get().status) == (200, 200)
    assert visit.post("LOCK", "suite").status == 200
    assert {visit.post("GET_LOCK").headers["X-WOPI-Lock"] for _ in range(12)} == {"suite"}
    assert over_http("LOCK", address, LOCKINFO, depth="0").status == 423
    assert visit.put(texts.word("网页版改的。"), "suite").status == 200
    assert visit.post("UNLOCK", "suite").status == 200
    assert over_http("LOCK", address, LOCKINFO, depth="0").status == 200
    assert visit.post("LOCK", "suite").status == 409
    with in_unit(house.unit):
        newest = TextVersion.objects.of("outgoing", row.subject_id).last()
        assert (newest.way, newest.is_side, newest.text) == ("wopi", False, "网页版改的。")


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "agent",
    [
        "Microsoft Office Word 2014",
        "Microsoft-WebDAV-MiniRedir/10.0.19045",
        "Microsoft Office Existence Discovery",
        "WPS Office",
    ],
)
def test_a_program_of_windows_converses_from_the_first_probe_to_the_last_save(house, agent):
    """What it asks in the order it asks it: any 401, 403 or 5xx on the way opens it read-only."""
    address, row = house.link()
    with in_unit(house.unit):
        Pass.objects.filter(pk=row.pk).update(file_name="text.docx")
    folder = address.rpartition("/")[0] + "/"

    def ask(method: str, place: str, body: bytes = b"", **head: str) -> Told:
        return over_http(method, place, body, user_agent=agent, translate="f", **head)

    for place in (f"http://{urlsplit(address).netloc}/dav/", folder, address):
        told = ask("OPTIONS", place)
        assert (told.status, told.headers["MS-Author-Via"]) == (200, "DAV")
        assert told.headers["DAV"].startswith("1,2")
    assert "LOCK" in ask("OPTIONS", address).headers["Allow"]
    assert ask("PROPFIND", folder, depth="1").status == 207
    assert ask("HEAD", address).status == 200
    locked = ask("LOCK", address, WORD_LOCKS, depth="0", timeout="Second-3600")
    token = locked.headers["Lock-Token"]
    assert (locked.status, b"Second-" in locked.body) == (200, True)
    assert ask("GET", address).body[:2] == b"PK"
    written = texts.word(f"{agent}改的。")
    assert ask("PUT", address, written, If=f"({token})").status in (200, 201, 204)
    assert ask("PROPPATCH", address, PROPPATCH, If=f"({token})").status == 207
    again = ask("LOCK", address, timeout="Second-3600", If=f"({token})")
    assert (again.status, again.headers.get("Lock-Token", token)) == (200, token)
    assert ask("UNLOCK", address, lock_token=token).status == 204
    with in_unit(house.unit):
        newest = TextVersion.objects.of("outgoing", row.subject_id).filter(is_side=False).last()
        assert (newest.way, newest.text) == ("webdav", f"{agent}改的。")
    found = ask("PROPFIND", address, depth="0")
    assert (found.status, b"00000020" in found.body) == (207, True)


def over_http(method: str, address: str, body: bytes = b"", **headers: str) -> Told:
    parts = urlsplit(address)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with closing(HTTPConnection(parts.netloc, timeout=30)) as line:
        line.request(method, path, body, named)
        answer = line.getresponse()
        return Told(answer.status, answer.headers, answer.read())  # whatever their case


def talk(address: str, folder: Path) -> dict[str, str]:
    """LibreOffice itself, driven over UNO by Debian's own Python, which alone knows UNO."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    accept = "--accept=socket,host=127.0.0.1,port=2464;urp;"
    office = subprocess.Popen(["soffice", profile, "--headless", "--norestore", accept])
    try:
        done = subprocess.run(
            ["/usr/bin/python3", str(CLIENT), address],
            capture_output=True,
            text=True,
            timeout=200,
        )
    finally:
        office.terminate()
        office.wait(30)
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(line.split("=", 1) for line in done.stdout.splitlines())
