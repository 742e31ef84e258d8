"""市级模板: read by all with a city duty, published by the operator."""

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.errors import Invalid
from shared_apps.kernel.problems import Problem
from shared_apps.passport.api.base import CityView
from shared_apps.templates import actions, craft, queries
from shared_apps.templates.api import serializers as wire
from shared_apps.templates.models import Template

READ = {401: Problem, 404: Problem}
REFUSALS = {400: Problem, 401: Problem, 403: Problem}


class TemplatesView(CityView):
    @extend_schema(
        operation_id="city_templates",
        responses={200: wire.TemplateRow(many=True), 401: Problem},
    )
    def get(self, request: Request) -> Response:
        return Response(wire.TemplateRow(queries.in_force(), many=True).data)


class TemplatePublishView(CityView):
    duties = ("operator",)

    @extend_schema(
        operation_id="city_template_publish",
        request=wire.TemplateIn,
        responses={201: wire.TemplateOut, **REFUSALS, 409: Problem, 412: Problem},
    )
    def post(self, request: Request) -> Response:
        asked = wire.TemplateIn(data=request.data)
        asked.is_valid(raise_exception=True)
        made = actions.publish(**asked.validated_data, by=self.visitor.name, at=timezone.now())
        return Response(wire.TemplateOut(made).data, status=201)


class TemplateCheckView(CityView):
    """What is wrong with a file, and what it would change; nothing is kept."""

    duties = ("operator",)

    @extend_schema(
        operation_id="city_template_check",
        request=wire.TemplateBodyIn,
        responses={200: wire.TemplateChecked, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        asked = wire.TemplateBodyIn(data=request.data)
        asked.is_valid(raise_exception=True)
        body = asked.validated_data["body"]
        found = craft.faults(body)
        key, name = str(body.get("key", ""))[:31], str(body.get("name", ""))[:40]
        newest = Template.objects.filter(key=key).order_by("-number").first()
        said = {
            "key": key,
            "name": name,
            "over": newest.number if newest else 0,
            "faults": found,
            "differences": craft.differences(newest.body, body) if newest and not found else [],
        }
        return Response(wire.TemplateChecked(said).data)


class TemplateVersionsView(CityView):
    @extend_schema(
        operation_id="city_template_versions",
        responses={200: wire.TemplateVersionOut(many=True), **READ},
    )
    def get(self, request: Request, key: str) -> Response:
        versions, units = queries.versions(key), queries.takings(key)
        for one in versions:
            one.units = units.get(one.number, [])
        return Response(wire.TemplateVersionOut(versions, many=True).data)


class TemplateView(CityView):
    @extend_schema(operation_id="city_template", responses={200: wire.TemplateOut, **READ})
    def get(self, request: Request, key: str, number: int) -> Response:
        return Response(wire.TemplateOut(queries.version(key, number)).data)


class TemplateDiffView(CityView):
    @extend_schema(
        operation_id="city_template_diff",
        parameters=[OpenApiParameter("against", int, description="The earlier version.")],
        responses={200: wire.TemplateDifference(many=True), 400: Problem, **READ},
    )
    def get(self, request: Request, key: str, number: int) -> Response:
        asked = request.query_params.get("against", str(number - 1))
        if not asked.isdigit() or len(asked) > 9:
            raise Invalid("要比较的版本号不正确。")
        was, now = queries.version(key, int(asked)), queries.version(key, number)
        found = craft.differences(was.body, now.body)
        return Response(wire.TemplateDifference(found, many=True).data)
