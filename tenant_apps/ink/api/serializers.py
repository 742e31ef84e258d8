"""Ink on the wire. Input checks form only; what may be written is in rules and actions."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers as S

from tenant_apps.ink import rules
from tenant_apps.ink.models import Layer, Mark

INKS, WIDTHS = Mark.Ink.choices, Mark.Width.choices


@extend_schema_field({"type": "array", "items": {"type": "integer"}})
class Points(S.JSONField):
    """x, y, pressure and time of every point, after each other."""


class InkMarkIn(S.Serializer[Any]):
    """A stroke, or with `text` a note at its one point."""

    key = S.UUIDField()
    page = S.IntegerField(min_value=1, max_value=9_999)
    ink = S.ChoiceField(choices=INKS)
    width = S.ChoiceField(choices=WIDTHS)
    points = Points()
    text = S.CharField(max_length=rules.LONGEST_NOTE, default="", allow_blank=True)


class InkChangeIn(S.Serializer[Any]):
    """One save. `sheet` and `seat` as the page was given them."""

    sheet = S.CharField(min_length=64, max_length=64)
    seat = S.UUIDField()
    drawn = S.ListField(child=InkMarkIn(), max_length=rules.MOST_AT_ONCE)
    erased = S.ListField(child=S.UUIDField(), max_length=rules.MOST_AT_ONCE, required=False)
    restored = S.ListField(child=S.UUIDField(), max_length=rules.MOST_AT_ONCE, required=False)


class InkKeptOut(S.Serializer[Any]):
    layer = S.UUIDField(source="layer.pk", allow_null=True, default=None)
    marks = S.IntegerField()


class InkMarkOut(S.Serializer[Any]):
    key = S.UUIDField()
    page = S.IntegerField()
    ink = S.ChoiceField(choices=INKS)
    width = S.ChoiceField(choices=WIDTHS)
    points = Points()
    text = S.CharField(allow_blank=True)


class InkLayerOut(S.Serializer[Any]):
    id = S.UUIDField()
    author_id = S.UUIDField()
    author_name = S.CharField()
    author_title = S.CharField()
    acts_for = S.CharField()
    step_name = S.CharField()
    state = S.ChoiceField(choices=Layer.State.choices)
    begun_at = S.DateTimeField()
    closed_at = S.DateTimeField(allow_null=True)
    marks = InkMarkOut(many=True, source="living")


class InkPageOut(S.Serializer[Any]):
    """Of a page as it is shown, in hundredths of a millimetre."""

    width = S.IntegerField()
    height = S.IntegerField()


class InkSheetOut(S.Serializer[Any]):
    sha256 = S.CharField(source="sheet.sha256")
    at = S.DateTimeField(source="sheet.at")
    is_current = S.BooleanField()
    layers = S.IntegerField()


class InkPaperOut(S.Serializer[Any]):
    """The document's own pages (`file` null), or those of a file beside it."""

    file = S.UUIDField(allow_null=True)
    name = S.CharField()
    layers = S.IntegerField()


class InkSeatOut(S.Serializer[Any]):
    id = S.UUIDField()
    step_name = S.CharField()
    acts_for = S.CharField()


class InkOut(S.Serializer[Any]):
    """`why_not` is empty when the viewer may write on this sheet now."""

    title = S.CharField(source="holding.title")
    sheet = S.CharField(source="sheet.sha256")
    file = S.UUIDField(source="sheet.file_id", allow_null=True)
    pages = S.SerializerMethodField()
    papers = InkPaperOut(many=True)
    versions = InkSheetOut(many=True)
    layers = InkLayerOut(many=True)
    seat = InkSeatOut(allow_null=True)
    why_not = S.CharField()

    @extend_schema_field(InkPageOut(many=True))
    def get_pages(self, picture: Any) -> list[dict[str, int]]:
        return [{"width": width, "height": height} for width, height in picture.sheet.pages]
