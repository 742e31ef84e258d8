"""传阅 of a document: its rounds are the flow engine's (workflow.circulars); here is what they
mean for the document."""

from datetime import datetime

from tenant_apps.correspondence.models import IncomingDocument
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import notices
from tenant_apps.workflow.actions import noticing
from tenant_apps.workflow.circulars import Circulation, Notice


def call_in(document: IncomingDocument, *, by: Staff, at: datetime, request_id: str) -> list[str]:
    """Take back every copy that nobody has read; answers whose. A round that somebody else began
    goes on, but for who supervises."""
    left: list[str] = []
    mine = [
        one
        for one in notices.open_rounds(document.run_id)
        if one.sender_id == by.pk or by.holds("workflow.supervise")
    ]
    for number, one in enumerate(mine):
        unread = Notice.objects.filter(circulation=one, withdrawn_at=None, read_at=None)
        left += unread.order_by("position").values_list("person__name", flat=True)
        noticing.call_in(
            circulation_id=one.pk, by=by, at=at, request_id=f"{request_id}.in{number}"
        )
    return left


def all_have_read(document: IncomingDocument) -> bool:
    """No round is under way, and at least one was read to its end."""
    reasons = list(
        Circulation.objects.filter(run=document.run_id).values_list("end_reason", flat=True)
    )
    return "" not in reasons and Circulation.EndReason.READ in reasons
