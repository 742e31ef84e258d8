"""Migrations of tomorrow, put on top of an app's own for as long as a test runs."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module, invalidate_caches
from pathlib import Path

from django.db.migrations.loader import MigrationLoader
from django.test import override_settings

APP = "journal"

ADD_FIELD = """
    migrations.AddField("entry", "weather", models.CharField(max_length=8, default="晴")),
    migrations.AddIndex("entry", models.Index(fields=["weather"], name="entry_weather")),
"""
ADD_TABLE = """
    migrations.CreateModel("Note", [
        ("id", models.BigAutoField(primary_key=True)),
        ("entry", models.ForeignKey("journal.Entry", models.CASCADE)),
        ("text", models.TextField()),
    ]),
"""
RUN_PYTHON = """
    migrations.AddField("entry", "weather", models.CharField(max_length=8, default="晴")),
    migrations.RunPython(lambda apps, editor: apps.get_model("journal", "Entry").objects.count()),
"""
BROKEN = """
    migrations.AddField("entry", "weather", models.CharField(max_length=8, default="晴")),
    migrations.RunSQL("SELECT 1/0"),
"""
FILE = """
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

class Migration(migrations.Migration):
    atomic = {atomic}
    dependencies = [("{app}", "{after}")]
    operations = [{operations}]
"""


@contextmanager
def later(folder: Path, *steps: str, atomic: bool = True, app: str = APP) -> Iterator[list[str]]:
    """Lay these steps on top; yields their names as `app.name`."""
    now = import_module(MigrationLoader.migrations_module(app)[0])
    after = sorted(file.stem for file in Path(now.__path__[0]).glob("0*.py"))[-1]
    package = folder / f"later_{app}"
    package.mkdir()
    (package / "__init__.py").write_text(f"__path__.insert(0, {now.__path__[0]!r})\n")
    names = []
    for number, operations in enumerate(steps, start=9001):
        name = f"{number}_later"
        text = FILE.format(atomic=atomic, app=app, after=after, operations=operations)
        (package / f"{name}.py").write_text(text)
        names.append(f"{app}.{name}")
        after = name
    sys.path.insert(0, str(folder))
    invalidate_caches()
    try:
        with override_settings(MIGRATION_MODULES={app: package.name}):
            yield names
    finally:
        sys.path.remove(str(folder))
        for module in [name for name in sys.modules if name.startswith(package.name)]:
            del sys.modules[module]
