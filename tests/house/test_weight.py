"""What a web process carries from its start: memory is multiplied by every process there is."""

import subprocess
import sys

# What each of these takes once imported, measured as PSS; they are fetched where they are used.
HEAVY = {
    "pypinyin": "56 MB",
    "openpyxl": "18 MB",
    "docx": "13 MB",
    "pyhanko": "20 MB",
    "pikepdf": "9 MB",
    "pdfplumber": "12 MB",
    "python_redlines": "6 MB",
    "fontTools": "5 MB",
    "wsgidav": "6 MB",
}
START = """
import sys
import config.wsgi
from django.urls import get_resolver
for room in ("config.urls", "config.urls_public"):
    get_resolver(room).reverse_dict
print(*{name.partition(".")[0] for name in sys.modules})
"""


def test_a_web_process_does_not_carry_what_few_requests_need() -> None:
    done = subprocess.run(
        [sys.executable, "-c", START], capture_output=True, text=True, timeout=120, check=True
    )

    carried = sorted(set(HEAVY) & set(done.stdout.split()))

    assert not carried, f"imported at the start: {[f'{one} ({HEAVY[one]})' for one in carried]}"
