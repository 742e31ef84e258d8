"""效力 on the wire."""

from typing import Any

from rest_framework import serializers as S

from tenant_apps.correspondence.kinds import Validity
from tenant_apps.correspondence.models import Addressee


class StandingFields(S.Serializer[Any]):
    """What every row of a document says of its standing."""

    standing = S.ChoiceField(choices=Validity.choices)
    standing_label = S.CharField(source="get_standing_display")
    standing_from = S.DateField(allow_null=True, help_text="废止: from this day on")


class StandingActOut(S.Serializer[Any]):
    verb = S.CharField()
    label = S.CharField()  # type: ignore[assignment]  # the word of the contract
    allowed = S.BooleanField()
    reason = S.CharField()


class StandingNoticeOut(S.Serializer[Any]):
    unit = S.CharField(source="short_name")
    state = S.ChoiceField(choices=Addressee.State.choices)
    state_label = S.CharField(source="get_state_display")
    delivered_at = S.DateTimeField(allow_null=True)
    settled_at = S.DateTimeField(allow_null=True)
    by = S.CharField(source="settled_by")
    reason = S.CharField()


class InsteadOut(S.Serializer[Any]):
    """A document of ours that stands in for another, or is to."""

    id = S.UUIDField()
    title = S.CharField()
    number = S.CharField(allow_null=True)
    stage_label = S.CharField(source="get_stage_display")


class StandingChangeOut(S.Serializer[Any]):
    id = S.UUIDField()
    what = S.ChoiceField(choices=Validity.choices)
    what_label = S.CharField(source="get_what_display")
    reason = S.CharField()
    from_on = S.DateField(allow_null=True)
    decided_by = S.CharField(help_text="the unit")
    by = S.CharField(source="by_name")
    by_post = S.CharField()
    at = S.DateTimeField()
    is_passed_on = S.SerializerMethodField(help_text="decided about what this one forwards")
    replacement = InsteadOut(allow_null=True)
    notices = StandingNoticeOut(many=True)

    def get_is_passed_on(self, change: Any) -> bool:
        return change.heard_id is not None


class HeardChangeOut(S.Serializer[Any]):
    id = S.UUIDField()
    incoming_id = S.UUIDField(allow_null=True)
    matter_id = S.UUIDField(allow_null=True, help_text="联署: what we signed ourselves")
    from_unit = S.CharField(source="from_short_name")
    what = S.ChoiceField(choices=Validity.choices)
    what_label = S.CharField(source="get_what_display")
    title = S.CharField()
    number = S.CharField()
    reason = S.CharField()
    from_on = S.DateField(allow_null=True)
    decided_by = S.CharField(help_text="the unit")
    decided_at = S.DateTimeField()
    about = S.DictField(child=S.CharField(), help_text="转发: title, number, unit of the original")
    replacement = S.DictField(child=S.CharField(), help_text="更正件: title and number")
    received_at = S.DateTimeField()
    acknowledged_at = S.DateTimeField(allow_null=True)
    acknowledged_by = S.CharField(source="acknowledged_by.name", default="")


class CorrectionOut(S.Serializer[Any]):
    reason = S.CharField()
    document = InsteadOut()


class CorrectsOut(S.Serializer[Any]):
    reason = S.CharField()
    document = InsteadOut(source="of")


class StandingOut(S.Serializer[Any]):
    standing = S.ChoiceField(choices=Validity.choices)
    standing_label = S.CharField()
    standing_from = S.DateField(allow_null=True)
    acts = StandingActOut(many=True)
    changes = StandingChangeOut(many=True)
    heard = HeardChangeOut(many=True)
    corrections = CorrectionOut(many=True)
    corrects = CorrectsOut(allow_null=True)


class ReasonOnlyIn(S.Serializer[Any]):
    request_id = S.CharField(max_length=40)
    reason = S.CharField(max_length=200)


class RepealIn(ReasonOnlyIn):
    from_on = S.DateField(help_text="废止日期")


class NoticedIn(S.Serializer[Any]):
    request_id = S.CharField(max_length=40)
