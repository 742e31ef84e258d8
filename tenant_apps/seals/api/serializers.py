"""Seals and their register on the wire."""

from typing import Any

from rest_framework import serializers as S

from tenant_apps.seals.models import Impression, Seal


class KeeperOut(S.Serializer[Any]):
    id = S.UUIDField(source="staff.pk")
    name = S.CharField(source="staff.name")
    title = S.CharField(source="staff.title")


class SealOut(S.ModelSerializer[Seal]):
    kind = S.ChoiceField(choices=Seal.Kind.choices)
    kind_label = S.CharField(source="get_kind_display")
    doc_kinds = S.ListField(child=S.CharField())
    keepers = KeeperOut(many=True, source="kept_by")
    state = S.ChoiceField(choices=Seal.State.choices)
    state_label = S.CharField(source="get_state_display")
    impressions_made = S.IntegerField()
    is_national = S.BooleanField(help_text="It has its SM2 side too, and goes on OFD copies.")
    image = S.CharField(source="image_sha256", help_text="Changes with the picture.")

    class Meta:
        model = Seal
        fields = (
            "id",
            "name",
            "kind",
            "kind_label",
            "doc_kinds",
            "keepers",
            "image",
            "is_drawn",
            "width_mm",
            "height_mm",
            "serial",
            "is_national",
            "expires_at",
            "state",
            "state_label",
            "state_why",
            "state_at",
            "made_at",
            "impressions_made",
        )


class SealsOut(S.Serializer[Any]):
    results = SealOut(many=True)
    may_manage = S.BooleanField()


class SealIn(S.Serializer[Any]):
    name = S.CharField(max_length=30)
    kind = S.ChoiceField(choices=Seal.Kind.choices)
    doc_kinds = S.ListField(child=S.CharField(max_length=16), max_length=20, default=list)
    keepers = S.ListField(child=S.UUIDField(), min_length=1, max_length=10)
    width_mm = S.IntegerField()
    height_mm = S.IntegerField()


class SealChangeIn(S.Serializer[Any]):
    doc_kinds = S.ListField(child=S.CharField(max_length=16), max_length=20, required=False)
    keepers = S.ListField(child=S.UUIDField(), min_length=1, max_length=10, required=False)


class PictureIn(S.Serializer[Any]):
    file = S.FileField()


class SealReasonIn(S.Serializer[Any]):
    reason = S.CharField(max_length=200)


class RegisterFilter(S.Serializer[Any]):
    seal = S.UUIDField(required=False, default=None)
    q = S.CharField(max_length=60, required=False, default="")
    since = S.DateField(required=False, default=None)
    until = S.DateField(required=False, default=None)
    cursor = S.CharField(max_length=60, required=False, default="")


class ImpressionOut(S.ModelSerializer[Impression]):
    seal = S.CharField(source="seal.name")
    number = S.IntegerField()
    is_paging = S.BooleanField()

    class Meta:
        model = Impression
        fields = (
            "id",
            "seal",
            "number",
            "subject_kind",
            "subject_id",
            "title",
            "document_number",
            "approved_by",
            "sealed_sha256",
            "is_paging",
            "by_name",
            "at",
        )


class ImpressionPage(S.Serializer[Any]):
    results = ImpressionOut(many=True)
    next = S.CharField(allow_null=True)
