"""A process that reads other people's files: nobody's, without network, with an end to its size.

Each measure is taken where the machine allows it; what was not possible is returned in words.
"""

import ctypes
import os
import resource
import signal
import sys
from pathlib import Path

NOBODY = 65534
MEMORY = 3 << 30  # address space: LibreOffice maps more than one gigabyte before it does anything
LARGEST_FILE = 512 << 20
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000
_DIE_WITH_PARENT, _NO_NEW_RIGHTS = 1, 38


def confine(*, memory: int = MEMORY, seconds: int | None = None) -> list[str]:
    """For good, and for every child. `seconds` bounds the processor time of each process."""
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_FSIZE: LARGEST_FILE,
    }
    if seconds is not None:
        limits[resource.RLIMIT_CPU] = seconds
    for kind, most in limits.items():
        _, hard = resource.getrlimit(kind)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (least, least))
    missing = [] if _leave_network() else ["未能断开网络"]
    _leave_rights()
    return missing


def die_with_parent() -> None:
    if sys.platform == "linux":
        _prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def is_open_to_all(path: Path) -> bool:
    """May nobody read it, every folder on the way included?"""
    return all(one.stat().st_mode & 0o001 for one in (path, *path.parents))


def _leave_network() -> bool:
    """An empty network of its own; without rights only where the kernel lets users do so."""
    if sys.platform != "linux":
        return False
    if {one.name for one in Path("/sys/class/net").iterdir()} <= {"lo"}:
        return True  # a container without one
    unshare = ctypes.CDLL(None).unshare
    return bool(unshare(_NEW_NETWORK) == 0 or unshare(_NEW_USER | _NEW_NETWORK) == 0)


def _leave_rights() -> None:
    if os.geteuid() == 0 and _may_change_user():
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    if sys.platform == "linux":
        _prctl(_NO_NEW_RIGHTS, 1)
        die_with_parent()  # changing the user takes it back


def _may_change_user() -> bool:
    """Inside a user namespace without a map there is nobody to become."""
    return Path("/proc/self/uid_map").read_text().split() != []


def _prctl(option: int, value: int) -> None:
    ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
