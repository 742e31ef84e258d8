"""Conditions of other tools, as far as they only compare: ${amount >= 1000 && kind == 'b'}."""

import re
from typing import Any

TOKEN = re.compile(
    r"""\s*(?:(?P<word>&&|\|\||==|!=|>=|<=|>|<|!|\(|\)|\band\b|\bor\b|\bnot\b)
        |(?P<text>'[^']*'|"[^"]*")
        |(?P<number>-?\d+(?:\.\d+)?)
        |(?P<name>[A-Za-z_][A-Za-z0-9_]*))""",
    re.VERBOSE,
)
COMPARE = {"==", "!=", ">", ">=", "<", "<="}
LONGEST, DEEPEST = 2000, 20


class Unreadable(Exception):
    """Not a plain comparison: refused, never guessed and never run."""


def rule(expression: str) -> dict[str, Any]:
    said = expression.strip()
    if said[:2] in ("${", "#{") and said.endswith("}"):
        said = said[2:-1].strip()
    said = said.removeprefix("=")  # FEEL
    if not said or len(said) > LONGEST:
        raise Unreadable
    reader = _Reader(_tokens(said))
    found = reader.either(0)
    if reader.left:
        raise Unreadable
    return found


def _tokens(said: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while at < len(said):
        match = TOKEN.match(said, at)
        if match is None or match.end() == at:
            if not said[at:].strip():
                break
            raise Unreadable
        found.append((str(match.lastgroup), match[str(match.lastgroup)]))
        at = match.end()
    return found


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.left = tokens

    def either(self, depth: int) -> dict[str, Any]:
        return self._joined("any", ("||", "or"), self.both, depth)

    def both(self, depth: int) -> dict[str, Any]:
        return self._joined("all", ("&&", "and"), self.one, depth)

    def one(self, depth: int) -> dict[str, Any]:
        if depth > DEEPEST:
            raise Unreadable
        if self._take("word", ("!", "not")):
            return {"not": self.one(depth + 1)}
        if self._take("word", ("(",)):
            inside = self.either(depth + 1)
            if not self._take("word", (")",)):
                raise Unreadable
            return inside
        return self._comparison()

    def _comparison(self) -> dict[str, Any]:
        kind, name = self._next()
        if kind != "name":
            raise Unreadable
        if not self.left or self.left[0][1] not in COMPARE:
            return {"field": name, "op": "==", "value": True}
        return {"field": name, "op": self._next()[1], "value": _value(*self._next())}

    def _joined(self, word: str, signs: tuple[str, ...], part: Any, depth: int) -> dict[str, Any]:
        parts = [part(depth + 1)]
        while self._take("word", signs):
            parts.append(part(depth + 1))
        return parts[0] if len(parts) == 1 else {word: parts}

    def _take(self, kind: str, words: tuple[str, ...]) -> bool:
        if self.left and self.left[0][0] == kind and self.left[0][1] in words:
            self.left = self.left[1:]
            return True
        return False

    def _next(self) -> tuple[str, str]:
        if not self.left:
            raise Unreadable
        first, *self.left = self.left
        return first


def _value(kind: str, said: str) -> Any:
    if kind == "text":
        return said[1:-1]
    if kind == "number":
        return float(said) if "." in said else int(said)
    if kind == "name" and said in ("true", "false"):
        return said == "true"
    raise Unreadable
