"""What a drafter gives, and how it comes onto a document: fields, signatory, recipients."""

from datetime import datetime
from typing import Any
from uuid import UUID

from shared_apps.kernel.errors import Invalid
from tenant_apps.correspondence.models import (
    Addressee,
    JointPartner,
    Letterhead,
    OutgoingDocument,
)
from tenant_apps.files import secrecy
from tenant_apps.organization.models import Staff
from tenant_apps.texts.actions import saving as texts
from tenant_apps.workflow import labels
from tenants.current import current_unit
from tenants.models import Unit

Content = dict[str, Any]
UNTITLED = "（未拟标题）"


class UnknownUnit(Invalid):
    code = "outgoing.unknown_unit"


class UnknownPartner(Invalid):
    code = "outgoing.unknown_partner"


class UnknownLetterhead(Invalid):
    code = "outgoing.unknown_letterhead"


class UnknownSignatory(Invalid):
    code = "outgoing.unknown_signatory"


def rewrite(document: OutgoingDocument, content: Content, *, by: Staff, at: datetime) -> None:
    """Put the changes into a locked document, its recipients and its label in lists of work."""
    before = document.body
    recipients = apply(document, content)
    joined = join(document, content)
    if document.body != before:
        keep(document, by=by, at=at)
    document.version += 1
    document.updated_at = at
    document.save()
    if joined is not None:
        document.partners.all().delete()
        JointPartner.objects.bulk_create(joined)
    if recipients is not None:
        document.addressees.all().delete()
        Addressee.objects.bulk_create(recipients)
    labels.relabel(
        document.run_id,
        title=document.title or UNTITLED,
        doc_kind=document.doc_kind,
        urgency=document.urgency,
    )


def keep(document: OutgoingDocument, *, by: Staff, at: datetime) -> None:
    """What is typed becomes a version of the text."""
    texts.keep_typed(
        subject_kind="outgoing",
        subject_id=document.pk,
        text=document.body,
        step=document.stage,
        by=by,
        at=at,
    )


def apply(document: OutgoingDocument, content: Content) -> list[Addressee] | None:
    """Put the given fields on the document; returns the new recipients when they were given."""
    for name in ("doc_kind", "urgency", "is_major", "title", "body", "layout", "note"):
        if name in content:
            setattr(document, name, content[name])
    if secrecy.is_marked_name(document.title) or secrecy.is_marked_text(document.body):
        raise secrecy.refuse("文稿")
    if "prefix" in content:
        document.prefix = _letterhead(content["prefix"])
    if "signatory" in content:
        document.signatory = _signatory(content["signatory"])
    if not {"addressees", "copies"} & content.keys():
        return None
    known = {row.unit_code: row for row in document.addressees.all()}
    kept = {
        role: [code for code, row in known.items() if row.role == role]
        for role in ("main", "copy")
    }
    main = list(dict.fromkeys(content.get("addressees", kept["main"])))
    copies = [
        code for code in dict.fromkeys(content.get("copies", kept["copy"])) if code not in main
    ]
    return _recipients(document, main, copies)


def join(document: OutgoingDocument, content: Content) -> list[JointPartner] | None:
    """联署机关, in the order in which they stand behind us, when they were given."""
    if "partners" not in content:
        return None
    wanted = list(dict.fromkeys(content["partners"]))
    document.is_joint = bool(wanted)
    units = {unit.code: unit for unit in Unit.objects.standing().filter(code__in=wanted)}
    own = current_unit().code
    if strange := [code for code in wanted if code not in units or code == own]:
        names = "、".join(units[code].short_name if code in units else code for code in strange)
        raise UnknownPartner(
            f"不能与“{names}”联署：没有这个单位，或是本单位。", by_field={"partners": [names]}
        )
    return [
        JointPartner(
            document=document,
            position=place,
            unit_code=code,
            name=units[code].name,
            short_name=units[code].short_name,
        )
        for place, code in enumerate(wanted)
    ]


def _letterhead(prefix: str) -> str:
    if not Letterhead.objects.filter(prefix=prefix).exists():
        raise UnknownLetterhead(
            "本单位没有这个代字，请另选。", by_field={"prefix": ["请另选代字。"]}
        )
    return prefix


def _signatory(staff_id: UUID | None) -> Staff | None:
    if staff_id is None:
        return None
    found = Staff.objects.in_service().filter(pk=staff_id).first()
    if found is None or not found.holds("correspondence.outgoing.sign"):
        raise UnknownSignatory(
            "所选签发人没有签发职责，请另选。", by_field={"signatory": ["请另选签发人。"]}
        )
    return found


def _recipients(document: OutgoingDocument, main: list[str], copies: list[str]) -> list[Addressee]:
    units = {unit.code: unit for unit in Unit.objects.standing().filter(code__in=[*main, *copies])}
    strange = [code for code in (*main, *copies) if code not in units]
    own = current_unit().code
    if strange or own in units:
        names = "、".join(strange) or units[own].short_name
        raise UnknownUnit(
            f"不能发给“{names}”：没有这个单位，或是本单位。", by_field={"addressees": [names]}
        )
    return [
        Addressee(
            document=document,
            role=role,
            position=place,
            unit_code=code,
            name=units[code].name,
            short_name=units[code].short_name,
        )
        for role, codes in (("main", main), ("copy", copies))
        for place, code in enumerate(codes)
    ]
