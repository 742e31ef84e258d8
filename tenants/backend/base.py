"""The database wrapper: django-tenants' own, plus floors that live as long as a transaction.

`SET LOCAL` ends with its transaction, so neither a pooled connection nor a crashed request can
carry one unit's search_path or role into the next. It travels with BEGIN or SAVEPOINT, so it costs
no round trip: psycopg2 would send BEGIN alone, so transactions begin and end here, in words.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django_tenants.postgresql_backend.base import DatabaseWrapper as TenantWrapper
from django_tenants.utils import quote_schema_name


@dataclass(frozen=True)
class Floor:
    """Where a transaction stands: whose tables come first, and with whose rights."""

    tenant: Any
    schema: str
    role: str

    def sql(self) -> str:
        path = "public" if self.schema == "public" else f"{quote_schema_name(self.schema)}, public"
        role = quote_schema_name(self.role) if self.role else "NONE"
        return f"SET LOCAL search_path = {path}; SET LOCAL ROLE {role}"


class SchemaEditor(DatabaseSchemaEditor):
    def _create_like_index_sql(self, model: Any, field: Any) -> None:
        """No second index for LIKE: ours collate by code point, so the first serves prefixes too.

        Django adds one to every unique or indexed text: a sixth of all indexes of a unit.
        """


class DatabaseWrapper(TenantWrapper):
    SchemaEditorClass: Callable[..., SchemaEditor] = SchemaEditor

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.floor: Floor | None = None
        self._path_was_touched = False
        self._unsaid = ""  # what waits to travel with the next BEGIN, SAVEPOINT or RELEASE
        self._begun = False  # by our words, so it ends by them
        self.visited: set[str] = set()  # schemas this backend remembers
        super().__init__(*args, **kwargs)

    @contextmanager
    def on_floor(self, floor: Floor) -> Iterator[None]:
        """Run a block as one transaction (or savepoint) on that floor, then be where we were."""
        before, tenant = self.floor, self.tenant
        self._recycle(floor.schema)
        with self._beginning(floor.sql()):
            self._stand_on(floor)
            try:
                yield
            finally:
                self.floor = before
                self._remember(tenant)
            # A failed block never comes here: its rollback takes the SET LOCAL back with it.
            nested = len(self.atomic_blocks) > 1 or not self.commit_on_exit
            if nested and not self.needs_rollback:
                self._unsaid = (before or Floor(tenant, "public", "")).sql()

    @contextmanager
    def _beginning(self, words: str) -> Iterator[None]:
        """A transaction whose BEGIN brings these words; they never wait for another one."""
        self._unsaid = words
        try:
            with transaction.atomic(using=self.alias):
                yield
            self._say_at_last()
        finally:
            self._unsaid = ""

    def _recycle(self, schema: str) -> None:
        """A backend keeps 1-3 MB for every unit it served and never gives it back: begin anew."""
        if schema in self.visited:
            return
        if len(self.visited) >= settings.UNITS_PER_BACKEND and not self.in_atomic_block:
            self.close()
        self.visited.add(schema)

    def _stand_on(self, floor: Floor) -> None:
        self.floor = floor
        self._remember(floor.tenant)
        self._say_at_last()

    def _remember(self, tenant: Any) -> None:
        self.tenant, self.schema_name = tenant, tenant.schema_name
        self.set_settings_schema(tenant.schema_name)

    def _say_at_last(self) -> None:
        """What found nothing to travel with."""
        if self._unsaid:
            self.ensure_connection()
            self._run(self._with_unsaid(""))

    def _with_unsaid(self, words: str) -> str:
        unsaid, self._unsaid = self._unsaid, ""
        return "; ".join(filter(None, (words, unsaid)))

    def _savepoint(self, sid: str) -> None:
        with self.cursor() as cursor:
            cursor.execute(self._with_unsaid(self.ops.savepoint_create_sql(sid)))

    def _savepoint_commit(self, sid: str) -> None:
        with self.cursor() as cursor:
            cursor.execute(self._with_unsaid(self.ops.savepoint_commit_sql(sid)))

    def _run(self, words: str) -> None:
        with self.wrap_database_errors, self.connection.cursor() as cursor:
            cursor.execute(words)

    def _start_transaction_under_autocommit(self) -> None:
        """Django's hook for drivers that leave BEGIN to their wrapper."""
        self._run(self._with_unsaid("BEGIN"))
        self._begun = True

    def _commit(self) -> None:
        if self._begun:
            self._begun = False
            self._run("COMMIT")
        else:
            super()._commit()

    def _rollback(self) -> None:
        if self._begun:
            self._begun = False
            self._run("ROLLBACK")
        else:
            super()._rollback()

    def _handle_search_path(self, cursor: Any = None) -> None:
        """Nothing to say on a floor, nor in public, where the login starts."""
        if self.floor is not None:
            return
        if self.schema_name == "public" and not self._path_was_touched:
            return
        self._path_was_touched = True
        super()._handle_search_path(cursor)

    def close(self) -> None:
        self._path_was_touched = False
        self._begun = False
        self.visited = set()
        super().close()


def wrapper() -> DatabaseWrapper:
    """This thread's connection, by its real type."""
    return cast(DatabaseWrapper, connection)
