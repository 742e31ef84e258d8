"""Rebuild fonts/ from Debian's packages, or check that they are the ones we vendored.

    python -m tenant_apps.correspondence.layout.rebuild_fonts [--check | --record]

downloads, subsets, writes and compares with SHA256SUMS; --check only compares, --record writes
new sums.

Fandol (仿宋 黑体 楷体 宋体) is copied unchanged. It ends with GB 2312, so it lacks 喆 堃 镕 and
1,400 other characters of 通用规范汉字表 that stand in people's names; those are cut out of LXGW
WenKai and Noto CJK. Both are under the SIL Open Font License, which asks that a cut carry another
name: ours start with Heshu.
"""

import argparse
import bz2
import gzip
import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

FONTS = Path(__file__).parent / "fonts"
SUMS = FONTS / "SHA256SUMS"

# Debian 12 (bookworm): package, version, SHA-256 of the .deb.
PACKAGES = (
    (
        "texlive-lang-chinese",
        "2022.20230122-1",
        "9cfa07bd44e7b9098e26f0ecac1b5ad210d2249d474c8074d53de92d650b0ec0",
    ),
    (
        "fonts-lxgw-wenkai",
        "1.250+repack-1",
        "6d1e4c4aac78ad32062aefa2c836ee4d6e58f9dcf8b3f4407c9eefe304615318",
    ),
    (
        "fonts-noto-cjk",
        "1:20220127+repack1-1",
        "4a2515eb6db3978b897fef9709ed0d2b1f4c6c4df4d83d6c4ef65f71f1b1f502",
    ),
    (
        "unicode-data",
        "15.0.0-1",
        "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc",
    ),
)

FANDOL = "share/texlive/texmf-dist/fonts/opentype/public/fandol"
WENKAI = "share/fonts/truetype/lxgw-wenkai"
NOTO = "share/fonts/opentype/noto"
SANS, SERIF = "Noto Sans CJK SC", "Noto Serif CJK SC"
UNIHAN = "share/unicode/Unihan_OtherMappings.txt.bz2"

UNCHANGED = (
    "FandolFang-Regular.otf",
    "FandolHei-Regular.otf",
    "FandolKai-Regular.otf",
    "FandolSong-Regular.otf",
    "FandolSong-Bold.otf",
)

LICENCES = {
    "LICENSE-Fandol.txt": "share/doc/texlive-doc/fonts/fandol/COPYING.gz",
    "LICENSE-LXGW-WenKai.txt": "share/doc/fonts-lxgw-wenkai/copyright",
    "LICENSE-Noto-CJK.txt": "share/doc/fonts-noto-cjk/copyright",
}

# What the last font of every chain carries: all Han characters it has, and the marks of prose.
EVERYTHING = (
    range(0x00A0, 0x0500),  # Latin with accents, Greek, Cyrillic
    range(0x2000, 0x2800),  # punctuation, units, arrows, mathematics, enclosed numbers, boxes
    range(0x2E80, 0xA000),  # radicals, CJK marks, squared units, Ext A, the unified block
    range(0xF900, 0xFB00),  # compatibility ideographs
    range(0xFE10, 0xFFF0),  # small and full-width forms
    range(0x20000, 0x33480),  # Ext B and later
)


@dataclass(frozen=True)
class Cut:
    """A subset: its source, what we call it, and whether it holds rare names or everything."""

    file: str
    family: str
    source: str
    face: str | None = None
    whole: bool = False


CUTS = (
    Cut("HeshuRareFang.ttf", "Heshu Rare Fang", f"{WENKAI}/LXGWWenKai-Light.ttf"),
    Cut("HeshuRareKai.ttf", "Heshu Rare Kai", f"{WENKAI}/LXGWWenKai-Regular.ttf"),
    Cut("HeshuRareHei.otf", "Heshu Rare Hei", f"{NOTO}/NotoSansCJK-Regular.ttc", SANS),
    Cut(
        "HeshuRareSong-Bold.otf",
        "Heshu Rare Song",
        f"{NOTO}/NotoSerifCJK-Bold.ttc",
        SERIF,
    ),
    Cut(
        "HeshuHanSong.otf",
        "Heshu Han Song",
        f"{NOTO}/NotoSerifCJK-Regular.ttc",
        SERIF,
        whole=True,
    ),
)


def main() -> int:
    parser = argparse.ArgumentParser(description="Rebuild or check the vendored fonts.")
    parser.add_argument("--check", action="store_true", help="only compare with SHA256SUMS")
    parser.add_argument("--record", action="store_true", help="write the new sums")
    asked = parser.parse_args()
    if not asked.check:
        with tempfile.TemporaryDirectory() as folder:
            rebuild(Path(folder))
    if asked.record:
        names = sorted(file.name for file in FONTS.iterdir() if file != SUMS)
        SUMS.write_text("".join(f"{_sha256(FONTS / name)}  {name}\n" for name in names), "utf-8")
    strangers = sorted(differing())
    for name in strangers:
        sys.stderr.write(f"与 SHA256SUMS 不符：{name}\n")
    return 1 if strangers else 0


def differing() -> Iterator[str]:
    """Files missing, changed, or not listed: an unlisted font would slip past its licence."""
    expected = {
        name: digest
        for digest, name in (line.split() for line in SUMS.read_text("utf-8").splitlines())
    }
    present = {file.name for file in FONTS.iterdir()} - {SUMS.name}
    yield from present ^ expected.keys()
    for name in present & expected.keys():
        if _sha256(FONTS / name) != expected[name]:
            yield name


def rebuild(work: Path) -> None:
    usr = _unpack(work)
    for name in UNCHANGED:
        shutil.copyfile(usr / FANDOL / name, FONTS / name)
    for name, source in LICENCES.items():
        raw = (usr / source).read_bytes()
        (FONTS / name).write_bytes(gzip.decompress(raw) if source.endswith(".gz") else raw)
    standard = _standard_characters(usr / UNIHAN)
    fandol = set.intersection(*(_characters(FONTS / name) for name in UNCHANGED))
    for cut in CUTS:
        wanted = set(chain.from_iterable(EVERYTHING)) if cut.whole else standard
        _cut(cut, usr / cut.source, wanted - fandol)
    _write_coverage(fandol | _characters(FONTS / CUTS[-1].file))


def _unpack(work: Path) -> Path:
    for package, version, digest in PACKAGES:
        subprocess.run(["apt-get", "download", f"{package}={version}"], cwd=work, check=True)
        (deb,) = work.glob(f"{package}_*.deb")
        if _sha256(deb) != digest:
            raise SystemExit(f"{deb.name} 的 SHA-256 与登记的不符，未使用。")
        subprocess.run(["dpkg-deb", "-x", deb, work / "root"], check=True)
    return work / "root" / "usr"


def _standard_characters(unihan: Path) -> set[int]:
    """通用规范汉字表 (2013, 8,105 characters) as Unihan's kTGH lists it."""
    with bz2.open(unihan, "rt", encoding="utf-8") as lines:
        return {
            int(line.split("\t")[0].removeprefix("U+"), 16) for line in lines if "\tkTGH\t" in line
        }


def _characters(font: Path) -> set[int]:
    return set(TTFont(font, lazy=True).getBestCmap())


def _write_coverage(codes: set[int]) -> None:
    """What every chain of faces can print, as ranges: the layout asks before it sets a page."""
    runs: list[list[int]] = []
    for code in sorted(codes):
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    (FONTS / "coverage.txt").write_text("".join(f"{a:X} {b:X}\n" for a, b in runs), "utf-8")


def _cut(cut: Cut, source: Path, wanted: set[int]) -> None:
    font = _face(source, cut.face)
    options = subset.Options(
        layout_features=[], hinting=False, notdef_outline=True, name_IDs=[0, 5, 13, 14]
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted & set(font.getBestCmap()))
    cutter.subset(font)
    style = "Bold" if cut.file.endswith("-Bold.otf") else "Regular"
    postscript = f"{cut.family.replace(' ', '')}-{style}"
    names = {1: cut.family, 2: style, 3: postscript, 4: f"{cut.family} {style}", 6: postscript}
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    if "CFF " in font:
        font["CFF "].cff.fontNames[0] = postscript
    font.save(FONTS / cut.file)


def _face(source: Path, face: str | None) -> TTFont:
    if face is None:
        return TTFont(source, recalcTimestamp=False)
    for font in TTCollection(source).fonts:
        if font["name"].getDebugName(1) == face:
            font.recalcTimestamp = False  # else the same input gives another file tomorrow
            return font
    raise SystemExit(f"{source.name} 里没有 {face}。")


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


if __name__ == "__main__":
    raise SystemExit(main())
