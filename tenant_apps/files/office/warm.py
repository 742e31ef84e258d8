"""A LibreOffice that stays: started once, asked over UNO, replaced before it grows or if it hangs.

Spreadsheets never come here: Calc took the process down with it (measured, LibreOffice 7.4).
"""

import os
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.uno import Exception as UnoException

from tenant_apps.files.office import soffice

MOST = 200  # files, then a fresh one: it grows from 200 to 400 MB over about a hundred
START_SECONDS = 30.0
_EXPORTS = {
    ".pdf": (
        ("com.sun.star.text.TextDocument", "writer_pdf_Export"),
        ("com.sun.star.text.WebDocument", "writer_web_pdf_Export"),
        ("com.sun.star.presentation.PresentationDocument", "impress_pdf_Export"),
        ("com.sun.star.drawing.DrawingDocument", "draw_pdf_Export"),
    ),
    ".docx": (("com.sun.star.text.TextDocument", "MS Word 2007 XML"),),
}
# css.document.MacroExecMode.NEVER_EXECUTE, css.document.UpdateDocMode.NO_UPDATE
_NEVER, _NO_UPDATE = 0, 0


class Gone(Exception):
    """It died under this file, or never came up."""


class Warm:
    def __init__(self, home: Path) -> None:
        self._home = home
        self._process: subprocess.Popen[bytes] | None = None
        self._desktop: Any = None
        self._accept = ""
        self._done = 0

    def start(self) -> None:
        self.stop()
        pipe = f"heshu{os.getpid()}n{time.monotonic_ns()}"
        self._accept = f"--accept=pipe,name={pipe};urp;"
        self._process = soffice.start(self._home, self._accept)
        self._desktop, self._done = self._reached(pipe), 0

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = self._desktop = None

    def be_ready(self) -> None:
        """Between two files: nobody waits for it then."""
        if self._desktop is None or self._done >= MOST:
            self.start()

    def convert(self, source: Path, target: Path, *, seconds: float = soffice.SECONDS) -> None:
        """Late, Unreadable or Gone, and then `be_ready` again; else the target is written."""
        self._done += 1
        late = threading.Event()
        timer = threading.Timer(seconds, self._give_up, [late])
        timer.start()
        try:
            self._write(source, target)
        except UnoException as error:
            if late.is_set() or not self._is_alive():
                self.stop()
                raise (soffice.Late if late.is_set() else Gone)() from error
            raise soffice.Unreadable from error
        finally:
            timer.cancel()

    def _write(self, source: Path, target: Path) -> None:
        given: dict[str, object] = {"Hidden": True, "ReadOnly": True, "MacroExecutionMode": _NEVER}
        if source.suffix == ".txt":
            given |= {"FilterName": "Text (encoded)", "FilterOptions": "UTF8"}
        document = self._desktop.loadComponentFromURL(
            source.as_uri(), "_blank", 0, _properties(**given, UpdateDocMode=_NO_UPDATE)
        )
        if document is None:
            raise soffice.Unreadable
        try:
            exports = _EXPORTS[target.suffix]
            export = next((name for kind, name in exports if document.supportsService(kind)), "")
            if not export:
                raise soffice.Unreadable
            document.storeToURL(target.as_uri(), _properties(FilterName=export))
        finally:
            document.close(True)

    def _give_up(self, late: threading.Event) -> None:
        late.set()
        if self._process is not None:
            self._process.kill()

    def _is_alive(self) -> bool:
        """Asked twice: the bridge breaks a moment before the process is gone."""
        time.sleep(0.1)
        return self._process is not None and self._process.poll() is None

    def _left(self) -> int | None:
        """How it ended, if it did; under a new profile it ends once and wants another start."""
        code = self._process.poll() if self._process else 0
        if code == soffice.AGAIN:
            self._process = soffice.start(self._home, self._accept)
        return code

    def _reached(self, pipe: str) -> Any:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                there = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            except UnoException:
                if self._left() not in (None, soffice.AGAIN):
                    break
                time.sleep(0.1)
            else:
                return there.ServiceManager.createInstanceWithContext(
                    "com.sun.star.frame.Desktop", there
                )
        self.stop()
        raise Gone


def _properties(**values: object) -> tuple[Any, ...]:
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())
