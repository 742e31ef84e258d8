"""Flows on the wire."""

from typing import Any

from rest_framework import serializers as S

from tenant_apps.workflow import designing


class FlowLineOut(S.Serializer[Any]):
    key = S.CharField()
    name = S.CharField()
    version = S.IntegerField(help_text="0: drawn, never published.")
    draft = S.BooleanField()
    active = S.BooleanField()
    runs_open = S.IntegerField()
    updated_at = S.DateTimeField()
    updated_by = S.CharField()
    is_stock = S.BooleanField()
    form = S.CharField(
        allow_blank=True, help_text="Its form; empty: the one of its own key, if any."
    )


class FlowVersionOut(S.Serializer[Any]):
    version = S.IntegerField()
    name = S.CharField()
    at = S.DateTimeField()
    by = S.CharField()
    is_active = S.BooleanField()
    is_stock = S.BooleanField()


class FlowDraftOut(S.Serializer[Any]):
    key = S.CharField()
    name = S.CharField()
    graph = S.JSONField(source="body")
    edit = S.IntegerField(help_text="Send it back as If-Match.")
    base = S.IntegerField(help_text="The version it was begun from; 0 for a new flow.")
    updated_at = S.DateTimeField()
    updated_by = S.CharField(source="updated_by.name")


class FieldOptionOut(S.Serializer[Any]):
    value = S.CharField()
    label = S.CharField()  # type: ignore[assignment]  # the word of the contract


class FormFieldOut(S.Serializer[Any]):
    """A field of the flow's form, for conditions and rights."""

    name = S.CharField()
    title = S.CharField()
    type = S.CharField(help_text="The widget.")
    suffix = S.CharField()
    options = FieldOptionOut(many=True)
    is_fact = S.BooleanField(help_text="In no form: the subject's own app answers it.")


class FlowOut(S.Serializer[Any]):
    key = S.CharField()
    name = S.CharField()
    version = S.IntegerField()
    graph = S.JSONField(allow_null=True, help_text="In force; null until first published.")
    draft = FlowDraftOut(allow_null=True)
    versions = FlowVersionOut(many=True)
    runs_open = S.IntegerField()
    is_stock = S.BooleanField()
    names = S.DictField(child=S.CharField(), help_text="What the ids in the graphs are called.")
    form_fields = FormFieldOut(many=True)
    locked = S.ListField(child=S.CharField(), help_text="Steps the unit must keep.")
    fixed = S.BooleanField(help_text="No step that was shipped may be removed, no other added.")
    room = S.CharField(help_text="Before this step of a fixed flow others may be added, or empty.")
    imported = S.BooleanField()


class FlowNew(S.Serializer[Any]):
    name = S.CharField(max_length=80)
    key = S.CharField(max_length=64, required=False, allow_blank=True)
    like = S.CharField(max_length=64, required=False, allow_blank=True)


class DrawingIn(S.Serializer[Any]):
    name = S.CharField(max_length=80)
    graph = S.DictField()

    def to_drawing(self) -> designing.Drawing:
        return designing.Drawing(self.validated_data["name"], self.validated_data["graph"])


class GraphIn(S.Serializer[Any]):
    graph = S.DictField()


class FaultOut(S.Serializer[Any]):
    node = S.CharField(allow_blank=True)
    field = S.CharField(allow_blank=True, help_text="who, due, next.0 …; empty: the whole node")
    message = S.CharField()


class CheckOut(S.Serializer[Any]):
    faults = FaultOut(many=True)


class SavedOut(S.Serializer[Any]):
    draft = FlowDraftOut()
    faults = FaultOut(many=True)
    form_fields = FormFieldOut(many=True)


class SimulateIn(S.Serializer[Any]):
    graph = S.DictField(required=False, allow_null=True)
    starter = S.UUIDField()
    data = S.DictField(required=False)  # type: ignore[assignment]  # the word of the contract
    chosen = S.DictField(child=S.ListField(child=S.UUIDField()), required=False)


class StopOut(S.Serializer[Any]):
    node = S.CharField()
    name = S.CharField()
    people = S.ListField(child=S.CharField())
    why = S.CharField()
    mode = S.CharField()
    ways = S.ListField(child=S.CharField())
    problem = S.CharField(allow_blank=True)


class SimulateOut(S.Serializer[Any]):
    path = StopOut(many=True)


class ReplayIn(S.Serializer[Any]):
    graph = S.DictField(required=False, allow_null=True)
    cursor = S.CharField(required=False, allow_blank=True, max_length=600)


class DifferenceOut(S.Serializer[Any]):
    run_id = S.UUIDField()
    number = S.CharField()
    title = S.CharField(help_text="Empty where the run is not one's own to read.")
    closed_at = S.DateTimeField()
    was = S.ListField(child=S.CharField())
    would = S.ListField(child=S.CharField())
    changes = S.ListField(child=S.CharField())


class ReplayOut(S.Serializer[Any]):
    runs = S.IntegerField(help_text="Looked at on this page.")
    same = S.IntegerField()
    different = DifferenceOut(many=True)
    unknown = S.IntegerField(help_text="Runs that never answered a field the new graph asks for.")
    next = S.CharField(allow_null=True)
    total = S.IntegerField(allow_null=True, help_text="With the first page only.")


class DiffRowOut(S.Serializer[Any]):
    kind = S.ChoiceField(choices=["added", "removed", "changed", "moved"])
    node = S.CharField(allow_blank=True)
    name = S.CharField()
    label = S.CharField()  # type: ignore[assignment]  # the word of the contract
    was = S.CharField(allow_blank=True)
    now = S.CharField(allow_blank=True)


class DiffOut(S.Serializer[Any]):
    rows = DiffRowOut(many=True)


class PublishedOut(S.Serializer[Any]):
    key = S.CharField()
    name = S.CharField()
    version = S.IntegerField()


class BpmnIn(S.Serializer[Any]):
    name = S.CharField(max_length=80, required=False, allow_blank=True)
    key = S.CharField(max_length=64, required=False, allow_blank=True)
    xml = S.CharField(trim_whitespace=False, max_length=2_000_000)


class BpmnQuery(S.Serializer[Any]):
    original = S.BooleanField(default=False, help_text="The imported file, to the letter.")
