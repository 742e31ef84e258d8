"""A .docx becomes a PDF: by the service that is kept warm, beside a cold soffice for each file.

In turns, the same files; both confined alike. Goal: half of them within half a second.
"""

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings
from django.test import override_settings

from tenant_apps.files import converting
from tenant_apps.files.sniffing import DOCX
from tests.make import files as make

WARM, COLD = 40, 5
WANTED = "pdf"
P50_GOAL = 0.5
START_SECONDS = 60


def measured() -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="heshu-bench-") as folder, _service(Path(folder)):
        warm, cold = [], []
        for number in range(WARM):
            warm.append(_seconds(number, converting._asked))
            if number % (WARM // COLD) == 0:
                cold.append(_seconds(number, converting._alone))
    p50 = median(warm)
    return {
        "ratio": round(median(cold) / p50, 2),
        "ok": p50 < P50_GOAL,
        "warm_p50_s": round(p50, 3),
        "warm_max_s": round(max(warm), 3),
        "cold_p50_s": round(median(cold), 3),
        "p50_goal_s": P50_GOAL,
        "files": WARM,
    }


def _seconds(number: int, convert: Any) -> float:
    with tempfile.TemporaryFile() as file:
        file.write(make.docx(f"第{number}号 关于申请拨付森林防火专项资金的请示。" * 40))
        file.seek(0)
        began = time.perf_counter()
        convert(file, converting.SUFFIXES[DOCX], WANTED)
        return time.perf_counter() - began


@contextmanager
def _service(folder: Path) -> Iterator[None]:
    door, log = folder / "o.sock", folder / "log"
    command = ["/usr/bin/python3", "-B", "-m", "tenant_apps.files.office.serving"]
    where = ["--socket", str(door), "--faces", str(settings.FONTS_ROOT)]
    with log.open("wb") as said:
        service = subprocess.Popen(
            [*command, *where], env={"PYTHONPATH": str(settings.BASE_DIR)}, stdout=said
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while "已就绪" not in log.read_text() and time.monotonic() < deadline:
            time.sleep(0.1)
        with override_settings(HESHU_CONVERTER=str(door)):
            yield
    finally:
        service.terminate()
        service.wait(20)
