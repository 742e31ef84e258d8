"""The custody register as a list."""

from django.db.models import QuerySet

from tenant_apps.custody.models import ClassifiedPaper
from tenant_apps.organization.models import Staff


def papers_for(
    viewer: Staff, *, state: str = "", level: str = "", q: str = ""
) -> QuerySet[ClassifiedPaper]:
    found = ClassifiedPaper.objects.visible_to(viewer).select_related("holder")
    for name, value in (("state", state), ("level", level), ("number__icontains", q)):
        if value:
            found = found.filter(**{name: value})
    return found
