"""Many rows out of one real row, written by the database itself."""

from typing import Any

from django.db import connection


def copied(model: Any, pk: Any, series: str, **changed: str) -> None:
    """The row `pk` again for each of the series; `changed` says in SQL what differs."""
    table = model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields]
    values = ", ".join(changed.get(name, f't."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} t, {series}"  # noqa: S608
            " WHERE t.id = %s",
            [pk],
        )
