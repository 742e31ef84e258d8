"""The service: python3 -m tenant_apps.files.office.serving --socket PATH --faces FOLDER

One file at a time, asked for over a Unix socket; the bytes come and go over it, so that the
process needs to see nothing of the storage. Whoever supervises it starts it again when it ends.
"""

import argparse
import os
import shutil
import signal
import socket
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from tenant_apps.files.office import framing, soffice
from tenant_apps.files.office.confining import NOBODY, confine, is_open_to_all
from tenant_apps.files.office.warm import Gone, Warm

COLD = ("xls", "xlsx")  # a fresh process each: Calc may take down whatever it runs in
PREFIX = "heshu-office-"
IDLE_SECONDS = 30.0  # a client that stops speaking
HANGS_AFTER = 4 * soffice.SECONDS  # the whole service: then the kernel ends it


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--socket", type=Path, required=True)
    parser.add_argument("--faces", type=Path, required=True)
    asked = parser.parse_args(arguments)
    door = _door(asked.socket)
    home = _home(asked.faces)
    for missing in confine():
        _say(f"{missing}：其余限制仍然有效")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    office = Warm(home)
    try:
        office.start()
        _say("文档转换服务已就绪")
        while True:
            _serve(door, office, home)
            office.be_ready()
    except Gone:
        _say("LibreOffice 没有启动成功")
        return 1
    finally:
        office.stop()
        shutil.rmtree(home, ignore_errors=True)


def _door(path: Path) -> socket.socket:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    door.bind(str(path))
    path.chmod(0o600)
    door.listen(64)
    return door


def _home(faces: Path) -> Path:
    """A folder of nobody's own; the faces are copied where nobody could not reach them."""
    _sweep()
    home = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    if os.geteuid() == 0 and not is_open_to_all(faces):
        faces = Path(shutil.copytree(faces, home / "faces"))
    soffice.make_home(home, faces)
    if os.geteuid() == 0:
        for path in (home, *home.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
    return home


def _sweep() -> None:
    """What those left behind who were ended without warning."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
        if not Path("/proc", left.name.removeprefix(PREFIX).partition("-")[0]).exists():
            shutil.rmtree(left, ignore_errors=True)


def _serve(door: socket.socket, office: Warm, home: Path) -> None:
    caller, _ = door.accept()
    signal.alarm(HANGS_AFTER)
    with caller, suppress(OSError, framing.Broken):
        caller.settimeout(IDLE_SECONDS)
        with tempfile.TemporaryDirectory(dir=home) as folder, caller.makefile("rb") as stream:
            asked = framing.hear(stream)
            source = Path(folder) / f"source.{_suffix(asked)}"
            target = source.with_suffix(f".{_wanted(asked)}")
            with source.open("wb") as file:
                framing.take(stream, int(asked["size"]), file)
            _answer(caller, source, target, office, home)
    signal.alarm(0)


def _answer(caller: socket.socket, source: Path, target: Path, office: Warm, home: Path) -> None:
    try:
        _convert(source, target, office, home)
    except soffice.Late:
        framing.send(caller, {"refusal": "late"})
    except (soffice.Unreadable, Gone):
        framing.send(caller, {"refusal": "unreadable"})
    else:
        with target.open("rb") as file:
            framing.send(caller, {"size": target.stat().st_size}, framing.pieces_of(file))


def _convert(source: Path, target: Path, office: Warm, home: Path) -> None:
    if source.suffix.removeprefix(".") not in COLD:
        try:
            office.convert(source, target)
        except Gone:
            _say("LibreOffice 在转换中退出，改用单独的进程重试")
        else:
            return
    _alone(source, target, home)


def _alone(source: Path, target: Path, home: Path) -> None:
    """A profile for this file only: two processes cannot share one."""
    own = source.parent / "home"
    shutil.copytree(home / "profile" / "user", own / "profile" / "user", ignore=_cold_profile)
    shutil.copy(home / "fonts.conf", own / "fonts.conf")
    soffice.convert_once(source, target, own)


def _cold_profile(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name != "registrymodifications.xcu"]


def _suffix(asked: dict[str, object]) -> str:
    suffix = str(asked.get("suffix"))
    if not (suffix.isascii() and suffix.isalnum() and len(suffix) <= 5):
        raise framing.Broken("not a suffix")
    return suffix


def _wanted(asked: dict[str, object]) -> str:
    wanted = str(asked.get("wanted"))
    if wanted not in soffice.FORMATS:
        raise framing.Broken("not a format")
    return wanted


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
