"""Files of a draft, and a LibreOffice of our own where a test asks for one."""

import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from tenant_apps.files import actions
from tenant_apps.files.models import Attachment
from tests.make import files as make
from tests.make import organization as people


@pytest.fixture
def attach(unit, noon) -> Callable[..., Attachment]:
    clerk = people.staff("王晓敏", duties=["drafter"])

    def run(name: str, content: bytes, **where: object) -> Attachment:
        place = {"subject_kind": "outgoing", "subject_id": make.SUBJECT, **where}
        return actions.attach(
            name=name, chunks=[content], size=len(content), by=clerk, at=noon, **place
        )

    return run


class Service:
    """The conversion service as `make run` starts it."""

    def __init__(self, socket: Path) -> None:
        self.socket = socket
        self.log = socket.with_suffix(".log")
        where = ["--socket", str(socket), "--faces", str(django_settings.FONTS_ROOT)]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                ["/usr/bin/python3", "-B", "-m", "tenant_apps.files.office.serving", *where],
                env={"PYTHONPATH": str(django_settings.BASE_DIR)},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.wait_for("已就绪")

    def wait_for(self, words: str, *, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while words not in self.log.read_text():
            assert time.monotonic() < deadline, self.log.read_text()
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.1)

    def office(self) -> int:
        """The number of the LibreOffice it keeps."""
        marks = ("(soffice.bin)", str(self.process.pid))
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                number, name, state, parent = stat.read_text().split()[:4]
                if (name, parent) == marks and state != "Z":
                    return int(number)
        raise AssertionError("it keeps none")

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(20)


@pytest.fixture(scope="session")
def service() -> Iterator[Service]:
    with tempfile.TemporaryDirectory(prefix="heshu-test-") as folder:
        running = Service(Path(folder) / "o.sock")
        yield running
        running.end()


@pytest.fixture
def office(service, settings) -> Service:
    settings.HESHU_CONVERTER = str(service.socket)
    return service
