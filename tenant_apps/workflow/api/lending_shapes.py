"""委托, 待阅, 常用语 on the wire."""

from typing import Any

from rest_framework import serializers as S

from tenant_apps.organization.models import Mandate, Staff
from tenant_apps.workflow.actions import LONGEST_OPINION, LONGEST_REQUEST_ID
from tenant_apps.workflow.actions.noticing import MOST_READERS
from tenant_apps.workflow.circulars import Circulation
from tenant_apps.workflow.lent import KEPT_KINDS
from tenant_apps.workflow.models import Item
from tenant_apps.workflow.notices import LONGEST_NOTE


class ColleagueOut(S.Serializer[Staff]):
    id = S.UUIDField()
    name = S.CharField()
    title = S.CharField()
    department = S.CharField(source="department.name")


class KeptIn(S.Serializer[Any]):
    kind = S.ChoiceField(choices=KEPT_KINDS)
    value = S.CharField(max_length=64)


class NamedOut(S.Serializer[Any]):
    kind = S.CharField()
    value = S.CharField()
    label = S.CharField()  # type: ignore[assignment]  # the word of the contract


class ScopeIn(S.Serializer[Any]):
    agent = S.UUIDField()
    starts_at = S.DateTimeField(help_text="In the past means now.")
    ends_at = S.DateTimeField()
    flows = S.ListField(
        child=S.CharField(max_length=64),
        required=False,
        default=list,
        max_length=100,
        help_text="Keys of flows; empty: all.",
    )
    excluded = KeptIn(many=True, required=False, default=list)
    existing = S.BooleanField(default=False, help_text="What lies on the desk now goes along.")


class MandateIn(ScopeIn):
    request_id = S.CharField(max_length=LONGEST_REQUEST_ID)


class MandateOut(S.Serializer[Any]):
    id = S.UUIDField(source="mandate.id")
    principal = ColleagueOut(source="mandate.principal")
    agent = ColleagueOut(source="mandate.agent")
    starts_at = S.DateTimeField(source="mandate.starts_at")
    ends_at = S.DateTimeField(source="mandate.ends_at")
    flows = NamedOut(many=True)
    excluded = NamedOut(many=True)
    existing = S.BooleanField(source="mandate.existing")
    created_at = S.DateTimeField(source="mandate.created_at")
    ended_at = S.DateTimeField(source="mandate.ended_at", allow_null=True)
    end_reason = S.ChoiceField(source="mandate.end_reason", choices=Mandate.EndReason.choices)
    state = S.ChoiceField(choices=["upcoming", "active", "over"])
    open_items = S.IntegerField()
    done_items = S.IntegerField()


class MandatesMineOut(S.Serializer[Any]):
    lent = MandateOut(many=True)
    held = MandateOut(many=True)


class MandateScopeOut(S.Serializer[Any]):
    flows = NamedOut(many=True)


class PageFilter(S.Serializer[Any]):
    cursor = S.CharField(max_length=600, required=False)


class MandatePageOut(S.Serializer[Any]):
    results = MandateOut(many=True)
    next = S.CharField(allow_null=True)
    total = S.IntegerField(allow_null=True)


class LentItemOut(S.Serializer[Item]):
    id = S.UUIDField()
    run_id = S.UUIDField()
    subject_kind = S.CharField(source="run.subject_kind")
    subject_id = S.UUIDField(source="run.subject_id")
    title = S.CharField(source="run.title")
    step_name = S.CharField(source="step.name")
    owner = S.CharField(source="owner.name")
    status = S.ChoiceField(choices=Item.Status.values)
    action = S.CharField(help_text="recall: it came home; empty: still open.")
    opinion = S.CharField()
    opened_at = S.DateTimeField()
    closed_at = S.DateTimeField(allow_null=True)


class LentPageOut(S.Serializer[Any]):
    results = LentItemOut(many=True)
    next = S.CharField(allow_null=True)
    total = S.IntegerField(allow_null=True)


class MovesOut(S.Serializer[Any]):
    id = S.UUIDField(source="item.id")
    run_id = S.UUIDField(source="item.run_id")
    title = S.CharField(source="item.run.title")
    flow_name = S.CharField(source="item.run.definition.name")
    step_name = S.CharField(source="item.step.name")
    opened_at = S.DateTimeField(source="item.opened_at")
    due_at = S.DateTimeField(source="item.due_at", allow_null=True)
    why_not = S.CharField(allow_null=True, help_text="Why it stays; null: it goes along.")


class MandatePreviewOut(S.Serializer[Any]):
    results = MovesOut(many=True)
    going = S.IntegerField()


class RequestIn(S.Serializer[Any]):
    request_id = S.CharField(max_length=LONGEST_REQUEST_ID)


class UrgeIn(RequestIn):
    text = S.CharField(max_length=LONGEST_NOTE, required=False, allow_blank=True, default="")


class PeopleIn(RequestIn):
    people = S.ListField(child=S.UUIDField(), min_length=1, max_length=MOST_READERS)


class CopyIn(PeopleIn):
    text = S.CharField(max_length=LONGEST_NOTE, required=False, allow_blank=True, default="")


class CirculateIn(CopyIn):
    serial = S.BooleanField(default=False)
    due_on = S.DateField(required=False, allow_null=True, default=None)


class CallInIn(RequestIn):
    people = S.ListField(
        child=S.UUIDField(),
        required=False,
        default=list,
        max_length=MOST_READERS,
        help_text="Empty: everybody who has not read.",
    )


class ReadIn(RequestIn):
    opinion = S.CharField(max_length=LONGEST_OPINION, required=False, allow_blank=True, default="")


class ReadManyIn(S.Serializer[Any]):
    ids = S.ListField(child=S.UUIDField(), min_length=1, max_length=200)


class ReadManyOut(S.Serializer[Any]):
    read = S.IntegerField()


class NoticeOut(S.Serializer[Any]):
    id = S.UUIDField()
    run_id = S.UUIDField()
    kind = S.CharField()
    read_at = S.DateTimeField(allow_null=True)
    opinion = S.CharField()


class ReaderOut(S.Serializer[Any]):
    id = S.UUIDField(source="person_id")
    name = S.CharField(source="person.name")
    title = S.CharField(source="person.title")
    department = S.CharField(source="person.department.name")
    arrived_at = S.DateTimeField(allow_null=True)
    read_at = S.DateTimeField(allow_null=True)
    withdrawn_at = S.DateTimeField(allow_null=True)
    opinion = S.CharField()


class CirculationOut(S.Serializer[Any]):
    id = S.UUIDField()
    sender = S.CharField(source="sender.name")
    serial = S.BooleanField()
    text = S.CharField()
    due_on = S.DateField(allow_null=True)
    created_at = S.DateTimeField()
    ended_at = S.DateTimeField(allow_null=True)
    end_reason = S.ChoiceField(choices=Circulation.EndReason.choices)
    may_change = S.SerializerMethodField()
    readers = ReaderOut(many=True, source="in_order")

    def get_may_change(self, one: Circulation) -> bool:
        viewer: Staff = self.context["viewer"]
        mine = one.sender_id == viewer.pk or viewer.holds("workflow.supervise")
        return mine and one.ended_at is None


class CirculationsOut(S.Serializer[Any]):
    results = CirculationOut(many=True)


class OpinionDraftIn(S.Serializer[Any]):
    text = S.CharField(
        max_length=LONGEST_OPINION, allow_blank=True, trim_whitespace=False, default=""
    )


class PhraseIn(S.Serializer[Any]):
    text = S.CharField(max_length=400)


class PhraseOut(S.Serializer[Any]):
    id = S.UUIDField(allow_null=True, help_text="null: of the stock everybody has.")
    text = S.CharField()


class PhrasesOut(S.Serializer[Any]):
    results = PhraseOut(many=True)
