"""What the form endpoints take and give; `ui` and `schema` are documented in tenant_apps.forms."""

from typing import Any

from rest_framework import serializers as S


class FormRow(S.Serializer[Any]):
    key = S.CharField()
    name = S.CharField()
    version = S.IntegerField(allow_null=True, help_text="In use; null while never published.")
    has_draft = S.BooleanField()
    is_stock = S.BooleanField()
    changed_at = S.DateTimeField()
    changed_by = S.CharField(allow_null=True)


class FormFault(S.Serializer[Any]):
    place = S.CharField(help_text="Field, or table.column; empty for the form itself.")
    message = S.CharField()


class FormOut(S.Serializer[Any]):
    key = S.CharField()
    name = S.CharField()
    revision = S.IntegerField(help_text="What If-Match must say.")
    version = S.IntegerField(allow_null=True)
    has_draft = S.BooleanField()
    is_stock = S.BooleanField()
    changed_at = S.DateTimeField()
    changed_by = S.CharField(allow_null=True)
    ui = S.JSONField(help_text="The draft, or what is in use where there is none.")
    faults = FormFault(many=True)


class FormIn(S.Serializer[Any]):
    name = S.CharField(max_length=80)
    key = S.RegexField(r"^[a-z][a-z0-9_]{0,39}$", required=False)


class FormDraftIn(S.Serializer[Any]):
    name = S.CharField(max_length=80)
    ui = S.JSONField()


class FormVersionRow(S.Serializer[Any]):
    number = S.IntegerField()
    name = S.CharField()
    published_at = S.DateTimeField()
    published_by = S.CharField(source="published_by.name", default=None, allow_null=True)


class FormVersionOut(FormVersionRow):
    ui = S.JSONField()
    schema = S.JSONField()


class FormDifference(S.Serializer[Any]):
    field = S.CharField()
    label = S.CharField()  # type: ignore[assignment]  # the word of the contract
    change = S.CharField(help_text="added, removed, changed or moved")
    what = S.ListField(child=S.CharField())


class TryIn(S.Serializer[Any]):
    answers = S.JSONField()


class TryOut(S.Serializer[Any]):
    answers = S.JSONField()


class SpanOut(S.Serializer[Any]):
    minutes = S.IntegerField(help_text="Working minutes; 0 when the span makes no sense.")
    halves = S.IntegerField(help_text="Begun working half days.")
    known = S.BooleanField()


class FormSource(S.Serializer[Any]):
    key = S.CharField()
    label = S.CharField()  # type: ignore[assignment]  # the word of the contract


class FormSourceOption(S.Serializer[Any]):
    value = S.CharField()
    label = S.CharField()  # type: ignore[assignment]  # the word of the contract
    note = S.CharField(allow_blank=True)


class FormFile(S.Serializer[Any]):
    id = S.UUIDField()
    label = S.CharField()  # type: ignore[assignment]  # the word of the contract
    size = S.IntegerField()
    address = S.CharField()
    folder = S.UUIDField()


class FormFileIn(S.Serializer[Any]):
    file = S.FileField()
