"""python -m tenant_apps.files.office.alone SUFFIX WANTED FACES < file > made

Where no service runs: one file, one process.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from tenant_apps.files.office import soffice
from tenant_apps.files.office.confining import confine, is_open_to_all


def main(suffix: str, wanted: str, faces: str) -> int:
    confine()
    with tempfile.TemporaryDirectory(prefix="heshu-alone-") as folder:
        home = Path(folder)
        where = Path(faces) if is_open_to_all(Path(faces)) else Path("/usr/share/fonts")
        soffice.make_home(home, where)
        source, made = home / f"source.{suffix}", home / f"source.{wanted}"
        with source.open("wb") as target:
            shutil.copyfileobj(sys.stdin.buffer, target)
        try:
            soffice.convert_once(source, made, home)
        except soffice.Late:
            return _refuse("late")
        except soffice.Unreadable:
            return _refuse("unreadable")
        with made.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
    return 0


def _refuse(reason: str) -> int:
    sys.stderr.write(reason)
    return 3


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
