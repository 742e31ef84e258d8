"""Documents on the wire. Input checks form only; rules live in rules and actions."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers as S

from tenant_apps.correspondence import ruling
from tenant_apps.correspondence.api.joint_shapes import PartnersIn, PartnersOut
from tenant_apps.correspondence.api.standing_shapes import StandingFields
from tenant_apps.correspondence.certificate import VERDICTS
from tenant_apps.correspondence.kinds import Course, Kind, Layout, Urgency
from tenant_apps.correspondence.models import Addressee, OutgoingDocument
from tenant_apps.correspondence.queries import Delivery


class PersonBrief(S.Serializer[Any]):
    id = S.UUIDField()
    name = S.CharField()
    title = S.CharField()


class UnitBrief(S.Serializer[Any]):
    code = S.CharField()
    name = S.CharField()
    short_name = S.CharField()


class StageOut(S.Serializer[Any]):
    key = S.CharField()
    label = S.CharField()  # type: ignore[assignment]  # the word of the contract
    state = S.ChoiceField(choices=["done", "now", "next"])
    at = S.DateTimeField(allow_null=True)
    by = S.CharField()


class ActOut(S.Serializer[Any]):
    verb = S.CharField()
    label = S.CharField()  # type: ignore[assignment]  # the word of the contract
    allowed = S.BooleanField()
    reason = S.CharField()
    who = S.ListField(child=S.CharField())
    course = S.ChoiceField(
        choices=Course.choices, allow_blank=True, required=False, help_text="拟办: 通常怎么办"
    )


class OpinionOut(S.Serializer[Any]):
    step = S.CharField()
    step_name = S.CharField()
    name = S.CharField()
    title = S.CharField()
    text = S.CharField()
    action = S.CharField()
    at = S.DateTimeField()


class AttachmentOut(S.Serializer[Any]):
    id = S.UUIDField()
    name = S.CharField()
    size = S.IntegerField()
    content_type = S.CharField()
    sha256 = S.CharField()
    added_at = S.DateTimeField()


class RecipientBrief(S.Serializer[Any]):
    code = S.CharField()
    short_name = S.CharField()


class DeliveryOut(S.Serializer[Delivery]):
    unit = S.SerializerMethodField()
    role = S.CharField(source="row.role")
    state = S.ChoiceField(choices=Addressee.State.choices, source="row.state")
    label = S.CharField(source="row.get_state_display")  # type: ignore[assignment]  # the word of the contract
    sent_at = S.DateTimeField(allow_null=True, source="row.sent_at")
    delivered_at = S.DateTimeField(allow_null=True, source="row.delivered_at")
    settled_at = S.DateTimeField(allow_null=True, source="row.settled_at")
    by = S.CharField(source="row.settled_by")
    reason = S.CharField(source="row.reason")
    hours = S.FloatField(help_text="从发出到签收（或此刻）的工时")

    @extend_schema_field(RecipientBrief)
    def get_unit(self, one: Delivery) -> dict[str, str]:
        return {"code": one.row.unit_code, "short_name": one.row.short_name}


class OriginOut(S.Serializer[Any]):
    """What an outgoing document passes on or answers."""

    how = S.CharField()
    how_label = S.CharField(source="get_how_display")
    id = S.UUIDField(source="source_id")
    title = S.CharField(source="source.title")
    number = S.CharField(source="source.number")
    from_unit = S.CharField(source="source.from_short_name")


class AnswerOut(S.Serializer[Any]):
    incoming_id = S.UUIDField(allow_null=True, help_text="The 批复 or 复函 that brought it.")
    unit = S.CharField(source="short_name")
    text = S.CharField()
    number = S.CharField()
    by = S.CharField(source="by_name")
    at = S.DateTimeField()


class PlaceInText(S.Serializer[Any]):
    field = S.CharField()
    start = S.IntegerField()
    text = S.CharField()


class FixOut(S.Serializer[Any]):
    label = S.CharField()  # type: ignore[assignment]  # the word of the contract
    changes = S.JSONField(help_text="改稿的字段和值，照样保存即可")


class RuleFindingOut(S.Serializer[Any]):
    code = S.CharField()
    title = S.CharField()
    detail = S.CharField()
    article = S.CharField(help_text="条款；只是实务惯例的写明是惯例")
    strength = S.ChoiceField(choices=[one.value for one in ruling.Strength])
    places = PlaceInText(many=True)
    fixes = FixOut(many=True)
    who = S.CharField(help_text="谁能解开")


class JudgedOut(S.Serializer[Any]):
    key = S.CharField()
    text = S.CharField()
    article = S.CharField()
    ticked = S.BooleanField()


class OutgoingRow(StandingFields):
    id = S.UUIDField()
    doc_kind = S.ChoiceField(choices=Kind.choices)
    urgency = S.ChoiceField(choices=Urgency.choices)
    title = S.CharField()
    number = S.CharField(allow_null=True)
    stage = S.ChoiceField(choices=OutgoingDocument.Stage.choices)
    stage_label = S.CharField(source="get_stage_display")
    drafter = PersonBrief()
    updated_at = S.DateTimeField()
    released_at = S.DateTimeField(allow_null=True)


class OutgoingPage(S.Serializer[Any]):
    results = OutgoingRow(many=True)
    next = S.CharField(allow_null=True)


class OutgoingOut(PartnersOut, OutgoingRow):
    body = S.CharField()
    layout = S.ChoiceField(choices=Layout.choices)
    note = S.CharField()
    text_sha256 = S.CharField()
    prefix = S.CharField()
    addressees = UnitBrief(many=True)
    copies = UnitBrief(many=True)
    stages = StageOut(many=True)
    signatory = PersonBrief(allow_null=True)
    signed_at = S.DateTimeField(allow_null=True)
    created_at = S.DateTimeField()
    version = S.IntegerField()
    attachments = AttachmentOut(many=True)
    page_count = S.IntegerField()
    is_major = S.BooleanField(help_text="重要公文，由主要负责人签发")
    print_copies = S.IntegerField(allow_null=True)
    printed_at = S.DateTimeField(allow_null=True)
    pdf_sha256 = S.CharField()
    has_ofd = S.BooleanField(help_text="There is a 版式文件 in OFD beside the PDF.")
    void_reason = S.CharField()
    run_id = S.UUIDField()
    acts = ActOut(many=True)
    may_edit = S.BooleanField()
    goes_up = S.BooleanField(help_text="上行文")
    findings = RuleFindingOut(many=True, source="verdict.findings")
    reasons = S.DictField(child=S.CharField(), source="verdict.reasons")
    checklist = JudgedOut(many=True)
    opinions = OpinionOut(many=True)
    deliveries = DeliveryOut(many=True)
    answers = AnswerOut(many=True)
    origin = OriginOut(allow_null=True)


class FindingOut(S.Serializer[Any]):
    clause = S.CharField()
    item = S.CharField()
    demanded = S.CharField()
    measured = S.CharField()
    strength = S.CharField()
    verdict = S.ChoiceField(choices=list(VERDICTS.items()))


class CertificateOut(S.Serializer[Any]):
    pdf_sha256 = S.CharField()
    sheet_sha256 = S.CharField()
    failed = S.IntegerField()
    warned = S.IntegerField()
    measured_at = S.DateTimeField()
    findings = FindingOut(many=True)


class SealChoiceOut(S.Serializer[Any]):
    id = S.UUIDField()
    name = S.CharField()
    kind = S.CharField()
    refusal = S.CharField(help_text="Why it cannot go on this document; empty when it can.")


class SealedOut(S.Serializer[Any]):
    seal = S.CharField(source="seal.name")
    number = S.IntegerField()
    by = S.CharField(source="by_name")
    at = S.DateTimeField()
    is_paging = S.BooleanField()


class SealingOut(S.Serializer[Any]):
    open = S.BooleanField(help_text="Printed and not yet released: seals may go on it.")
    pdf_sha256 = S.CharField()
    places = S.IntegerField(help_text="How many seals the page still has room for.")
    may_page = S.BooleanField(help_text="More than one page, and no seal yet.")
    choices = SealChoiceOut(many=True)
    keepers = S.ListField(
        child=S.CharField(), help_text="By name, on whose desks it lies to be sealed."
    )
    sealed = SealedOut(many=True)
    ofd_wanting = S.CharField(help_text="Why there is no OFD copy; empty when there is one.")
    why_no_place = S.CharField(
        help_text="Why no seal has room, and what helps; empty when one has."
    )
    may_reprint = S.BooleanField(help_text="Lay it out again, with room for the seal.")


# ---- what comes in ---------------------------------------------------------------------


class DraftIn(PartnersIn):
    doc_kind = S.ChoiceField(choices=Kind.choices)
    urgency = S.ChoiceField(choices=Urgency.choices, required=False)
    is_major = S.BooleanField(required=False)
    prefix = S.CharField(max_length=20, required=False, help_text="代字")
    title = S.CharField(max_length=200, allow_blank=True, required=False)
    body = S.CharField(max_length=100_000, allow_blank=True, required=False)
    layout = S.ChoiceField(choices=Layout.choices, required=False)
    note = S.CharField(max_length=200, allow_blank=True, required=False)
    addressees = S.ListField(child=S.CharField(max_length=20), max_length=200, required=False)
    copies = S.ListField(child=S.CharField(max_length=20), max_length=200, required=False)
    signatory = S.UUIDField(required=False, allow_null=True)


class RevisionIn(DraftIn):
    doc_kind = S.ChoiceField(choices=Kind.choices, required=False)


class ActIn(S.Serializer[Any]):
    request_id = S.CharField(max_length=40)
    opinion = S.CharField(max_length=2000, allow_blank=True, required=False, default="")


class ReviewIn(ActIn):
    departments = S.ListField(
        child=S.UUIDField(), max_length=20, required=False, help_text="请哪些部门会签"
    )
    ticked = S.ListField(
        child=S.CharField(max_length=20), max_length=20, required=False, help_text="核稿清单"
    )


class RegisterIn(ActIn):
    print_copies = S.IntegerField(
        min_value=1, max_value=9999, required=False, allow_null=True, help_text="印制份数"
    )
    reserved = S.UUIDField(required=False, allow_null=True, help_text="用哪个预留号")


class ExplainIn(S.Serializer[Any]):
    rule = S.CharField(max_length=10)
    reason = S.CharField(max_length=200)


class AmendIn(S.Serializer[Any]):
    request_id = S.CharField(max_length=40)
    version = S.IntegerField(min_value=1)
    reason = S.CharField(max_length=2000)
    content = RevisionIn()


class OutgoingSealIn(S.Serializer[Any]):
    request_id = S.CharField(max_length=40)
    seal = S.UUIDField()
    pdf_sha256 = S.CharField(max_length=64, help_text="The file the keeper looked at.")
    paging = S.BooleanField(default=False, help_text="骑缝章")


class ReprintIn(S.Serializer[Any]):
    request_id = S.CharField(max_length=40)


class SendBackIn(ActIn):
    opinion = S.CharField(max_length=2000)
    to = S.CharField(max_length=20)


class TransferIn(ActIn):
    to = S.UUIDField()


class ReasonIn(S.Serializer[Any]):
    request_id = S.CharField(max_length=40)
    reason = S.CharField(max_length=200)


class WithdrawIn(ReasonIn):
    unit = S.CharField(max_length=20)


class FileIn(S.Serializer[Any]):
    file = S.FileField()
