"""One LibreOffice for one file: the profile it runs under, its command line, and its end."""

import shutil
import subprocess
import time
from pathlib import Path
from string import Template
from subprocess import DEVNULL
from urllib.request import pathname2url

from tenant_apps.files.office.confining import die_with_parent

SECONDS = 40  # for one file; a lease of the outbox lasts longer
AGAIN = 81  # what it says at the first start under a new profile
FORMATS = {"pdf": "pdf", "docx": "docx:MS Word 2007 XML"}  # as its command line names them
_PLACES = "/usr/bin:/usr/local/bin:/usr/lib/libreoffice/program:/opt/libreoffice/program"

# No macros, no links followed, nothing fetched, nothing remembered.
_SETTINGS = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Save/Document", "CreateBackup", "false"),
    ("Common/Misc", "FirstRun", "false"),
    ("Writer/Content/Update", "Link", "2"),
    ("Calc/Content/Update", "Link", "2"),
    ("Inet/Settings", "ooInetProxyType", "0"),
)
_ITEM = (
    '<item oor:path="/org.openoffice.Office.{0}"><prop oor:name="{1}" oor:op="fuse">'
    "<value>{2}</value></prop></item>"
)
_REGISTRY = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">{}</oor:items>\n'
)

# What documents ask for → what lies in our folder of faces; the deployer's own come first.
_FACES = {
    "FandolFang R": (
        "仿宋",
        "仿宋_GB2312",
        "FangSong",
        "FangSong_GB2312",
        "方正仿宋_GBK",
        "华文仿宋",
    ),
    "FandolKai": ("楷体", "楷体_GB2312", "KaiTi", "KaiTi_GB2312", "方正楷体_GBK", "华文楷体"),
    "FandolHei": (
        "黑体",
        "SimHei",
        "方正黑体_GBK",
        "华文黑体",
        "微软雅黑",
        "Microsoft YaHei",
        "等线",
    ),
    # there is no open 小标宋: Song stands in for it, in the weight that is asked for
    "FandolSong": (
        *("宋体", "SimSun", "NSimSun", "新宋体", "方正书宋_GBK", "华文宋体"),
        *("小标宋", "方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "华文中宋"),
    ),
}
_RARE = {"FandolFang R": "Fang", "FandolKai": "Kai", "FandolHei": "Hei", "FandolSong": "Song"}
_ALIAS = Template(
    '<match target="pattern"><test name="family"><string>$asked</string></test>'
    '<edit name="family" mode="append" binding="same"><string>$face</string>'
    "<string>$rare</string><string>Noto Serif CJK SC</string></edit></match>"
)


class Late(Exception):
    """It took too long and was ended."""


class Unreadable(Exception):
    """LibreOffice says it cannot read this."""


def make_home(home: Path, faces: Path) -> None:
    """Everything LibreOffice may write, and its settings, in one folder."""
    profile = home / "profile" / "user"
    profile.mkdir(parents=True)
    items = "".join(_ITEM.format(*setting) for setting in _SETTINGS)
    (profile / "registrymodifications.xcu").write_text(_REGISTRY.format(items))
    (home / "fonts.conf").write_text(_fonts(home, faces))


def program() -> Path | None:
    """The program itself, not the launcher before it: whoever started it can end it."""
    launcher = shutil.which("soffice", path=_PLACES)
    if launcher is None:
        return None
    own = Path(launcher).resolve().with_name("soffice.bin")
    return own if own.exists() else None


def start(home: Path, *rest: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        _command(home, *rest),
        stdin=DEVNULL,
        stdout=DEVNULL,
        stderr=DEVNULL,
        env=_surroundings(home),
        preexec_fn=die_with_parent,
    )


def _command(home: Path, *rest: str) -> list[str]:
    found = program()
    if found is None:
        raise FileNotFoundError("soffice")
    quiet = ["--headless", "--invisible", "--nologo", "--norestore", "--nodefault"]
    where = f"-env:UserInstallation=file://{pathname2url(str(home / 'profile'))}"
    return [str(found), *quiet, "--nolockcheck", "--nofirststartwizard", where, *rest]


def _surroundings(home: Path) -> dict[str, str]:
    """Nothing of ours: no addresses, no keys, no proxies."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "TMPDIR": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "FONTCONFIG_FILE": str(home / "fonts.conf"),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
    }


def convert_once(source: Path, target: Path, home: Path, *, seconds: float = SECONDS) -> None:
    """A cold start for this file alone, as far away from the others as one process can be."""
    wanted = FORMATS[target.suffix.removeprefix(".")]
    line = ("--convert-to", wanted, "--outdir", str(target.parent), str(source))
    deadline = time.monotonic() + seconds
    while _ended(start(home, *line), deadline) == AGAIN:
        continue
    if not target.exists():
        raise Unreadable


def _ended(process: "subprocess.Popen[bytes]", deadline: float) -> int:
    try:
        return process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        raise Late from None
    finally:
        process.kill()
        process.wait()


def _fonts(home: Path, faces: Path) -> str:
    aliases = [
        _ALIAS.substitute(asked=asked, face=face, rare=f"Heshu Rare {_RARE[face]}")
        for face, names in _FACES.items()
        for asked in names
    ]
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"<dir>{faces}</dir><dir>/usr/share/fonts</dir><dir>/usr/local/share/fonts</dir>"
        f"<cachedir>{home}/fontcache</cachedir>{''.join(aliases)}"
        '<include ignore_missing="yes">/etc/fonts/conf.d</include></fontconfig>\n'
    )
