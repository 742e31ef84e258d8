"""Rows read and written by statements that are made once: for the acts people do all day.

Django makes the text of a statement anew for every call, which costs several times what sending
it does. Here a queryset is compiled at its first use and later only filled in; rows that are
written together travel together. The texts come from models alone, never from what anybody typed.
"""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    Field,
    ForeignKey,
    Model,
    PositiveIntegerField,
    PositiveSmallIntegerField,
    QuerySet,
    TextField,
    UUIDField,
)
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)
TOGETHER = ";\n"  # between the statements of one journey
_PLACES = UUID("6f2f3c1e-52f4-4f0a-9d55-0a5c2f6f1d11")


class Prepared(Generic[M]):
    """A queryset whose text stays: `Prepared(lambda item: Item.objects.filter(pk=item))`.

    Its arguments are ids or texts, each compared as a whole; called, it answers the rows. Works
    on whatever floor the connection stands: tables are named without their schema.
    """

    def __init__(self, build: Callable[..., QuerySet[M]], *, texts: Sequence[str] = ()) -> None:
        names = build.__code__.co_varnames[: build.__code__.co_argcount]
        self.build = build
        self.places: dict[str, Any] = {
            name: str(mark) if name in texts else mark
            for name, mark in ((name, uuid5(_PLACES, name)) for name in names)
        }
        self._of_thread = threading.local()  # a compiled query belongs to a connection

    def __call__(self, **values: Any) -> list[M]:
        made: _Made | None = getattr(self._of_thread, "made", None)
        if made is None:
            made = self._of_thread.made = _Made(self.build(**self.places), self.places)
        return made.rows(values)

    def first(self, **values: Any) -> M | None:
        return next(iter(self(**values)), None)


class _Made:
    """One compiled query, and which of its parameters are filled in by whom."""

    def __init__(self, queryset: QuerySet[Any], places: Mapping[str, Any]) -> None:
        compiler = self.compiler = queryset.query.get_compiler(using=queryset.db)
        self.sql, parameters = compiler.as_sql()
        names = {place: name for name, place in places.items()}
        self.fixed = list(parameters)
        self.filled = [
            (at, names[value])
            for at, value in enumerate(parameters)
            if isinstance(value, str | UUID) and value in names
        ]
        if {name for _, name in self.filled} != set(places):
            raise TypeError("An argument of a prepared query is not compared as it stands.")
        info: Any = compiler.klass_info
        self.model = info["model"]
        first, last = info["select_fields"][0], info["select_fields"][-1] + 1
        self.own = slice(first, last)
        selected: Any = compiler.select
        self.columns = [one[0].target.attname for one in selected[self.own]]
        self.related = get_related_populators(info, selected, queryset.db)  # type: ignore[call-arg]  # typed for Django 6
        self.extras = compiler.annotation_col_map or {}
        self.converters = compiler.get_converters([one[0] for one in selected])

    def rows(self, values: Mapping[str, Any]) -> list[Any]:
        parameters = list(self.fixed)
        for at, name in self.filled:
            parameters[at] = values[name]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            found: Iterable[Any] = cursor.fetchall()
        if self.converters:
            found = self.compiler.apply_converters(found, self.converters)
        return [self._row(record) for record in found]

    def _row(self, record: Sequence[Any]) -> Any:
        row = self.model.from_db(connection.alias, self.columns, record[self.own])
        for populator in self.related:
            populator.populate(record, row)
        for name, at in self.extras.items():
            setattr(row, name, record[at])
        return row


class Batch:
    """What is written together, in the order given, in one journey to the database."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._values: list[Any] = []

    def insert(self, rows: Sequence[Model]) -> None:
        """New rows of one model, all their columns."""
        if not rows:
            return
        text, record, columns = _insertion(type(rows[0]))
        self._said.append(text + ", ".join([record] * len(rows)))
        for row in rows:
            said = row.__dict__
            self._values += [column.value(said[column.name]) for column in columns]
            row._state.adding = False
            row._state.db = connection.alias

    def update(self, model: type[Model], ids: Sequence[Any], facts: Mapping[str, Any]) -> None:
        """The same facts for each of these rows. Names are of columns: `closed_at`, `by_id`."""
        if not ids or not facts:
            return
        text, columns = _change(model, tuple(facts))
        self._said.append(text)
        self._values += [
            column.value(fact) for column, fact in zip(columns, facts.values(), strict=True)
        ]
        self._values.append(list(ids))

    def say(self, text: str, values: Sequence[Any]) -> None:
        """A statement of somebody else's that goes along, such as a notice."""
        self._said.append(text)
        self._values += values

    def send(self) -> None:
        """All of it or nothing: inside the transaction of the act."""
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError("Rows are written in a transaction.")
        if self._said:
            with connection.cursor() as cursor:
                cursor.execute(TOGETHER.join(self._said), self._values)
        self._said, self._values = [], []


def insert(rows: Sequence[Model]) -> None:
    """New rows of one model, at once."""
    batch = Batch()
    batch.insert(rows)
    batch.send()


class _Column:
    """One column of what is written. Values that go as they are do not ask their field how."""

    _AS_THEY_ARE: ClassVar[dict[type, type]] = {
        BooleanField: bool,
        CharField: str,
        DateTimeField: datetime,
        PositiveIntegerField: int,
        PositiveSmallIntegerField: int,
        TextField: str,
        UUIDField: UUID,
    }  # these very classes: a field of its own has ways of its own

    def __init__(self, field: "Field[Any, Any]") -> None:
        self.name, self.field = field.attname, field
        pointed_at = field.target_field if isinstance(field, ForeignKey) else field
        self.plain = self._AS_THEY_ARE.get(type(pointed_at))

    def value(self, said: Any) -> Any:
        if said is None or type(said) is self.plain:
            return said
        return self.field.get_db_prep_save(said, connection)


@cache
def _insertion(model: type[Model]) -> tuple[str, str, tuple[_Column, ...]]:
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    record = "(" + ", ".join(["%s"] * len(fields)) + ")"
    text = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES '  # noqa: S608 - model names only
    return text, record, tuple(map(_Column, fields))


@cache
def _change(model: type[Model], names: tuple[str, ...]) -> tuple[str, tuple[_Column, ...]]:
    by_column = {field.attname: field for field in model._meta.concrete_fields}
    fields = tuple(by_column[name] for name in names)
    facts = ", ".join(f'"{field.column}" = %s' for field in fields)
    key = model._meta.pk
    if key is None:
        raise TypeError(f"{model} has no key.")
    table, column = model._meta.db_table, key.column
    return f'UPDATE "{table}" SET {facts} WHERE "{column}" = ANY(%s)', tuple(map(_Column, fields))  # noqa: S608
