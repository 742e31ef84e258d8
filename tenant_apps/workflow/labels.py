"""What lists of work show of a subject: copies, kept by the app that owns the subject.

No fact of its own is recorded: the change of the subject is, by whoever calls this.
"""

from typing import Any
from uuid import UUID

from tenant_apps.workflow.models import Run

LABELS = {"title", "doc_kind", "number", "urgency", "from_unit", "awaits", "awaits_until"}


def relabel(run_id: UUID, **labels: Any) -> None:
    """relabel(run_id, number="太和府〔2026〕12号", …): in the transaction of the change."""
    if unknown := set(labels) - LABELS:
        raise TypeError(f"not labels of a run: {sorted(unknown)}")
    Run.objects.filter(pk=run_id).update(**labels)
