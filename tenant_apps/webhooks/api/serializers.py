"""Addresses and calls on the wire."""

from typing import Any

from rest_framework import serializers as S

from tenant_apps.webhooks import offered
from tenant_apps.webhooks.models import Call, Webhook


class WebhookIn(S.Serializer[Any]):
    name = S.CharField(max_length=40)
    url = S.CharField(max_length=400)
    events = S.ListField(child=S.CharField(max_length=60), max_length=100, default=list)


class WebhookChangeIn(S.Serializer[Any]):
    name = S.CharField(max_length=40, required=False)
    url = S.CharField(max_length=400, required=False)
    events = S.ListField(child=S.CharField(max_length=60), max_length=100, required=False)
    is_active = S.BooleanField(required=False)


class WebhookOut(S.ModelSerializer[Webhook]):
    events = S.ListField(child=S.CharField())
    is_active = S.BooleanField()
    failures = S.IntegerField()
    waiting = S.IntegerField()
    dead = S.IntegerField()

    class Meta:
        model = Webhook
        fields = (
            "id",
            "name",
            "url",
            "events",
            "is_active",
            "failures",
            "resting_until",
            "created_at",
            "waiting",
            "dead",
        )


class OfferedOut(S.Serializer[Any]):
    name = S.CharField()
    title = S.CharField()


class WebhooksOut(S.Serializer[Any]):
    results = WebhookOut(many=True)
    offered = OfferedOut(many=True)
    hosts = S.ListField(child=S.CharField(), help_text="Opened by the operator.")


class SecretOut(S.Serializer[Any]):
    secret = S.CharField()


class CallsFilter(S.Serializer[Any]):
    state = S.ChoiceField(choices=["", *Call.State.values], required=False, default="")
    cursor = S.CharField(max_length=60, required=False, default="")


class CallOut(S.ModelSerializer[Call]):
    title = S.SerializerMethodField()
    state = S.ChoiceField(choices=Call.State.choices)
    attempts = S.IntegerField()
    error = S.CharField()

    class Meta:
        model = Call
        fields = (
            "id",
            "event",
            "title",
            "state",
            "attempts",
            "answered",
            "error",
            "created_at",
            "tried_at",
            "due_at",
        )

    def get_title(self, call: Call) -> str:
        return offered.NAMES.get(call.event, "试发")


class CallPageOut(S.Serializer[Any]):
    results = CallOut(many=True)
    next = S.CharField(allow_null=True)
