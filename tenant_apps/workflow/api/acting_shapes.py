"""One item and its verbs on the wire. How long a text may be, the engine says (its own code)."""

from typing import Any

from rest_framework import serializers as S

from tenant_apps.organization.models import Staff
from tenant_apps.workflow.actions.freeing import LONGEST_NAME
from tenant_apps.workflow.actions.signers import PLACES
from tenant_apps.workflow.allowances import MOST_ADDED
from tenant_apps.workflow.api.serializers import AboveOut, WorkItemOut
from tenant_apps.workflow.groups import METHODS
from tenant_apps.workflow.itemview import LABELS
from tenant_apps.workflow.models import Item, Run
from tenant_apps.workflow.verdicts import Mode


class PersonOut(S.Serializer[Staff]):
    id = S.UUIDField()
    name = S.CharField()
    title = S.CharField()
    department = S.CharField(source="department.name")


class ItemActOut(S.Serializer[Any]):
    verb = S.ChoiceField(choices=list(LABELS))
    label = S.CharField()  # type: ignore[assignment]  # the word of the contract
    allowed = S.BooleanField()
    reason = S.CharField()
    who_can = S.ListField(child=S.CharField(), help_text="Who can do it, or unblock it.")
    danger = S.BooleanField()


class AskedOut(S.Serializer[Any]):
    item = S.UUIDField()
    name = S.CharField()
    place = S.ChoiceField(choices=list(PLACES))
    method = S.CharField()
    status = S.ChoiceField(choices=["open", "waiting"])
    removable = S.BooleanField()


class HandlerChoiceOut(S.Serializer[Any]):
    key = S.CharField()
    name = S.CharField()
    mode = S.ChoiceField(choices=[mode.value for mode in Mode])
    permission = S.CharField(help_text="Only its holders can be chosen; empty: anybody.")
    needed = S.BooleanField(help_text="Agreeing is refused without.")
    chosen = PersonOut(many=True, help_text="So far; or the only one who can be.")


class RunOfItemOut(S.Serializer[Any]):
    id = S.UUIDField()
    title = S.CharField()
    status = S.ChoiceField(choices=Run.Status.values)
    starter = S.CharField()
    starter_department = S.CharField()
    created_at = S.DateTimeField()
    flow_name = S.CharField()
    resume_at = S.DateTimeField(allow_null=True)
    parent = AboveOut(allow_null=True)


class PrincipalOut(S.Serializer[Any]):
    id = S.UUIDField()
    name = S.CharField()


class FormPartOut(S.Serializer[Any]):
    schema = S.JSONField()
    ui = S.JSONField()
    data = S.JSONField()  # type: ignore[assignment]  # the word of the contract
    rights = S.DictField(child=S.CharField())
    names = S.JSONField(required=False, help_text="What the ids in the answers are called.")


class ItemDetailOut(WorkItemOut):
    run = RunOfItemOut()
    status = S.ChoiceField(choices=Item.Status.values)
    kind = S.ChoiceField(choices=Item.Kind.values)
    mode = S.ChoiceField(choices=[mode.value for mode in Mode])
    acts = ItemActOut(many=True)
    asked = AskedOut(many=True, help_text="Added at this step, and not acted yet.")
    choices = HandlerChoiceOut(many=True, help_text="Steps ahead whose people this handler names.")
    opinion_draft = S.CharField()
    opinion_kind = S.CharField()
    opinion_label = S.CharField()
    acting_for = PrincipalOut(allow_null=True)  # type: ignore[assignment]  # more than a name
    answers_to = S.CharField(help_text="Who decides, where this seat only gives an opinion.")
    blind = S.BooleanField()
    free = S.BooleanField()
    compulsory = S.BooleanField()
    form = FormPartOut(allow_null=True)
    subject_label = S.CharField()
    own_verbs = S.BooleanField(help_text="Approve, reject and return on the subject's own page.")
    url = S.CharField()


class RunMatterOut(S.Serializer[Any]):
    run = RunOfItemOut()
    form = FormPartOut(allow_null=True)
    subject_label = S.CharField()
    url = S.CharField()


class TargetsFilter(S.Serializer[Any]):
    verb = S.ChoiceField(
        choices=["send_back", "approve", "transfer", "delegate", "add"], default="send_back"
    )
    q = S.CharField(max_length=40, required=False, default="")


class TargetOut(S.Serializer[Any]):
    key = S.CharField()
    name = S.CharField()
    people = PersonOut(many=True)
    straight = S.BooleanField()


class TargetsOut(S.Serializer[Any]):
    nodes = TargetOut(many=True)
    people = PersonOut(many=True)


class ClickIn(S.Serializer[Any]):
    request_id = S.CharField(trim_whitespace=False, allow_blank=True)


class SaidIn(ClickIn):
    opinion = S.CharField(allow_blank=True, required=False, default="")


class ChoiceIn(SaidIn):
    chosen = S.DictField(
        child=S.ListField(child=S.UUIDField(), max_length=200),
        required=False,
        help_text="Step → who shall handle it.",
    )


class FollowingIn(S.Serializer[Any]):
    people = S.ListField(child=S.UUIDField(), min_length=1, max_length=MOST_ADDED)
    name = S.CharField(max_length=LONGEST_NAME, required=False, default="办理")
    mode = S.ChoiceField(choices=METHODS, required=False, default="all")


class ApproveIn(ChoiceIn):
    data = S.DictField(required=False, help_text="The form's fields.")  # type: ignore[assignment]
    then = FollowingIn(
        many=True, required=False, help_text="自由流: the next steps, where this one is free."
    )


class ItemSendBackIn(SaidIn):
    to = S.CharField(max_length=40)
    straight = S.BooleanField(required=False, default=False)


class ItemTransferIn(SaidIn):
    to = S.UUIDField()


class ItemDelegateIn(ItemTransferIn):
    confirm = S.BooleanField(required=False, default=True, help_text="It comes back to me.")


class AddIn(ChoiceIn):
    data = S.DictField(required=False, help_text="With 后加签.")  # type: ignore[assignment]
    place = S.ChoiceField(choices=list(PLACES))
    people = S.ListField(child=S.UUIDField(), max_length=MOST_ADDED)
    method = S.ChoiceField(choices=METHODS, required=False, default="all")


class RemoveIn(SaidIn):
    item = S.UUIDField()


class RunWithdrawIn(ClickIn):
    reason = S.CharField(allow_blank=True, required=False, default="")


class NextOut(S.Serializer[Any]):
    node = S.CharField()
    name = S.CharField()
    handlers = S.ListField(child=S.CharField())


class ActOutcomeOut(S.Serializer[Any]):
    run_id = S.UUIDField()
    status = S.ChoiceField(choices=Run.Status.values)
    next = NextOut(many=True)
    repeated = S.BooleanField()
