"""What the handlers of a sub-flow fill in: the form of its flow, kept with the run itself."""

from collections.abc import Iterable, Mapping
from typing import Any, cast
from uuid import UUID

from tenant_apps.forms import checking, uploads, viewing
from tenant_apps.forms.models import FormVersion
from tenant_apps.forms.rights import rights as complete
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import graphs, subflows, subjects
from tenant_apps.workflow.models import Run


def form_of(run: Run, rights: subjects.Rights) -> subjects.FormPart | None:
    sheet = _sheet(run)
    if sheet is None:
        return None
    return cast(subjects.FormPart, viewing.view(sheet, run.data, complete(sheet, rights)))


def read(run: Run, viewer: Staff) -> subjects.FormPart | None:
    """Whoever began it reads all of it; others nothing that some step hides."""
    nodes = graphs.load(run.graph_id).nodes.values()
    hidden = {} if viewer.pk == run.starter_id else dict.fromkeys(_hidden(nodes), "hidden")
    return form_of(run, hidden)


def _hidden(nodes: Iterable[graphs.Node]) -> set[str]:
    return {name for node in nodes for name, right in node.fields.items() if right == "hidden"}


def keep(
    run: Run, rights: subjects.Rights, data: Mapping[str, Any], by: Staff
) -> Mapping[str, Any]:
    """The engine learns the answers for the conditions; a sub-flow has no other place for them."""
    sheet = _sheet(run)
    if sheet is None:
        return {}
    return checking.check(sheet, data, complete(sheet, rights), run.data, folder=run.pk)


def _sheet(run: Run) -> FormVersion | None:
    """The version that was in use when the run began; the flow's `form`, else of its own key."""
    named = run.graph.body.get("form") or run.definition.key
    in_use = FormVersion.objects.filter(form__key=named, published_at__lte=run.created_at)
    return in_use.select_related("form").order_by("-number").first()


def _admitted(folder: UUID, staff: Staff) -> bool:
    """Whoever sees the run reads what was attached to its form."""
    return Run.objects.visible_to(staff).filter(subject_kind=subflows.KIND, pk=folder).exists()


subjects.register(
    subjects.SubjectKind(kind=subflows.KIND, label="子流程", form=form_of, read=read, keep=keep)
)
uploads.admits(_admitted)
