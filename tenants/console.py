"""How the operator's commands speak: to a person in colours, to a program in one JSON object.

Exit codes: 0 done, 1 refused or failed, 2 misused (argparse), 3 `unit check` found something.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from django.db import OperationalError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from shared_apps.kernel.errors import DomainError

Advance = Callable[[str], None]
REFUSED, FOUND = 1, 3


class Desk:
    """The operator's desk. What is said goes out at once; facts come last, as the answer."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.out = Console(quiet=as_json, highlight=False)
        self.err = Console(stderr=True, quiet=as_json, highlight=False)

    def say(self, words: str) -> None:
        self.out.print(words)

    def table(self, *headings: str, rows: list[list[str]], title: str | None = None) -> None:
        table = Table(*headings, title=title, title_justify="left")
        for row in rows:
            table.add_row(*row)
        self.out.print(table)

    def answer(self, **facts: Any) -> None:
        if self.as_json:
            sys.stdout.write(json.dumps({"ok": True, **facts}, ensure_ascii=False) + "\n")

    def refuse(self, message: str, *, exit_code: int = REFUSED, **facts: Any) -> NoReturn:
        """Say what is wrong and leave. For people on stderr, for programs on stdout."""
        if self.as_json:
            said = {"ok": False, "message": message, **facts}
            sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
        else:
            self.err.print(f"[red]✗[/] {message}")
        raise SystemExit(exit_code)

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """A refusal of the domain becomes a sentence and an exit code, never a traceback."""
        try:
            yield
        except DomainError as refused:
            self.refuse(refused.message, code=refused.code)
        except OperationalError as error:
            self.refuse(f"数据库没有应答或不让进：{str(error).strip()}", code="database.silent")

    @contextmanager
    def progress(self, total: int) -> Iterator[Advance]:
        """A bar for people who watch; lines would be noise in a log."""
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        watched = self.out.is_terminal and not self.as_json
        with Progress(*columns, console=self.out, transient=True, disable=not watched) as bar:
            task = bar.add_task("", total=total)
            yield lambda words: bar.update(task, advance=1, description=words)
