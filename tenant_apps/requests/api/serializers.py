"""Requests on the wire. Never a field called data, errors or fields on an answer of ours that
carries more than a form: DRF owns those names, hence `answers`."""

from typing import Any

from rest_framework import serializers as S

from tenant_apps.requests import balances
from tenant_apps.requests.models import BalanceEntry, Booking, Resource
from tenant_apps.workflow.models import Run


class JsonObject(S.DictField):
    """A JSON object of the form's own shape; the form checks what is in it."""


class RequestKindOut(S.Serializer[Any]):
    key = S.CharField()
    name = S.CharField()
    icon = S.CharField()
    group = S.CharField()
    hint = S.CharField()
    flow = S.CharField(source="flow_key")
    form = S.CharField(source="form_key")
    draft_saved_at = S.DateTimeField(allow_null=True, help_text="One's own draft of it, if any.")
    newer = S.BooleanField(help_text="市级模板有新版本, for whoever may take it over.")


class RequestKindsOut(S.Serializer[Any]):
    results = RequestKindOut(many=True)


class RequestFormPart(S.Serializer[Any]):
    schema = S.DictField()
    ui = S.DictField()
    answers = S.DictField()
    rights = S.DictField(child=S.CharField())
    names = S.DictField(help_text="Id of a person, department or file → label, note, address.")


class PreviewStop(S.Serializer[Any]):
    node = S.CharField()
    name = S.CharField()
    people = S.ListField(child=S.CharField())
    why = S.CharField(help_text="The condition that leads here, in words; empty when none.")
    mode = S.CharField()
    due_minutes = S.IntegerField(allow_null=True, help_text="Working minutes of the desk.")
    fault = S.CharField(help_text="Nobody would get it: why, and who can help.")
    later = S.CharField(help_text="Nobody yet, and nothing is wrong with that: who will say.")
    permission = S.CharField(
        allow_null=True,
        help_text="The applicant names who gets it, among its holders; empty: anybody; null: no.",
    )


class PreviewSuggestion(S.Serializer[Any]):
    label = S.CharField()  # type: ignore[assignment]
    field = S.CharField()
    value = S.JSONField()


class PreviewNotice(S.Serializer[Any]):
    level = S.ChoiceField(choices=["error", "warning", "info"])
    field = S.CharField()
    text = S.CharField()
    suggestions = PreviewSuggestion(many=True)


class PreviewTaken(S.Serializer[Any]):
    starts_at = S.DateTimeField()
    ends_at = S.DateTimeField()
    who = S.CharField()
    state = S.ChoiceField(choices=Booking.State.values)


class PreviewLane(S.Serializer[Any]):
    id = S.UUIDField()
    name = S.CharField()
    note = S.CharField()
    capacity = S.IntegerField(allow_null=True)
    is_free = S.BooleanField()
    taken = PreviewTaken(many=True)


class RequestPreviewOut(S.Serializer[Any]):
    path = PreviewStop(many=True)
    notices = PreviewNotice(many=True)
    lanes = PreviewLane(
        many=True, help_text="The resources to choose from, and when they are taken."
    )
    lanes_field = S.CharField(help_text="The field that names the resource; empty when none.")
    day = S.ListField(child=S.DateTimeField(), help_text="From and to of the picture of the day.")


class RequestSheetOut(S.Serializer[Any]):
    """What a start page needs: the form as the applicant fills it in, and where it would go."""

    kind = RequestKindOut()
    form = S.UUIDField(help_text="The version of the form: send it back when filing.")
    sheet = RequestFormPart()
    saved_at = S.DateTimeField(allow_null=True, help_text="Of the draft the answers come from.")
    preview = RequestPreviewOut()


class RequestPreviewIn(S.Serializer[Any]):
    data = JsonObject()  # type: ignore[assignment]
    request = S.UUIDField(required=False, help_text="The request that is being filled in again.")


class RequestDraftIn(S.Serializer[Any]):
    form = S.UUIDField()
    data = JsonObject()  # type: ignore[assignment]


class RequestDraftOut(S.Serializer[Any]):
    saved_at = S.DateTimeField()


class RequestFileIn(S.Serializer[Any]):
    kind = S.CharField(max_length=40)
    form = S.UUIDField()
    data = JsonObject()  # type: ignore[assignment]
    request_id = S.CharField(max_length=64)
    folder = S.UUIDField(required=False, help_text="Where its attachments were uploaded to.")
    chosen = S.DictField(child=S.ListField(child=S.UUIDField(), max_length=50), required=False)


class ApplicantOut(S.Serializer[Any]):
    id = S.UUIDField()
    name = S.CharField()
    title = S.CharField()


class RequestKindBrief(S.Serializer[Any]):
    key = S.CharField()
    name = S.CharField()
    icon = S.CharField()


class RequestRow(S.Serializer[Any]):
    id = S.UUIDField(source="request.id")
    kind = RequestKindBrief(source="request.kind")
    number = S.CharField(source="request.number")
    title = S.CharField(source="request.title")
    status = S.ChoiceField(choices=Run.Status.values, source="request.status")
    status_label = S.CharField(source="request.get_status_display")
    applicant = ApplicantOut(source="request.applicant")
    department = S.CharField(source="request.department.name")
    filed_at = S.DateTimeField(source="request.filed_at")
    closed_at = S.DateTimeField(source="request.closed_at", allow_null=True)
    step_name = S.CharField(source="place.step_name")
    people = S.ListField(child=S.CharField(), source="place.people")


class RequestPage(S.Serializer[Any]):
    results = RequestRow(many=True)
    next = S.CharField(allow_null=True)
    total = S.IntegerField(allow_null=True, help_text="With the first page only.")


class RequestBooking(S.Serializer[Any]):
    name = S.CharField()
    when = S.CharField()
    state = S.CharField()


class GivingBackOffer(S.Serializer[Any]):
    label = S.CharField()  # type: ignore[assignment]
    allowed = S.BooleanField()
    reason = S.CharField(help_text="Why not, and who can help.")
    starts_at = S.DateTimeField(allow_null=True)
    ends_at = S.DateTimeField(allow_null=True)


class GivenBackOut(S.Serializer[Any]):
    since = S.DateTimeField(allow_null=True, help_text="Null: all of it.")
    days = S.SerializerMethodField(help_text="Of leave that came back.")
    reason = S.CharField()
    by = S.CharField(source="by.name")
    at = S.DateTimeField()

    def get_days(self, one: Any) -> float:
        return float(one.halves) / 2


class RequestOut(RequestRow):
    run_id = S.UUIDField(source="request.run_id", allow_null=True)
    sheet = RequestFormPart()
    bookings = RequestBooking(many=True)
    balance = S.CharField()
    may_withdraw = S.BooleanField()
    giving_back = GivingBackOffer(allow_null=True, help_text="Null: nothing could come back.")
    given_back = GivenBackOut(many=True)


class GiveBackIn(S.Serializer[Any]):
    since = S.DateTimeField(
        required=False, allow_null=True, default=None, help_text="None: all of it."
    )
    reason = S.CharField(max_length=200, required=False, allow_blank=True, default="")
    request_id = S.CharField(max_length=64)


class RequestFilter(S.Serializer[Any]):
    box = S.ChoiceField(choices=["mine", "all"], default="mine")
    kind = S.CharField(max_length=40, required=False, allow_blank=True, default="")
    status = S.ChoiceField(choices=Run.Status.values, required=False, allow_blank=True, default="")
    q = S.CharField(max_length=100, required=False, allow_blank=True, default="")
    since = S.DateField(required=False)
    until = S.DateField(required=False)


class RequestPageFilter(RequestFilter):
    cursor = S.CharField(max_length=600, required=False, allow_blank=True, default="")


class RequestExportFilter(S.Serializer[Any]):
    kind = S.CharField(max_length=40, required=False, allow_blank=True, default="")
    to = S.DateField(required=False, help_text="The last day.")
    box = S.ChoiceField(choices=["mine", "all"], default="all")

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of the language."""
        return super().get_fields() | {
            "from": S.DateField(required=False, help_text="The first day.")
        }


class ResourceOut(S.Serializer[Any]):
    id = S.UUIDField()
    kind = S.ChoiceField(choices=Resource.Kind.values)
    name = S.CharField()
    note = S.CharField()
    capacity = S.IntegerField(allow_null=True)
    is_active = S.BooleanField()
    left = S.SerializerMethodField(help_text="Of stock: what is in store now; else null.")

    def get_left(self, one: Resource) -> int | None:
        stock = one.kind == Resource.Kind.STOCK
        return (one.capacity or 0) - (getattr(one, "out", 0) or 0) if stock else None


class ResourcesOut(S.Serializer[Any]):
    results = ResourceOut(many=True)


class ResourceIn(S.Serializer[Any]):
    kind = S.ChoiceField(choices=Resource.Kind.values)
    name = S.CharField(max_length=40)
    note = S.CharField(max_length=100, required=False, allow_blank=True, default="")
    capacity = S.IntegerField(min_value=0, max_value=1_000_000, required=False, allow_null=True)
    is_active = S.BooleanField(default=True)


class ResourceEdit(S.Serializer[Any]):
    name = S.CharField(max_length=40, required=False)
    note = S.CharField(max_length=100, required=False, allow_blank=True)
    capacity = S.IntegerField(min_value=0, max_value=1_000_000, required=False, allow_null=True)
    is_active = S.BooleanField(required=False)


class BalanceGrantIn(S.Serializer[Any]):
    staff = S.UUIDField()
    account = S.ChoiceField(choices=["annual", "comp"])
    year = S.IntegerField(min_value=2000, max_value=2100)
    days = S.DecimalField(max_digits=5, decimal_places=1, min_value=-366, max_value=366)
    reason = S.CharField(max_length=100)
    request_id = S.CharField(max_length=64)


class BalanceOut(S.Serializer[Any]):
    account = S.CharField()
    label = S.CharField()  # type: ignore[assignment]
    year = S.IntegerField()
    granted = S.FloatField(help_text="Days.")
    used = S.FloatField()
    pending = S.FloatField()
    left = S.FloatField()


class BalancesOut(S.Serializer[Any]):
    results = BalanceOut(many=True)


class WeekFilter(S.Serializer[Any]):
    kind = S.ChoiceField(choices=["car", "room"], default="car")
    first = S.DateField(required=False, help_text="The first of seven days; Monday by default.")


class WeekSlot(S.Serializer[Any]):
    id = S.UUIDField()
    starts_at = S.DateTimeField()
    ends_at = S.DateTimeField()
    who = S.CharField()
    title = S.CharField(help_text="Empty where one may not open the request.")
    state = S.ChoiceField(choices=Booking.State.values)
    clash = S.BooleanField(help_text="Another wish for the same thing at the same time.")
    request = S.UUIDField(allow_null=True)


class WeekLane(S.Serializer[Any]):
    resource = ResourceOut()
    slots = WeekSlot(many=True)


class WeekOut(S.Serializer[Any]):
    first = S.DateField()
    lanes = WeekLane(many=True)


class YearFilter(S.Serializer[Any]):
    year = S.IntegerField(
        min_value=2000, max_value=2100, required=False, help_text="This one by default."
    )


class GrantPerson(S.Serializer[Any]):
    id = S.UUIDField(source="staff.pk")
    name = S.CharField(source="staff.name")
    department = S.CharField(source="staff.department.name")
    accounts = BalanceOut(many=True)


class GrantPeopleOut(S.Serializer[Any]):
    results = GrantPerson(many=True)


class GrantOut(S.Serializer[Any]):
    id = S.UUIDField()
    label = S.SerializerMethodField()  # type: ignore[assignment]
    days = S.SerializerMethodField()
    reason = S.SerializerMethodField()
    by = S.SerializerMethodField()
    at = S.DateTimeField()
    state = S.CharField(source="get_state_display")

    def get_label(self, one: BalanceEntry) -> str:
        return balances.LABELS.get(one.account, one.account)

    def get_days(self, one: BalanceEntry) -> float:
        return one.halves / 2

    def get_reason(self, one: BalanceEntry) -> str:
        return one.reason or (one.request.title if one.request else "")

    def get_by(self, one: BalanceEntry) -> str:
        return one.by.name if one.by else "加班申请"


class GrantsOut(S.Serializer[Any]):
    results = GrantOut(many=True)


class GrantTableIn(S.Serializer[Any]):
    file = S.FileField(help_text=".xlsx")


class GrantTableOut(S.Serializer[Any]):
    granted = S.IntegerField()
