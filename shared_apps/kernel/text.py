"""Chinese text for machines: pinyin to search by, bigrams to index by."""

from typing import Literal


def pinyin(text: str) -> str:
    """太和镇 → taihezhen. Latin letters and digits stay, everything else goes."""
    return "".join(_syllables(text, "NORMAL"))


def initials(text: str) -> str:
    """太和镇 → thz."""
    return "".join(_syllables(text, "FIRST_LETTER"))


def bigrams(text: str) -> list[str]:
    """太和镇 → [太和, 和镇]; a single character stands for itself."""
    kept = "".join(text.split()).lower()
    return [kept[i : i + 2] for i in range(len(kept) - 1)] or [kept] * bool(kept)


def _syllables(text: str, style: Literal["NORMAL", "FIRST_LETTER"]) -> list[str]:
    if text.isascii():
        said = [text]
    else:
        from pypinyin import Style, lazy_pinyin  # 56 MB of words: only where Chinese is spelt

        said = lazy_pinyin(text, style=getattr(Style, style))
    return [
        "".join(c for c in syllable.lower() if c.isascii() and c.isalnum()) for syllable in said
    ]
