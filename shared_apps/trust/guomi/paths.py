"""Paths of OFD (AbbreviatedData) as those of SVG: the same idea in other letters."""

from shared_apps.trust.guomi.container import NotOfd

# OFD's command → SVG's, and how many numbers follow it.
COMMANDS = {
    "S": ("M", 2),
    "M": ("M", 2),
    "L": ("L", 2),
    "Q": ("Q", 4),
    "B": ("C", 6),
    "A": ("A", 7),
    "C": ("Z", 0),
}
MOST = 200_000


def curve(text: str) -> str:
    """Only known letters and numbers come out, whatever went in."""
    words = text.split()
    if len(words) > MOST:
        raise NotOfd("路径过长，不予打开。")
    found, place = [], 0
    while place < len(words):
        known = COMMANDS.get(words[place])
        if known is None:
            raise NotOfd("OFD 文件里有不认识的路径。")
        letter, count = known
        try:
            numbers = [float(word) for word in words[place + 1 : place + 1 + count]]
        except ValueError:
            raise NotOfd("OFD 文件里有不认识的路径。") from None
        if len(numbers) != count:
            raise NotOfd("OFD 文件里有不认识的路径。")
        found.append(letter + " ".join(f"{number:g}" for number in numbers))
        place += 1 + count
    return "".join(found)
