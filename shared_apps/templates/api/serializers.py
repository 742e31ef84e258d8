"""Templates on the wire; `body` is documented with the model."""

from typing import Any

from rest_framework import serializers as S


class TemplateRow(S.Serializer[Any]):
    key = S.CharField()
    number = S.IntegerField()
    name = S.CharField()
    group = S.CharField(source="body.group")
    hint = S.CharField(source="body.hint")
    icon = S.CharField(source="body.icon")
    note = S.CharField()
    published_by = S.CharField()
    published_at = S.DateTimeField()


class TemplateVersionOut(TemplateRow):
    units = S.ListField(child=S.CharField(), help_text="The units that work with it.")


class TemplateOut(TemplateRow):
    body = S.JSONField()


class TemplateDifference(S.Serializer[Any]):
    part = S.ChoiceField(choices=["card", "form", "flow", "settings"])
    change = S.ChoiceField(choices=["added", "removed", "changed", "moved"])
    name = S.CharField()
    label = S.CharField(allow_blank=True)  # type: ignore[assignment]  # the word of the contract
    was = S.CharField(allow_blank=True)
    now = S.CharField(allow_blank=True)


class TemplateFault(S.Serializer[Any]):
    place = S.CharField(help_text="A path into the file: flow.nodes.head.who")
    message = S.CharField()


class TemplateBodyIn(S.Serializer[Any]):
    body = S.DictField()


class TemplateIn(TemplateBodyIn):
    over = S.IntegerField(min_value=0, help_text="The version its author saw; 0: a new one.")
    note = S.CharField(max_length=200)


class TemplateChecked(S.Serializer[Any]):
    key = S.CharField(allow_blank=True)
    name = S.CharField(allow_blank=True)
    over = S.IntegerField(help_text="The version in force; 0: none yet.")
    faults = TemplateFault(many=True)
    differences = TemplateDifference(many=True)
