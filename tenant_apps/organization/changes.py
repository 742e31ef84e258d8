"""What an edit really changed, for the row and for the record."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Model


def apply(row: Model, wanted: Mapping[str, Any]) -> dict[str, list[object]]:
    """Set the wanted values on the row; returns {field: [before, after]} of those that differ."""
    changes: dict[str, list[object]] = {}
    for field, after in wanted.items():
        before = getattr(row, field)
        if before != after:
            setattr(row, field, after)
            changes[field] = [_said(before), _said(after)]
    return changes


def _said(value: object) -> object:
    return str(value) if isinstance(value, UUID) else value
