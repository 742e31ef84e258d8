"""Requests as what can be searched (search.sources); their attachments lie in folders of forms."""

from uuid import UUID

from shared_apps.kernel.events import Facts, subscribe
from tenant_apps.forms.references import FOLDER
from tenant_apps.requests.events import RequestFiled
from tenant_apps.requests.models import Request
from tenant_apps.search import indexing
from tenant_apps.search.sources import Said, Source, register


def _said(request_id: UUID) -> Said | None:
    found = Request.objects.filter(pk=request_id).select_related("applicant").first()
    if found is None:
        return None
    return Said(
        title=found.title, text=f"{found.number}\n{found.applicant.name}", at=found.filed_at
    )


def register_all() -> None:
    register(
        Source(
            kind=FOLDER,
            label="申请",
            visible=Request.objects.visible_to,
            read=_said,
            every=lambda: Request.objects.values_list("pk", flat=True),
        )
    )


@subscribe(RequestFiled, name="requests.search")
def index(facts: Facts) -> None:
    indexing.take_document(FOLDER, UUID(facts["subject_id"]))
