"""python -m tenant_apps.files.office.alone SUFFIX FACES < file > pdf: where no service runs."""

import shutil
import sys
import tempfile
from pathlib import Path

from tenant_apps.files.office import soffice
from tenant_apps.files.office.confining import confine, is_open_to_all


def main(suffix: str, faces: str) -> int:
    confine()
    with tempfile.TemporaryDirectory(prefix="heshu-alone-") as folder:
        home = Path(folder)
        where = Path(faces) if is_open_to_all(Path(faces)) else Path("/usr/share/fonts")
        soffice.make_home(home, where)
        source = home / f"source.{suffix}"
        with source.open("wb") as target:
            shutil.copyfileobj(sys.stdin.buffer, target)
        try:
            made = soffice.convert_once(source, home)
        except soffice.Late:
            return _refuse("late")
        except soffice.Unreadable:
            return _refuse("unreadable")
        with made.open("rb") as pdf:
            shutil.copyfileobj(pdf, sys.stdout.buffer)
    return 0


def _refuse(reason: str) -> int:
    sys.stderr.write(reason)
    return 3


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
