"""python -m tools.preparing: the demonstration city, step by step in one process.

Starting Django anew for each of them would take longer than some of them do.
"""

import os
import sys
import time
from dataclasses import dataclass

import django
from django.core.management import CommandError, call_command
from rich.console import Console

from tools.demo import UNITS
from tools.places import PROJECT

console = Console(highlight=False)


@dataclass(frozen=True)
class Step:
    title: str
    command: tuple[str, ...]


STEPS = (
    Step("建立和升级数据库", ("migrate_city",)),
    Step("建立单位", ("unit", "import", str(UNITS.relative_to(PROJECT)))),
    Step("安排人员", ("seed_demo",)),
    Step("制发公章", ("seed_seals",)),
    Step("办理近两周的公文", ("seed_documents",)),
    Step("办理几件申请", ("seed_requests",)),
)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    django.setup()
    for number, step in enumerate(STEPS, 1):
        began = time.monotonic()
        console.rule(f"{number}/{len(STEPS)} {step.title}", align="left")
        try:
            call_command(*step.command)
        except CommandError as refused:
            console.print(str(refused), style="red", markup=False)
            return refused.returncode
        console.print(f"[green]✓[/] {step.title}（{time.monotonic() - began:.1f} 秒）")
    return 0


if __name__ == "__main__":
    sys.exit(main())
