"""Names of files as people gave them, made safe to show and to save again."""

import unicodedata

LONGEST = 120
FORBIDDEN = frozenset('<>:"/\\|?*')
# What an office PC would run when double-clicked. The content is checked as well (sniffing.py).
PROGRAM_ENDINGS = frozenset(
    "exe com bat cmd scr pif msi msp cpl hta js jse vbs vbe wsf wsh ps1 jar lnk reg dll sys "
    "apk".split()  # noqa: SIM905  a list of words reads better
)


def cleaned(name: str) -> str:
    """The last part of the name, without control characters and what no disk accepts."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(
        "_" if c in FORBIDDEN else c
        for c in last
        if unicodedata.category(c) not in ("Cc", "Cf", "Cs")
    ).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if dot and len(ending) <= 10:
        return f"{stem[: LONGEST - len(ending) - 1]}.{ending}" if stem else ending
    return kept[:LONGEST]


def ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""
