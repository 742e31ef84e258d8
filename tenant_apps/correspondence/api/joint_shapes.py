"""联合行文 on the wire: at the host who signs with it, at a partner what it was asked."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers as S

from tenant_apps.correspondence.api.standing_shapes import StandingFields
from tenant_apps.correspondence.kinds import Kind, Urgency
from tenant_apps.correspondence.models import JointMatter, JointPartner


class PartnerBrief(S.Serializer[Any]):
    code = S.CharField(source="unit_code")
    name = S.CharField()
    short_name = S.CharField()


class PartnersOut(S.Serializer[Any]):
    """What a document of ours says of 联合行文."""

    is_joint = S.BooleanField()
    partners = S.SerializerMethodField(help_text="联署机关, in their order behind us")

    @extend_schema_field(PartnerBrief(many=True))
    def get_partners(self, picture: Any) -> Any:
        return PartnerBrief(picture.partners.all() if picture.is_joint else [], many=True).data


class PartnersIn(S.Serializer[Any]):
    partners = S.ListField(
        child=S.CharField(max_length=20), max_length=9, required=False, help_text="联署机关"
    )


class PublishedDesk(S.Serializer[Any]):
    """A desk of another unit, as it was published: the step, the post, its office hours."""

    name = S.CharField()
    post = S.CharField()
    hours = S.FloatField()
    state = S.CharField()


class JointPartnerOut(S.Serializer[Any]):
    code = S.CharField(source="row.unit_code")
    unit = S.CharField(source="row.short_name")
    state = S.ChoiceField(choices=JointPartner.State.choices, source="row.state")
    state_label = S.CharField(source="row.get_state_display")
    asked_at = S.DateTimeField(source="row.asked_at", allow_null=True)
    due_on = S.DateField(source="row.due_on", allow_null=True)
    received_at = S.DateTimeField(source="row.received_at", allow_null=True)
    by = S.CharField(source="row.by_name")
    by_post = S.CharField(source="row.by_post")
    opinion = S.CharField(source="row.opinion")
    settled_at = S.DateTimeField(source="row.settled_at", allow_null=True)
    sent = S.BooleanField(help_text="The paper is there to be sealed, or was.")
    sealed_at = S.DateTimeField(source="row.sealed_at", allow_null=True)
    problem = S.CharField(source="row.problem", help_text="with what came back sealed")
    overdue = S.BooleanField(help_text="What it owes, signature or seal, is past its day.")
    urged_at = S.DateTimeField(source="row.urged_at", allow_null=True)
    may_urge = S.BooleanField()
    desks = PublishedDesk(many=True)


class JointUrgeIn(S.Serializer[Any]):
    request_id = S.CharField(max_length=40)
    unit = S.CharField(max_length=20, help_text="code of the partner")
    text = S.CharField(max_length=200, required=False, default="", allow_blank=True)


class JointOut(S.Serializer[Any]):
    round = S.IntegerField()
    text_hash = S.CharField()
    lacking = S.CharField(help_text="What still stands in the way, in one sentence.")
    partners = JointPartnerOut(many=True)


class JointMatterRow(StandingFields):
    id = S.UUIDField()
    from_unit = S.CharField(source="from_short_name")
    doc_kind = S.ChoiceField(choices=Kind.choices)
    urgency = S.ChoiceField(choices=Urgency.choices)
    title = S.CharField()
    number = S.CharField()
    stage = S.ChoiceField(choices=JointMatter.Stage.choices)
    stage_label = S.CharField(source="get_stage_display")
    received_at = S.DateTimeField()
    due_on = S.DateField(allow_null=True)
    urged_at = S.DateTimeField(
        source="pressing_since", allow_null=True, help_text="主办催办, while it stands."
    )


class JointMatterPage(S.Serializer[Any]):
    results = JointMatterRow(many=True)
    next = S.CharField(allow_null=True)


class MatterSealChoice(S.Serializer[Any]):
    id = S.UUIDField()
    name = S.CharField()
    refusal = S.CharField()


class MatterSealed(S.Serializer[Any]):
    seal = S.CharField(source="seal.name")
    number = S.IntegerField()
    by = S.CharField(source="by_name")
    at = S.DateTimeField()


class MatterFile(S.Serializer[Any]):
    id = S.UUIDField()
    name = S.CharField()
    size = S.IntegerField()
    content_type = S.CharField()
    sha256 = S.CharField()
    added_at = S.DateTimeField()


class JointMatterOut(JointMatterRow):
    from_name = S.CharField()
    body = S.CharField()
    bodies = S.ListField(child=S.CharField(), help_text="发文机关, the host first")
    recipients = S.CharField()
    text_hash = S.CharField()
    round = S.IntegerField()
    pdf_sha256 = S.CharField()
    has_ofd = S.BooleanField(help_text="The copy in OFD came along.")
    page_count = S.IntegerField()
    acknowledged_at = S.DateTimeField(allow_null=True)
    signatory = S.CharField(source="signatory.name", default="")
    opinion = S.CharField()
    signed_at = S.DateTimeField(allow_null=True)
    sealed_at = S.DateTimeField(allow_null=True)
    closed_reason = S.CharField()
    urged_text = S.CharField()
    run_id = S.UUIDField(allow_null=True)
    item_id = S.UUIDField(allow_null=True, help_text="the viewer's own turn, among the to-dos")
    may_acknowledge = S.BooleanField()
    may_retract = S.BooleanField()
    choices = MatterSealChoice(many=True, help_text="seals of the viewer, once it is to be sealed")
    seals = MatterSealed(many=True)
    attachments = MatterFile(many=True)


class MatterActIn(S.Serializer[Any]):
    request_id = S.CharField(max_length=40)


class RetractIn(MatterActIn):
    reason = S.CharField(max_length=200)


class MatterSealIn(MatterActIn):
    seal = S.UUIDField()
    pdf_sha256 = S.CharField(max_length=64, help_text="The file the keeper looked at.")
