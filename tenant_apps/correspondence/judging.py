"""Reads what the rules of 行文 look at, and asks them: of our drafts, and of what came in."""

from collections.abc import Iterable

from django.db.models import Count, Max, Q, Subquery

from shared_apps.exchange import capsules
from shared_apps.kernel.clock import ZONE
from shared_apps.kernel.errors import NotFound
from tenant_apps.correspondence import duplicates, jointly, kinds, numbering, ruling
from tenant_apps.correspondence.models import (
    Addressee,
    IncomingDocument,
    OutgoingDocument,
    WritingLimits,
)
from tenant_apps.correspondence.models.limits import LONGEST, LONGEST_SPECIAL
from tenant_apps.files.queries import attachments_of
from tenant_apps.organization.models import Department
from tenant_apps.organization.queries import holders_of
from tenant_apps.texts.queries import left_out
from tenant_apps.workflow.models import Step
from tenants.current import current_unit
from tenants.models import Unit

GONE = ("returned", "declined", "withdrawn")  # this unit keeps no copy
# From here on the text is what was signed; what is found later is found too late.
JUDGED = ("draft", "review", "extra", "cosign", "sign", "verify")


def verdict_on(
    document: OutgoingDocument,
    recipients: Iterable[Addressee],
    attachments: Iterable[str] | None = None,
) -> ruling.Verdict:
    """What the rules say of the document as it stands; nothing once it is numbered."""
    if document.stage not in JUDGED:
        return ruling.Verdict()
    paper = paper_of(document, recipients, attachments)
    findings = ruling.judge(paper)
    # A reason holds for what it was given for: not for the next title that breaks the same rule.
    reasons = {
        one.code: said["reason"]
        for one in findings
        if (said := document.explained.get(one.code)) and said.get("of", one.detail) == one.detail
    }
    return ruling.Verdict(findings, reasons)


def paper_of(
    document: OutgoingDocument,
    recipients: Iterable[Addressee],
    attachments: Iterable[str] | None = None,
) -> ruling.Paper:
    city = city_now()
    bodies: dict[str, list[ruling.Body]] = {"main": [], "copy": []}
    for row in recipients:
        if body := city.bodies.get(row.unit_code):
            bodies[row.role].append(body)
    if attachments is None:
        attachments = [one.name for one in attachments_of("outgoing", document.pk)]
    signer, principals = document.signatory, list(holders_of("correspondence.outgoing.sign_major"))
    return ruling.Paper(
        kind=document.doc_kind,
        title=document.title,
        body=document.body,
        author=city.bodies[current_unit().code],
        city=city,
        main=tuple(bodies["main"]),
        copies=tuple(bodies["copy"]),
        partners=tuple(
            city.bodies[one.unit_code]
            for one in jointly.partners_of(document)
            if one.unit_code in city.bodies
        ),
        issuer=numbering.of(document.prefix).signature,
        sections=frozenset(
            Department.objects.standing().exclude(parent=None).values_list("name", flat=True)
        ),
        is_major=document.is_major,
        signer=signer.name if signer else "",
        signs_major=signer is None or signer in principals,
        principals=tuple((str(one.pk), one.name) for one in principals),
        cosigned=Step.objects.filter(run=document.run_id, node="cosign", status="done").exists(),
        attachments=tuple(attachments),
        left_out=tuple(left_out("outgoing", document.pk) if document.text_sha256 else ()),
        limits=_limits(document),
    )


def screening_of(document: IncomingDocument) -> tuple[ruling.Screened, ...]:
    """初审: what the rules say of what came in. A sender outside the city is judged by nobody."""
    city, own = city_now(), current_unit().code
    author, repeats = city.bodies.get(document.from_code), _repeats_of(document)
    if author is None:
        return ruling.fill(repeats)
    main, copies = _addressed_to(document, own)
    paper = ruling.Paper(
        kind=document.doc_kind,
        title=document.title,
        body=document.body,
        author=author,
        city=city,
        main=tuple(city.bodies[code] for code in main if code in city.bodies),
        copies=tuple(city.bodies[code] for code in copies if code in city.bodies),
        issuer=author.name,
        attachments=tuple(one.name for one in attachments_of("incoming", document.pk)),
    )
    return ruling.screen(paper, own=own, also=repeats)


def _repeats_of(document: IncomingDocument) -> list[ruling.Finding]:
    """The same number of the same body, or the same file, that this unit has already. Of a paper
    it was asked when it was taken in."""
    if document.channel != IncomingDocument.Channel.EXCHANGE:
        return []
    found = duplicates.like(
        number=document.number,
        title="",  # a corrected copy bears the same title
        from_code=document.from_code,
        from_name=document.from_name,
        hashes=[document.pdf_sha256] if document.pdf_sha256 else [],
        at=document.received_at,
    )
    return [
        ruling.repeated(one.document.register_number or "", one.document.title, one.why)
        for one in found
        if one.document.pk != document.pk and one.document.stage not in GONE
    ][:1]


def _addressed_to(document: IncomingDocument, own: str) -> tuple[list[str], list[str]]:
    """主送 and 抄送 as the sealed copy says; without one, only what we are to it is known."""
    try:
        content = capsules.find(document.envelope_id, unit=current_unit().schema_name).content
    except NotFound:
        return ([], [own]) if document.is_copy else ([own], [])
    return content["main"], content["copies"]


def goes_up(document: OutgoingDocument, recipients: Iterable[Addressee] | None = None) -> bool:
    """上行文: by its kind; an 意见 where it is addressed to a superior."""
    if document.doc_kind != kinds.Kind.OPINION:
        return kinds.goes_up(document.doc_kind)
    if recipients is None:
        recipients = document.addressees.all()
    city = city_now()
    ours = city.bodies[current_unit().code]
    main = (city.bodies.get(row.unit_code) for row in recipients if row.role == "main")
    return any(city.standing(ours, one) in ruling.SUPERIORS for one in main if one)


def city_now() -> ruling.City:
    rows = Unit.objects.standing().values_list(
        "code", "name", "short_name", "kind", "parent__code"
    )
    return ruling.City(
        ruling.Body(code, name, short_name, kind, parent or "")
        for code, name, short_name, kind, parent in rows
    )


def _limits(document: OutgoingDocument) -> ruling.Limits:
    """篇幅 as the unit set it, and 发文总量 by the day of the last change, this year and last.

    One statement: whoever asks has a document, so the unit's own row is always read along.
    """
    now = document.updated_at.astimezone(ZONE)
    then = now.replace(year=now.year - 1, day=min(now.day, 28))
    own = WritingLimits.objects.all()
    said = OutgoingDocument.objects.aggregate(
        issued=Count("pk", filter=Q(registered_at__year=now.year, registered_at__lte=now)),
        before=Count("pk", filter=Q(registered_at__year=now.year - 1, registered_at__lte=then)),
        longest=Max(Subquery(own.values("longest")[:1])),
        longest_special=Max(Subquery(own.values("longest_special")[:1])),
    )
    return ruling.Limits(
        longest=said["longest"] or LONGEST,
        longest_special=said["longest_special"] or LONGEST_SPECIAL,
        issued=said["issued"],
        issued_before=said["before"],
    )
