"""Visits on the city host."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.problems import Problem
from shared_apps.passport import sessions
from shared_apps.passport.api.base import COOKIE, CityView
from shared_apps.passport.api.doors import address_of, give_csrf, open_door, shut_door

DUTIES = ["leader", "operator", "auditor"]


class CityTicketIn(serializers.Serializer[Any]):
    ticket = serializers.CharField(max_length=100)


class VisitorUnit(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    short_name = serializers.CharField()
    kind = serializers.CharField()
    subdomain = serializers.CharField()
    url = serializers.CharField()


class CitySessionOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    title = serializers.CharField()
    unit = VisitorUnit()
    duty = serializers.ChoiceField(choices=DUTIES)
    duties = serializers.ListField(child=serializers.ChoiceField(choices=DUTIES))
    label = serializers.CharField()  # type: ignore[assignment]  # the word of the contract
    expires_at = serializers.DateTimeField(source="session.expires_at")


class CitySessionView(CityView):
    open_methods = ("POST",)  # the ticket is the proof

    @extend_schema(
        operation_id="city_session",
        responses={200: CitySessionOut, 401: Problem},
    )
    def get(self, request: Request) -> Response:
        return give_csrf(request, Response(CitySessionOut(self.visitor).data))

    @extend_schema(
        operation_id="city_session_end",
        responses={204: OpenApiResponse(), 401: Problem, 403: Problem},
    )
    def delete(self, request: Request) -> Response:
        sessions.leave(self.visitor.session, at=timezone.now())
        return shut_door(Response(status=204), cookie=COOKIE)

    @extend_schema(
        operation_id="city_session_enter",
        request=CityTicketIn,
        responses={200: CitySessionOut, 400: Problem, 401: Problem, 403: Problem},
    )
    def post(self, request: Request) -> Response:
        asked = CityTicketIn(data=request.data)
        asked.is_valid(raise_exception=True)
        visitor, handed = sessions.enter(
            ticket=asked.validated_data["ticket"], address=address_of(request), at=timezone.now()
        )
        response = Response(CitySessionOut(visitor).data)
        return open_door(request, response, cookie=COOKIE, token=handed)
