"""From a document to what stands on its paper."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from shared_apps.kernel.clock import ZONE
from tenant_apps.correspondence.kinds import Urgency, goes_up
from tenant_apps.correspondence.layout import RedHead
from tenant_apps.correspondence.models import Addressee, Letterhead, OutgoingDocument


def on_paper(
    document: OutgoingDocument,
    *,
    head: Letterhead,
    recipients: Sequence[Addressee],
    attachments: Sequence[str],
    printed_at: datetime | None = None,
) -> RedHead:
    """`printed_at` is the moment of 核发; without it the page is a draft."""
    signed_on = document.signed_at.astimezone(ZONE).date() if document.signed_at else None
    main = "、".join(row.short_name for row in recipients if row.role == "main")
    copies = "、".join(row.short_name for row in recipients if row.role == "copy")
    return RedHead(
        letterhead=head.mark,
        title=f"{head.signature}{document.title}",
        body=document.body,
        author=head.signature,
        printed_by=head.signature,
        dated_on=signed_on,  # 成文日期 is the date of the signature (条例 第九条（十二）)
        printed_on=printed_at.astimezone(ZONE).date() if printed_at else None,
        number=document.number,
        upward=goes_up(document.doc_kind),
        signatory=document.signatory.name if document.signatory else None,
        urgency=None if document.urgency == Urgency.NONE else document.get_urgency_display(),
        addressees=main or None,
        attachments=tuple(attachments),
        copies=copies or None,
        draft=printed_at is None,
    )


def text_hash(
    document: OutgoingDocument, recipients: Sequence[Addressee], files: Sequence[str]
) -> str:
    """What the signature binds: kind, title, text, recipients and the files by their content."""
    said = [
        document.doc_kind,
        document.title,
        document.body,
        [[row.role, row.unit_code] for row in recipients],
        sorted(files),
    ]
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
