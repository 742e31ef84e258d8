"""Cards on the wire."""

from typing import Any

from rest_framework import serializers as S

from tenants.grouping import GROUPS
from tenants.models import Unit


class EntranceOut(S.Serializer[Any]):
    code = S.CharField()
    name = S.CharField()
    short_name = S.CharField()
    kind = S.ChoiceField(choices=Unit.Kind.choices)
    group = S.ChoiceField(choices=list(GROUPS))
    subdomain = S.CharField()
    url = S.CharField()
    pinyin = S.CharField()
    initials = S.CharField()
    status = S.ChoiceField(choices=["active", "suspended"])


class DirectoryUnitOut(EntranceOut):
    parent_code = S.CharField(allow_null=True)
    staff_count = S.IntegerField()
    phone = S.CharField()


class PersonCardOut(S.Serializer[Any]):
    id = S.UUIDField()
    staff_id = S.UUIDField()
    name = S.CharField()
    pinyin = S.CharField()
    initials = S.CharField()
    title = S.CharField()
    department = S.CharField()
    unit_code = S.CharField(source="unit.code")
    unit_name = S.CharField(source="unit.short_name")
    phone = S.CharField()
    mobile = S.CharField()


class PeoplePage(S.Serializer[Any]):
    results = PersonCardOut(many=True)
    next = S.CharField(allow_null=True)
    total = S.IntegerField(allow_null=True, help_text="With the first page only.")
