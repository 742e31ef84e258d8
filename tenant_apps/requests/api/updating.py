"""市级模板 in a unit: for those who design flows and forms."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as S
from rest_framework.request import Request as Call
from rest_framework.response import Response

from shared_apps.kernel.problems import Problem
from tenant_apps.organization.api.base import StaffView
from tenant_apps.organization.api.reading import read
from tenant_apps.requests import kinds
from tenant_apps.requests.actions import updating
from tenant_apps.requests.api.base import REFUSALS
from tenant_apps.requests.forking import offers

STATES = ["offered", "current", "newer", "updating", "own"]
READ = {401: Problem, 403: Problem, 404: Problem}


class OfferOut(S.Serializer[Any]):
    key = S.CharField()
    name = S.CharField()
    group = S.CharField()
    hint = S.CharField(allow_blank=True)
    icon = S.CharField(allow_blank=True)
    state = S.ChoiceField(choices=STATES)
    begun = S.IntegerField(help_text="The version it began with; 0: not taken.")
    newest = S.IntegerField(help_text="The city's newest; 0: not the city's.")
    pending = S.IntegerField(help_text="The version being taken over; 0: none.")
    note = S.CharField(allow_blank=True)
    drafts = S.ListField(child=S.ChoiceField(choices=["form", "flow"]))
    form_key = S.CharField(allow_blank=True)
    flow_key = S.CharField(allow_blank=True)


class OfferNews(S.Serializer[Any]):
    number = S.IntegerField()
    note = S.CharField()
    published_by = S.CharField()
    published_at = S.DateTimeField()


class OfferChange(S.Serializer[Any]):
    place = S.CharField(help_text="What a choice names.")
    part = S.ChoiceField(choices=["card", "form", "flow", "settings"])
    name = S.CharField()
    label = S.CharField(allow_blank=True)  # type: ignore[assignment]  # the word of the contract
    base = S.CharField(allow_blank=True)
    city = S.CharField(allow_blank=True)
    ours = S.CharField(allow_blank=True)
    by = S.ChoiceField(
        choices=["city", "ours"], allow_null=True, help_text="Null: both; must be chosen."
    )


class ComparisonOut(S.Serializer[Any]):
    offer = OfferOut()
    news = OfferNews(many=True)
    form_revision = S.IntegerField()
    flow_edit = S.IntegerField()
    rows = OfferChange(many=True)


class UpdateIn(S.Serializer[Any]):
    number = S.IntegerField(min_value=1)
    form_revision = S.IntegerField(min_value=0)
    flow_edit = S.IntegerField(min_value=0)
    choices = S.DictField(child=S.ChoiceField(choices=["city", "ours"]))


class UpdateOut(S.Serializer[Any]):
    comparison = ComparisonOut()
    lost = S.ListField(child=S.CharField(), help_text="Steps that found no place.")


class OfferView(StaffView):
    def initial(self, request: Call, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        updating.refuse_others(self.staff)


class OffersView(OfferView):
    @extend_schema(
        operation_id="requests_templates",
        responses={200: OfferOut(many=True), 401: Problem, 403: Problem},
    )
    def get(self, request: Call) -> Response:
        kinds.ensure(at=timezone.now())
        return Response(OfferOut(offers.every(), many=True).data)


class ComparisonView(OfferView):
    @extend_schema(operation_id="requests_template", responses={200: ComparisonOut, **READ})
    def get(self, request: Call, key: str) -> Response:
        return Response(ComparisonOut(offers.one(key)).data)


class AdoptView(OfferView):
    @extend_schema(
        operation_id="requests_template_adopt",
        request=None,
        responses={201: ComparisonOut, **REFUSALS},
    )
    def post(self, request: Call, key: str) -> Response:
        updating.adopt(key=key, by=self.staff, at=timezone.now())
        return Response(ComparisonOut(offers.one(key)).data, status=201)


class UpdateView(OfferView):
    @extend_schema(
        operation_id="requests_template_update",
        request=UpdateIn,
        responses={200: UpdateOut, **REFUSALS, 412: Problem},
    )
    def post(self, request: Call, key: str) -> Response:
        asked = read(UpdateIn, request)
        _, lost = updating.begin(key=key, **asked, by=self.staff, at=timezone.now())
        return Response(UpdateOut({"comparison": offers.one(key), "lost": lost}).data)


class FinishView(OfferView):
    @extend_schema(
        operation_id="requests_template_finish",
        request=None,
        responses={200: ComparisonOut, **REFUSALS},
    )
    def post(self, request: Call, key: str) -> Response:
        updating.finish(key=key, by=self.staff, at=timezone.now())
        return Response(ComparisonOut(offers.one(key)).data)


class AbandonView(OfferView):
    @extend_schema(
        operation_id="requests_template_abandon",
        request=None,
        responses={200: ComparisonOut, **REFUSALS},
    )
    def post(self, request: Call, key: str) -> Response:
        updating.abandon(key=key, by=self.staff, at=timezone.now())
        return Response(ComparisonOut(offers.one(key)).data)
