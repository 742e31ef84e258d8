"""Work and runs on the wire."""

from typing import Any

from rest_framework import serializers as S

from tenant_apps.workflow.models import Item, Run, Step
from tenant_apps.workflow.verdicts import Mode

BOXES = ["todo", "done", "started", "read", "was_read"]


class BoxFilter(S.Serializer[Any]):
    box = S.ChoiceField(choices=BOXES, default="todo", help_text="read: 待阅; was_read: 已阅")


class ItemsFilter(BoxFilter):
    q = S.CharField(max_length=100, required=False, help_text="标题、文号、送来的人")
    kind = S.CharField(max_length=20, required=False, help_text="Of subject or of document.")
    flow = S.CharField(max_length=64, required=False, help_text="A flow's key.")
    overdue = S.BooleanField(required=False)
    sender = S.UUIDField(required=False)
    cursor = S.CharField(max_length=600, required=False)


class WorkItemOut(S.Serializer[Any]):
    id = S.UUIDField(help_text="The item's; of the started box the run's.")
    run_id = S.UUIDField()
    subject_kind = S.CharField()
    subject_id = S.UUIDField()
    doc_kind = S.CharField()
    title = S.CharField()
    number = S.CharField(allow_null=True)
    urgency = S.CharField()
    flow = S.CharField()
    flow_name = S.CharField()
    run_status = S.CharField()
    step = S.CharField()
    step_name = S.CharField()
    from_name = S.CharField()
    from_unit = S.CharField()
    opened_at = S.DateTimeField()
    seen_at = S.DateTimeField(allow_null=True)
    due_at = S.DateTimeField(allow_null=True)
    closed_at = S.DateTimeField(allow_null=True)
    action = S.CharField(allow_null=True)
    opinion = S.CharField()
    acting_for = S.CharField(help_text="代 whom; empty in one's own name.")
    note = S.CharField(help_text="What the readers of a copy are asked.")
    awaits = S.CharField(help_text="What it waits for beside its own steps.")
    awaits_until = S.DateTimeField(allow_null=True)


class WorkPageOut(S.Serializer[Any]):
    results = WorkItemOut(many=True)
    next = S.CharField(allow_null=True)
    total = S.IntegerField(
        allow_null=True, help_text="With the first page only; counted up to 1000."
    )


class ItemCountsOut(S.Serializer[Any]):
    todo = S.IntegerField()
    due_today = S.IntegerField()
    overdue = S.IntegerField()
    read = S.IntegerField()
    started = S.IntegerField()


class ChoiceOut(S.Serializer[Any]):
    key = S.CharField()
    name = S.CharField()
    count = S.IntegerField()


class ChoicesOut(S.Serializer[Any]):
    flows = ChoiceOut(many=True)
    senders = ChoiceOut(many=True)


class SaidOut(S.Serializer[Any]):
    id = S.UUIDField()
    owner = S.CharField()
    acts_for = S.CharField(help_text="代 whom; empty in one's own name.")
    title = S.CharField()
    department = S.CharField()
    status = S.ChoiceField(choices=Item.Status.values)
    action = S.CharField(allow_null=True)
    opinion = S.CharField()
    opened_at = S.DateTimeField()
    closed_at = S.DateTimeField(allow_null=True)
    sent_to = S.CharField(allow_null=True)


class VisitOut(S.Serializer[Any]):
    opened_at = S.DateTimeField()
    closed_at = S.DateTimeField(allow_null=True)
    status = S.ChoiceField(choices=Step.Status.values)
    items = SaidOut(many=True)


class ChildOut(S.Serializer[Any]):
    """子流程: a run that a step waits or waited for."""

    run_id = S.UUIDField()
    title = S.CharField()
    flow_name = S.CharField()
    status = S.ChoiceField(choices=Run.Status.values)
    starter = S.CharField()
    desk = S.ListField(child=S.CharField())
    closed_at = S.DateTimeField(allow_null=True)
    readable = S.BooleanField(help_text="May the reader open it?")


class AboveOut(S.Serializer[Any]):
    """主流程: the run that waits for this one."""

    run_id = S.UUIDField()
    title = S.CharField()
    step_name = S.CharField()
    readable = S.BooleanField()


class PlaceOut(S.Serializer[Any]):
    key = S.CharField()
    name = S.CharField()
    state = S.ChoiceField(choices=["done", "now", "next", "skipped"])
    mode = S.ChoiceField(choices=[mode.value for mode in Mode])
    visits = VisitOut(many=True)
    handlers = S.ListField(child=S.CharField())
    children = ChildOut(many=True)


class RunOut(S.Serializer[Any]):
    id = S.UUIDField()
    title = S.CharField()
    status = S.ChoiceField(choices=Run.Status.values)
    nodes = PlaceOut(many=True)
    parent = AboveOut(allow_null=True)
