"""Forms of the office as PDF, by Typst and the house's own fonts."""

import json
import os
import threading
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

_HERE = Path(__file__).parent


class _Press:
    """The process's one compiler for forms: fonts are read once; one caller at a time."""

    def __init__(self) -> None:
        self._compiler: typst.Compiler | None = None
        self._busy = threading.Lock()
        os.register_at_fork(after_in_child=self._forked)

    def _forked(self) -> None:
        # Typst's threads stay with the parent: a child begins with a compiler of its own.
        self._compiler, self._busy = None, threading.Lock()

    def pdf(self, content: dict[str, Any]) -> bytes:
        given = {"sheet": json.dumps(content, ensure_ascii=False)}
        with self._busy:
            if self._compiler is None:
                self._compiler = typst.Compiler(
                    _HERE / "template.typ",
                    root=_HERE,
                    font_paths=[settings.FONTS_ROOT],
                    ignore_system_fonts=True,
                )
            found = self._compiler.compile(sys_inputs=given, format="pdf", timestamp=0)
        if not isinstance(found, bytes):
            raise RuntimeError("Typst returned no single file")
        return found


_press = _Press()


def printed(content: dict[str, Any]) -> bytes:
    """The same form gives the same bytes."""
    return _press.pdf(content)
