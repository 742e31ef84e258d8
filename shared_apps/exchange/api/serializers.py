"""Envelopes, books and dead letters on the wire."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers as S

from shared_apps.exchange.models import Delivery


class ExchangeUnit(S.Serializer[Any]):
    code = S.CharField()
    short_name = S.CharField()


class ExchangeRecipient(S.Serializer[Any]):
    unit = S.CharField(help_text="code of the unit")
    short_name = S.CharField()
    state = S.ChoiceField(choices=Delivery.State.choices)
    label = S.CharField()  # type: ignore[assignment]  # the word of the contract
    delivered_at = S.DateTimeField(allow_null=True)
    acknowledged_at = S.DateTimeField(allow_null=True)
    hours = S.FloatField(help_text="office hours since it was posted, until it was settled")
    attempts = S.IntegerField()
    reason = S.CharField(help_text="why it was returned")
    trouble = S.CharField(help_text="what the last attempt to deliver failed with")


class ExchangeEnvelope(S.Serializer[Any]):
    id = S.UUIDField()
    kind = S.CharField()
    title = S.CharField()
    number = S.CharField()
    doc_kind = S.CharField()
    urgency = S.CharField()
    from_unit = ExchangeUnit()
    sealed_at = S.DateTimeField()
    size = S.IntegerField()
    digest = S.CharField()
    recipients = S.SerializerMethodField()

    @extend_schema_field(ExchangeRecipient(many=True))
    def get_recipients(self, envelope: Any) -> Any:
        return ExchangeRecipient(self.context["lines"][envelope.pk], many=True).data


class ExchangePage(S.Serializer[Any]):
    results = ExchangeEnvelope(many=True)
    next = S.CharField(allow_null=True)


class LedgerTotals(S.Serializer[Any]):
    sent = S.IntegerField()
    acknowledged = S.IntegerField()
    delivered = S.IntegerField()
    in_transit = S.IntegerField()
    returned = S.IntegerField()
    withdrawn = S.IntegerField()
    difference = S.IntegerField()


class LedgerPair(LedgerTotals):
    from_unit = ExchangeUnit()
    to_unit = ExchangeUnit()
    last_posted_at = S.DateTimeField(allow_null=True)
    oldest_hours = S.FloatField(allow_null=True, help_text="of the oldest copy not acknowledged")


class LedgerOutbox(S.Serializer[Any]):
    waiting = S.IntegerField()
    retrying = S.IntegerField()
    dead = S.IntegerField()


class LedgerOut(S.Serializer[Any]):
    as_of = S.DateTimeField()
    balanced = S.BooleanField()
    totals = LedgerTotals()
    pairs = LedgerPair(many=True)
    outbox = LedgerOutbox()


class DeadLetter(S.Serializer[Any]):
    id = S.UUIDField()
    unit = S.CharField(help_text="schema it was to run in")
    short_name = S.CharField()
    subscriber = S.CharField()
    event = S.CharField()
    attempts = S.IntegerField()
    last_error = S.CharField()
    created_at = S.DateTimeField()
    dead_at = S.DateTimeField()


class DeadLetterPage(S.Serializer[Any]):
    results = DeadLetter(many=True)
    next = S.CharField(allow_null=True)
