"""tsvector as a column, and the one question asked of it: `words__matches="…"`."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup


class Words(models.Field):  # type: ignore[type-arg]  # django has no subscript here
    """Written as PostgreSQL writes it (tokens.vector); nobody reads it back."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "tsvector"

    def get_placeholder(self, value: Any, compiler: Any, connection: BaseDatabaseWrapper) -> str:
        return "%s::tsvector"


@Words.register_lookup
class Matches(Lookup):
    lookup_name = "matches"

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        column, before = self.process_lhs(compiler, connection)
        return f"{column} @@ %s::tsquery", [*before, self.rhs]
