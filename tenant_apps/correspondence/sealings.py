"""What a document's page shows of 用印: the seals on it, and those its viewer could put there."""

from dataclasses import dataclass
from datetime import datetime

from tenant_apps.correspondence import numbering, ofd, paper, viewing
from tenant_apps.correspondence.layout import Place
from tenant_apps.correspondence.models import OutgoingDocument
from tenant_apps.organization.models import Staff
from tenant_apps.seals.models import Impression
from tenant_apps.seals.queries import Choice, choices, impressions_of
from tenant_apps.workflow import queries as work

SEALABLE = "release"  # printed, and not yet gone


@dataclass(frozen=True)
class Sealing:
    open: bool
    pdf_sha256: str
    places: int
    may_page: bool
    choices: list[Choice]
    keepers: list[str]  # on whose desks it lies to be sealed
    sealed: list[Impression]
    ofd_wanting: str
    why_no_place: str
    may_reprint: bool


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
        keepers=work.holders(document.seal_run_id) if is_open else [],
        sealed=sealed,
        ofd_wanting="" if document.has_ofd else ofd.why_none(document),
        why_no_place=why_no_place(document) if is_open and not room else "",
        may_reprint=lacks_place(document) and viewer.holds("correspondence.outgoing.print"),
    )


def is_sealable(document: OutgoingDocument) -> bool:
    return document.stage == SEALABLE and bool(document.printed_sha256)


def waits(document: OutgoingDocument) -> bool:
    """For a seal of ours: whatever is on the paper came after the first."""
    printed_only = document.pdf_sha256 == document.printed_sha256
    return is_sealable(document) and printed_only and bool(own_places(document))


def has_room(document: OutgoingDocument) -> bool:
    return is_sealable(document) and len(own_places(document)) > len(on_paper(document))


def lacks_place(document: OutgoingDocument) -> bool:
    """Printed to go without a seal, before its letterhead began to want one."""
    return (
        is_sealable(document)
        and not own_places(document)
        and paper.wants_seal(document, numbering.of(document.prefix))
    )


def why_no_place(document: OutgoingDocument) -> str:
    """Why there is no room for another seal, and what can be done about it."""
    if own_places(document):
        return "版面上的印章位置已经盖满：每个署名只盖一枚印章。"
    if lacks_place(document):
        return (
            "此件印制之后本单位的公文才开始用印，版面没有留印章位置。"
            "请由印制人员在核发前重新印制，再用印；文稿和文号不变。"
        )
    if paper.format_of(document, numbering.of(document.prefix)) == "minutes":
        return "纪要不署名、不加盖印章（条例第九条（十三））。"
    return "此件的发文机关标志设定为不用印，版面没有留印章位置。需要用印的，请先改发文机关标志。"


def own_places(document: OutgoingDocument) -> list[Place]:
    """Of a joint document the host seals its own place; its partners seal theirs at home."""
    places = viewing.seal_places_of(document)
    return places[:1] if document.is_joint else places


def on_paper(document: OutgoingDocument) -> list[Impression]:
    """The seals on this very print."""
    made = impressions_of(document.pk)
    return [one for one in made if one.approved_hash == document.printed_sha256]
