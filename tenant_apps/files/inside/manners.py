"""How a confined child begins, refuses and answers."""

import os
import sys
from collections.abc import Callable
from typing import NoReturn

from tenant_apps.files.office.confining import confine

REFUSED = 3
SECONDS = 30  # of processor time; whoever started us stops us by the clock as well


class Refusal(Exception):
    """encrypted, broken, pixels or large."""


def live(work: Callable[[list[str]], None]) -> NoReturn:
    """The libraries are read by now; from here on nothing can be reached any more."""
    confine(memory=int(os.environ.get("HESHU_MEMORY", 1 << 30)), seconds=SECONDS)
    try:
        work(sys.argv[1:])
    except Refusal as refusal:
        sys.stderr.write(str(refusal))
        sys.exit(REFUSED)
    except Exception:  # noqa: BLE001  whatever a library makes of a hostile file, to us it is broken
        sys.stderr.write("broken")
        sys.exit(REFUSED)
    sys.stdout.flush()
    sys.exit(0)
