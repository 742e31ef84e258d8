"""收文 on the wire. Input checks form only; rules live in rules and actions."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers as S

from shared_apps.exchange.api.verifying import SealsReportOut
from tenant_apps.correspondence.api.serializers import (
    ActIn,
    ActOut,
    AttachmentOut,
    OpinionOut,
    PersonBrief,
    RuleFindingOut,
    StageOut,
    UnitBrief,
)
from tenant_apps.correspondence.api.standing_shapes import StandingFields
from tenant_apps.correspondence.kinds import Course, Kind, Urgency
from tenant_apps.correspondence.models import IncomingDocument
from tenant_apps.workflow.actions.noticing import MOST_READERS


class DerivedOut(S.Serializer[Any]):
    """What was begun from an incoming document."""

    how = S.CharField()
    how_label = S.CharField(source="get_how_display")
    id = S.UUIDField(source="document_id")
    title = S.CharField(source="document.title")
    number = S.CharField(source="document.number", allow_null=True)
    stage_label = S.CharField(source="document.get_stage_display")


class ReadingOut(S.Serializer[Any]):
    """传阅中: how many of the readers of open rounds have read."""

    read = S.IntegerField()
    total = S.IntegerField()


class ScreenedOut(S.Serializer[Any]):
    """A line of 初审: what the rules found under it, and whether it is ticked."""

    key = S.CharField()
    text = S.CharField()
    article = S.CharField()
    findings = RuleFindingOut(many=True)
    ticked = S.BooleanField()


class IncomingRow(StandingFields):
    id = S.UUIDField()
    from_unit = S.SerializerMethodField()
    doc_kind = S.ChoiceField(choices=Kind.choices)
    urgency = S.ChoiceField(choices=Urgency.choices)
    title = S.CharField()
    number = S.CharField()
    is_copy = S.BooleanField()
    stage = S.ChoiceField(choices=IncomingDocument.Stage.choices)
    stage_label = S.CharField(source="get_stage_display")
    channel = S.ChoiceField(choices=IncomingDocument.Channel.choices)
    received_at = S.DateTimeField()
    acknowledged_at = S.DateTimeField(allow_null=True)
    register_number = S.CharField(allow_null=True)
    due_on = S.DateField(allow_null=True)
    course = S.ChoiceField(choices=Course.choices, allow_blank=True)
    reading = S.SerializerMethodField()
    page_count = S.IntegerField()

    @extend_schema_field(ReadingOut(allow_null=True))
    def get_reading(self, document: Any) -> dict[str, int] | None:
        """Of a list as it was counted along; of one document as its page has looked."""
        if found := vars(document).get("reading"):
            return {"read": found.read, "total": found.total}
        total = vars(document).get("readers")
        return {"read": document.readers_done or 0, "total": total} if total else None

    @extend_schema_field(UnitBrief)
    def get_from_unit(self, document: IncomingDocument) -> UnitBrief:
        return UnitBrief(
            {
                "code": document.from_code,
                "name": document.from_name,
                "short_name": document.from_short_name,
            }
        ).data  # type: ignore[return-value]  # a ReturnDict is a dict


class IncomingPage(S.Serializer[Any]):
    results = IncomingRow(many=True)
    next = S.CharField(allow_null=True)


class IntegrityOut(S.Serializer[Any]):
    ok = S.BooleanField()
    digest = S.CharField()
    sealed_at = S.DateTimeField()
    files = S.IntegerField()


class ReceivedSealsOut(SealsReportOut):
    ofd = SealsReportOut(allow_null=True, help_text="Of the OFD copy, where one came along.")


class IncomingOut(IncomingRow):
    envelope_id = S.UUIDField(allow_null=True)
    body = S.CharField()
    written_on = S.DateField(allow_null=True)
    signer = S.CharField()
    shelf_mark = S.CharField()
    acknowledged_by = PersonBrief(allow_null=True)
    is_major = S.BooleanField(help_text="重要公文")
    urger = PersonBrief(allow_null=True, help_text="专人催办")
    screening = ScreenedOut(many=True)
    unread = S.ListField(child=S.CharField(), help_text="传阅中还没有阅的人")
    lead = PersonBrief(allow_null=True, help_text="主办: the first it was given to.")
    derived = DerivedOut(many=True)
    stages = StageOut(many=True)
    acts = ActOut(many=True)
    opinions = OpinionOut(many=True)
    attachments = AttachmentOut(many=True)
    run_id = S.UUIDField(allow_null=True)
    integrity = IntegrityOut(allow_null=True)
    has_ofd = S.BooleanField(help_text="The sender's OFD copy came along.")
    result = S.CharField()
    answer = S.CharField()
    completed_at = S.DateTimeField(allow_null=True)
    closed_reason = S.CharField()


class BegunOut(S.Serializer[Any]):
    id = S.UUIDField()
    title = S.CharField()


class InstructionOut(S.Serializer[Any]):
    """批示 in the unit's list."""

    id = S.UUIDField(source="item.pk")
    document_id = S.UUIDField(source="document.pk")
    title = S.CharField(source="document.title")
    number = S.CharField(source="document.number")
    from_unit = S.CharField(source="document.from_short_name")
    urgency = S.ChoiceField(choices=Urgency.choices, source="document.urgency")
    leader = S.CharField(source="item.principal.name")
    post = S.CharField(source="item.principal.title")
    text = S.CharField(source="item.opinion")
    at = S.DateTimeField(source="item.closed_at")
    lead = PersonBrief(source="document.lead", allow_null=True)
    due_on = S.DateField(source="document.due_on", allow_null=True)
    stage = S.ChoiceField(choices=IncomingDocument.Stage.choices, source="document.stage")
    stage_label = S.CharField(source="document.get_stage_display")


class InstructionPage(S.Serializer[Any]):
    results = InstructionOut(many=True)
    next = S.CharField(allow_null=True)


class UrgedOut(S.Serializer[Any]):
    """A document somebody answers for: where it lies, for how long, when it was last urged."""

    id = S.UUIDField(source="document.pk")
    title = S.CharField(source="document.title")
    number = S.CharField(source="document.number")
    from_unit = S.CharField(source="document.from_short_name")
    urgency = S.ChoiceField(choices=Urgency.choices, source="document.urgency")
    is_major = S.BooleanField(source="document.is_major")
    stage_label = S.CharField(source="document.get_stage_display")
    due_on = S.DateField(source="document.due_on", allow_null=True)
    desk = S.SerializerMethodField()
    stage_hours = S.FloatField(source="lying.stage_hours", help_text="在此环节的工时")
    age_hours = S.FloatField(source="lying.age_hours", help_text="收文以来的工时")
    overdue = S.BooleanField(source="lying.overdue")
    urged_at = S.DateTimeField(allow_null=True)

    @extend_schema_field(S.ListField(child=S.CharField()))
    def get_desk(self, one: Any) -> list[str]:
        return [desk.name for desk in one.lying.desk]


class UrgedList(S.Serializer[Any]):
    results = UrgedOut(many=True)


# ---- what comes in ---------------------------------------------------------------------


class ScreenIn(ActIn):
    ticked = S.ListField(
        child=S.CharField(max_length=20),
        max_length=20,
        required=False,
        allow_null=True,
        default=None,
        help_text="初审清单；不填时以规则核对的为准",
    )


class ReturnIn(S.Serializer[Any]):
    request_id = S.CharField(max_length=40)
    grounds = S.ListField(
        child=S.CharField(max_length=20),
        min_length=1,
        max_length=5,
        help_text="依据：初审清单的项，或规则的编号",
    )
    reason = S.CharField(max_length=150)


class TakeBackIn(S.Serializer[Any]):
    request_id = S.CharField(max_length=40)
    reason = S.CharField(max_length=200, allow_blank=True, required=False, default="")


class RoundIn(S.Serializer[Any]):
    request_id = S.CharField(max_length=40)
    people = S.ListField(child=S.UUIDField(), min_length=1, max_length=MOST_READERS)
    serial = S.BooleanField(default=False)
    due_on = S.DateField(required=False, allow_null=True, default=None)
    text = S.CharField(max_length=500, allow_blank=True, required=False, default="")


class UrgeByNameIn(S.Serializer[Any]):
    request_id = S.CharField(max_length=40)
    text = S.CharField(max_length=500, allow_blank=True, required=False, default="")


class UrgerIn(S.Serializer[Any]):
    to = S.UUIDField(help_text="改由谁催办")
    text = S.CharField(max_length=200, allow_blank=True, required=False, default="")


class ProposeIn(ActIn):
    opinion = S.CharField(max_length=2000)
    course = S.ChoiceField(choices=Course.choices, required=False, default="")
    leader = S.UUIDField(required=False, allow_null=True, default=None, help_text="批办: 请谁批示")
    readers = S.ListField(
        child=S.UUIDField(), max_length=MOST_READERS, required=False, default=list
    )
    serial = S.BooleanField(default=False, help_text="阅知: 依次传阅")
    is_major = S.BooleanField(default=False, help_text="重要公文")
    urger = S.UUIDField(required=False, allow_null=True, default=None, help_text="专人催办")


class InstructIn(ActIn):
    opinion = S.CharField(max_length=2000)
    handlers = S.ListField(child=S.UUIDField(), min_length=1, max_length=20)
    due_on = S.DateField(required=False, allow_null=True, default=None)


class HandleIn(S.Serializer[Any]):
    request_id = S.CharField(max_length=40)
    result = S.CharField(max_length=10_000)


class CompleteIn(S.Serializer[Any]):
    request_id = S.CharField(max_length=40)
    answer = S.CharField(max_length=10_000, allow_blank=True)
