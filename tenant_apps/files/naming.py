"""Names of files as people gave them, made safe to show and to save again."""

import unicodedata
from collections.abc import Container

LONGEST = 240  # bytes: disks count them so, and 80 Chinese characters are enough for a name
_FORBIDDEN = frozenset('<>:"/\\|?*')
_RESERVED = frozenset({"con", "prn", "aux", "nul"}) | {
    f"{d}{n}" for d in ("com", "lpt") for n in "123456789"
}
# What an office PC would run when double-clicked. The content is checked as well (sniffing.py).
PROGRAM_ENDINGS = frozenset(
    {"apk", "app", "bat", "cmd", "com", "cpl", "dll", "exe", "gadget", "hta", "jar", "js", "jse"}
    | {
        "lnk",
        "msc",
        "msi",
        "msp",
        "pif",
        "ps1",
        "reg",
        "scr",
        "sh",
        "sys",
        "vbe",
        "vbs",
        "wsf",
        "wsh",
    }
)


def cleaned(name: str) -> str:
    """The last part of the name; "" when nothing is left of it.

    Control and direction characters go: a name that reads 通知exe.pdf must not end with .exe.
    """
    last = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    kept = "".join(
        "_" if char in _FORBIDDEN else char
        for char in last
        if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
    ).strip(" .　")
    if kept.partition(".")[0].lower() in _RESERVED:
        kept = f"_{kept}"
    return _shortened(kept)


def unused(name: str, taken: Container[str]) -> str:
    """A second 预算表.xlsx becomes 预算表(2).xlsx, as people know it from their desks."""
    if name not in taken:
        return name
    stem, suffix = _parts(name)
    number = 2
    while (
        candidate := f"{_cut(stem, LONGEST - len(suffix.encode()) - 6)}({number}){suffix}"
    ) in taken:
        number += 1
    return candidate


def ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _shortened(name: str) -> str:
    stem, suffix = _parts(name)
    return _cut(stem, LONGEST - len(suffix.encode())) + suffix


def _parts(name: str) -> tuple[str, str]:
    stem, dot, suffix = name.rpartition(".")
    return (stem, dot + suffix) if stem and len(suffix) <= 10 else (name, "")


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore").rstrip()
