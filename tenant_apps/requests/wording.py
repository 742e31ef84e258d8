"""Answers in words, for paper, tables and screens of other programs."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from uuid import UUID

from tenant_apps.files.models import Attachment
from tenant_apps.forms import money
from tenant_apps.forms.fields import NUMBERS, Field
from tenant_apps.organization.models import Department, Staff
from tenant_apps.requests import bookings, measures
from tenant_apps.requests.models import Resource

SOURCE = "requests."


class Words:
    """Names are looked up once for a whole table of answers: a unit has hundreds, not millions."""

    def said(self, one: Field, value: Any) -> str:
        """One answer as a line of text; empty when there is none."""
        if value is None or value == "" or value == []:
            return ""
        if one.widget == "table":
            return "；".join(" ".join(filter(None, row)) for row in self.rows(one, value))
        if one.widget == "range":
            return _range(value)
        if one.widget in NUMBERS:
            return f"{number(one, value)}{one.suffix}"
        if one.widget == "switch":
            return "是" if value else "否"
        if one.widget in ("date", "datetime"):
            return str(value).replace("T", " ")[:16]
        return self._named(one, value)

    def rows(self, table: Field, value: Any) -> list[list[str]]:
        """明细: one list of texts per line."""
        found = value if isinstance(value, list) else []
        return [[self._brief(column, row) for column in table.columns] for row in found]

    def _brief(self, column: Field, row: Mapping[str, Any]) -> str:
        """In a narrow column an amount goes without its capitals."""
        value = row.get(column.name)
        is_amount = column.widget == "money" and isinstance(value, int | float)
        return f"{value:,.2f}" if is_amount else self.said(column, value)

    def cell(self, one: Field, value: Any) -> Any:
        """As a spreadsheet wants it: numbers stay numbers."""
        return value if one.widget in NUMBERS else self.said(one, value)

    def _named(self, one: Field, value: Any) -> str:
        known = self._names(one)
        keys = value if isinstance(value, list) else [value]
        return "、".join(known.get(str(key), str(key)) for key in keys)

    def _names(self, one: Field) -> Mapping[str, str]:
        if one.widget == "people":
            return self._people
        if one.widget == "department":
            return self._departments
        if one.widget == "files":
            return self._files
        if one.source.startswith(SOURCE):
            return self._resources
        return {option["value"]: option["label"] for option in one.options}

    @cached_property
    def _people(self) -> dict[str, str]:
        return {str(pk): name for pk, name in Staff.objects.values_list("pk", "name")}

    @cached_property
    def _departments(self) -> dict[str, str]:
        return {str(pk): name for pk, name in Department.objects.values_list("pk", "name")}

    @cached_property
    def _resources(self) -> dict[str, str]:
        return {str(pk): name for pk, name in Resource.objects.values_list("pk", "name")}

    @cached_property
    def _files(self) -> Mapping[str, str]:
        return _FileNames()


class _FileNames(dict[str, str]):
    """Files are many: each is asked for when it is met."""

    def get(self, key: str, default: Any = None) -> Any:
        try:
            found = Attachment.objects.filter(pk=UUID(key)).values_list("name", flat=True).first()
        except ValueError:
            return default
        return found or default


def number(one: Field, value: Any) -> str:
    if one.widget == "money":
        return f"{value:,.2f} 元（{money.in_capitals(value)}）"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _range(value: Any) -> str:
    start, end = str(value.get("start", "")), str(value.get("end", ""))
    if len(start) == len("2026-11-23"):
        return f"{start} 至 {end}"
    times = measures.span({"it": value}, "it")
    return bookings.when(*times, year=True) if times else f"{start} 至 {end}"
