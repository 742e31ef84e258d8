"""Supervision on the wire."""

from typing import Any

from rest_framework import serializers as S

from tenant_apps.workflow.api.serializers import AboveOut, ChildOut
from tenant_apps.workflow.api.shapes import FormFieldOut
from tenant_apps.workflow.models import Run
from tenant_apps.workflow.supervising import AGES


class SupervisionFilter(S.Serializer[Any]):
    scope = S.ChoiceField(
        choices=["all", "started", "desk"],
        default="all",
        help_text="What one's people started, what lies with them, or both.",
    )
    q = S.CharField(max_length=100, required=False, allow_blank=True, default="")
    age = S.ChoiceField(
        choices=list(AGES), required=False, allow_blank=True, help_text="Office time, at least."
    )
    state = S.ChoiceField(choices=["open", "overdue", "suspended", "closed"], default="open")
    cursor = S.CharField(max_length=600, required=False, allow_blank=True, default="")


class DeskOut(S.Serializer[Any]):
    name = S.CharField()
    post = S.CharField()


class SupervisedOut(S.Serializer[Any]):
    run_id = S.UUIDField()
    title = S.CharField()
    parent_title = S.CharField(help_text="主流程 of a sub-flow; else empty.")
    flow_name = S.CharField()
    subject_kind = S.CharField()
    starter = S.CharField()
    department = S.CharField()
    status = S.ChoiceField(choices=Run.Status.values)
    step_name = S.CharField()
    desk = DeskOut(many=True)
    created_at = S.DateTimeField()
    entered_at = S.DateTimeField(allow_null=True)
    stage_hours = S.FloatField(help_text="Office hours at the present step.")
    age_hours = S.FloatField(help_text="Office hours since it was started, suspensions excluded.")
    due_at = S.DateTimeField(allow_null=True)
    closed_at = S.DateTimeField(allow_null=True)
    overdue = S.BooleanField()
    suspended = S.BooleanField()
    resume_at = S.DateTimeField(allow_null=True)
    awaits = S.CharField(help_text="What it waits for beside its own steps.")
    awaits_until = S.DateTimeField(allow_null=True)


class SupervisedPageOut(S.Serializer[Any]):
    results = SupervisedOut(many=True)
    next = S.CharField(allow_null=True)
    total = S.IntegerField(allow_null=True, help_text="With the first page only.")


class SupervisionActOut(S.Serializer[Any]):
    verb = S.CharField()
    label = S.CharField()  # type: ignore[assignment]
    allowed = S.BooleanField()
    reason = S.CharField()
    who_can = S.ListField(child=S.CharField())
    danger = S.BooleanField()


class SupervisedSeatOut(S.Serializer[Any]):
    id = S.UUIDField()
    node = S.CharField()
    step_name = S.CharField()
    name = S.CharField()
    post = S.CharField()
    status = S.CharField(help_text="open, or waiting for its turn")


class JumpTargetOut(S.Serializer[Any]):
    key = S.CharField()
    name = S.CharField()
    compulsory = S.BooleanField()
    allowed = S.BooleanField()
    reason = S.CharField()


class ChangeRowOut(S.Serializer[Any]):
    kind = S.CharField(help_text="added, removed, changed or moved")
    node = S.CharField()
    name = S.CharField()
    label = S.CharField()  # type: ignore[assignment]
    was = S.CharField()
    now = S.CharField()


class ChangeOut(S.Serializer[Any]):
    id = S.UUIDField()
    op = S.CharField()
    label = S.CharField()  # type: ignore[assignment]
    by = S.CharField()
    at = S.DateTimeField()
    reason = S.CharField()
    text = S.CharField()
    rows = ChangeRowOut(many=True, help_text="Of an edit: what is otherwise on the way ahead.")
    was = S.ListField(child=S.CharField(), help_text="Of an edit: the steps in order, before.")
    now = S.ListField(child=S.CharField(), help_text="And after.")
    undo = S.BooleanField(help_text="May the reader take it back now?")
    undo_until = S.DateTimeField(allow_null=True)
    why_not_undo = S.CharField()


class ChangesOut(S.Serializer[Any]):
    results = ChangeOut(many=True)


class OverseenOut(S.Serializer[Any]):
    row = SupervisedOut()
    url = S.CharField(help_text="The subject's own page; empty when it has none.")
    parent = AboveOut(allow_null=True)
    children = ChildOut(many=True)
    acts = SupervisionActOut(many=True)
    seats = SupervisedSeatOut(many=True)
    targets = JumpTargetOut(many=True)
    changes = ChangeOut(many=True)


class PlaceStateOut(S.Serializer[Any]):
    state = S.CharField(help_text="done, now, next or skipped")
    people = S.ListField(child=S.CharField())
    at = S.DateTimeField(allow_null=True)
    opinion = S.CharField()
    children = ChildOut(many=True)


class WayOut(S.Serializer[Any]):
    run_id = S.UUIDField()
    title = S.CharField()
    status = S.ChoiceField(choices=Run.Status.values)
    nodes = S.DictField(child=S.JSONField(), help_text="This run's own graph.")
    states = S.DictField(child=PlaceStateOut())
    edited = S.BooleanField(help_text="The way ahead was changed for this run alone.")
    names = S.DictField(child=S.CharField(), help_text="Of the ids that the graph mentions.")
    form_fields = FormFieldOut(many=True, help_text="What its conditions ask about.")
    parent = AboveOut(allow_null=True)


class LyingOut(S.Serializer[Any]):
    node = S.CharField()
    name = S.CharField()
    handlers = S.ListField(child=S.CharField())


class InterventionOut(S.Serializer[Any]):
    run_id = S.UUIDField()
    status = S.ChoiceField(choices=Run.Status.values)
    next = LyingOut(many=True)
    repeated = S.BooleanField()


class InterventionIn(S.Serializer[Any]):
    request_id = S.CharField(max_length=64)
    reason = S.CharField(max_length=2000, allow_blank=True, default="")


class ReassignIn(InterventionIn):
    item = S.UUIDField(source="item_id")
    to = S.UUIDField()


class JumpIn(InterventionIn):
    to = S.CharField(max_length=40)
    people = S.ListField(child=S.UUIDField(), required=False, default=list, max_length=200)


class ForceIn(InterventionIn):
    node = S.CharField(max_length=40, required=False, allow_blank=True, default="")


class SuspendIn(InterventionIn):
    until = S.DateTimeField(required=False, allow_null=True, default=None)


class EditIn(InterventionIn):
    graph = S.JSONField()


class UndoIn(InterventionIn):
    event = S.UUIDField(source="event_id")


class TellIn(S.Serializer[Any]):
    request_id = S.CharField(max_length=64)
    text = S.CharField(max_length=2000, allow_blank=True, default="")
