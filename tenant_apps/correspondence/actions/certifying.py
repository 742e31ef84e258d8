"""版式检测: after 印制 the very PDF that will leave is measured, once."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shared_apps.kernel import storage
from tenant_apps.correspondence import desks, events, printing, viewing
from tenant_apps.correspondence.certificate import certify
from tenant_apps.correspondence.models import Certificate, OutgoingDocument
from tenant_apps.journal.recording import record
from tenants.current import current_unit


@transaction.atomic
def measure(*, document_id: UUID, at: datetime) -> Certificate:
    """版式检测: the same print again changes nothing; a new one is measured in its place."""
    document = desks.lock(OutgoingDocument.objects.select_related("run").get(pk=document_id))
    print_sha256 = document.printed_sha256 or document.pdf_sha256
    kept = Certificate.objects.filter(document=document).first()
    if kept and kept.pdf_sha256 == print_sha256:
        return kept
    page = viewing.printed_page(document, at=document.printed_at or at)
    findings = certify(viewing.printed_pdf(document), page)
    verdicts = [one.verdict for one in findings]
    certificate = kept or Certificate(document=document)
    certificate.pdf_sha256, certificate.measured_at = print_sha256, at
    certificate.findings = [asdict(one) for one in findings]
    certificate.failed, certificate.warned = verdicts.count("fail"), verdicts.count("warn")
    sheet = printing.certificate_sheet(certificate, document)
    certificate.sheet_sha256, _ = storage.put(current_unit().schema_name, [sheet])
    certificate.save()
    record(
        events.OutgoingMeasured(
            subject_id=document.pk,
            title=document.title,
            pdf_sha256=certificate.pdf_sha256,
            failed=certificate.failed,
            warned=certificate.warned,
        ),
        by=None,
        at=at,
    )
    return certificate
