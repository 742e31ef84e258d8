"""What a document's page shows of 用印: the seals on it, and those its viewer could put there."""

from dataclasses import dataclass
from datetime import datetime

from tenant_apps.correspondence import ofd, viewing
from tenant_apps.correspondence.layout import Place
from tenant_apps.correspondence.models import OutgoingDocument
from tenant_apps.organization.models import Staff
from tenant_apps.seals.models import Impression
from tenant_apps.seals.queries import Choice, choices, impressions_of

SEALABLE = "release"  # printed, and not yet gone


@dataclass(frozen=True)
class Sealing:
    open: bool
    pdf_sha256: str
    places: int
    may_page: bool
    choices: list[Choice]
    sealed: list[Impression]
    ofd_wanting: str


def picture(document: OutgoingDocument, *, viewer: Staff, at: datetime) -> Sealing:
    is_open = is_sealable(document)
    sealed = on_paper(document)
    room = len(own_places(document)) - len(sealed) if is_open else 0
    return Sealing(
        open=is_open,
        pdf_sha256=document.pdf_sha256,
        places=max(room, 0),
        may_page=is_open and document.page_count > 1 and not sealed,
        choices=choices(doc_kind=document.doc_kind, keeper=viewer, at=at) if is_open else [],
        sealed=sealed,
        ofd_wanting="" if document.has_ofd else ofd.why_none(document),
    )


def is_sealable(document: OutgoingDocument) -> bool:
    return document.stage == SEALABLE and bool(document.printed_sha256)


def own_places(document: OutgoingDocument) -> list[Place]:
    """Of a joint document the host seals its own place; its partners seal theirs at home."""
    places = viewing.seal_places_of(document)
    return places[:1] if document.is_joint else places


def on_paper(document: OutgoingDocument) -> list[Impression]:
    """The seals on this very print."""
    made = impressions_of(document.pk)
    return [one for one in made if one.approved_hash == document.printed_sha256]
