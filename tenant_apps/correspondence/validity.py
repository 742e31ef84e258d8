"""效力 as words: the mark on a document, in lists of work and on the pages that are shown."""

from datetime import date

from tenant_apps.correspondence.kinds import Validity
from tenant_apps.correspondence.models import IncomingDocument, JointMatter, OutgoingDocument

Document = OutgoingDocument | IncomingDocument | JointMatter
WORDS = {Validity.REVOKED: "撤销", Validity.REPEALED: "废止", Validity.CORRECTED: "更正"}


def settle(document: Document, what: str, from_on: date | None) -> bool:
    """Put the heavier word on a locked document; whether it was."""
    order = list(Validity)
    if order.index(Validity(what)) < order.index(Validity(document.standing)):
        return False
    document.standing, document.standing_from = what, from_on
    document.save(update_fields=["standing", "standing_from"])
    return True


def titled(document: Document) -> str:
    """As lists of work name it: 废止 with its day, for until then it is in force."""
    stamp = stamp_of(document)
    return f"〔{stamp}〕{document.title}"[:200] if stamp else document.title


def stamp_of(document: Document) -> str:
    """What is stamped across the pages that are shown; the file itself is never touched."""
    if document.standing == Validity.IN_FORCE:
        return ""
    if day := document.standing_from:
        return f"{day.year}年{day.month}月{day.day}日起废止"
    return str(Validity(document.standing).label)
