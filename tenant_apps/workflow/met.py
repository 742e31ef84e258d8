"""Whether one had to do with a run, as a condition that is written once.

Every list of documents asks it, and Django took longer to put the two subqueries together than
the database to answer them. What has reached one is as `NoticeQuerySet.delivered` says it.
"""

from typing import Any

from django.db.models import BooleanField, F, Func, Q

from tenant_apps.organization.models import Staff


def met_by(viewer: Staff, run: str = "pk") -> Q:
    """Runs one was ever given to handle, had handled in one's name, or was given to read."""
    return Q(_Met(viewer, run))


class _Met(Func):
    arity = 1
    output_field = BooleanField()
    template = (
        "(EXISTS(SELECT 1 FROM workflow_item i WHERE i.run_id = %(expressions)s"
        " AND (i.owner_id = %%s OR i.principal_id = %%s))"
        " OR EXISTS(SELECT 1 FROM workflow_notice n WHERE n.run_id = %(expressions)s"
        " AND n.person_id = %%s AND n.arrived_at IS NOT NULL AND n.withdrawn_at IS NULL))"
    )

    def __init__(self, viewer: Staff, run: str) -> None:
        super().__init__(F(run))
        self.viewer = viewer.pk

    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, Any]:
        sql, params = super().as_sql(*args, **kwargs)
        return sql, (*params, self.viewer, self.viewer, self.viewer)
