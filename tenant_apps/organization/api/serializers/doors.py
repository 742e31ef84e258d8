"""Sessions on the wire."""

from typing import Any

from rest_framework import serializers as S

from tenants.models import Unit


class LoginIn(S.Serializer[Any]):
    account = S.CharField(max_length=40)
    password = S.CharField(max_length=128, trim_whitespace=False)


class TokenIn(LoginIn):
    label = S.CharField(max_length=40, help_text="The program, for the audit.")  # type: ignore[assignment]  # the word of the contract


class PasswordIn(S.Serializer[Any]):
    old = S.CharField(max_length=128, trim_whitespace=False)
    new = S.CharField(max_length=128, trim_whitespace=False)


class ClaimIn(S.Serializer[Any]):
    token = S.CharField(max_length=100)
    password = S.CharField(max_length=128, trim_whitespace=False)


class SessionStaff(S.Serializer[Any]):
    id = S.UUIDField()
    name = S.CharField()
    account = S.CharField()
    title = S.CharField()
    department = S.CharField(source="department.name")
    department_id = S.UUIDField()


class SessionUnit(S.Serializer[Any]):
    code = S.CharField()
    name = S.CharField()
    short_name = S.CharField()
    kind = S.ChoiceField(choices=Unit.Kind.choices)
    subdomain = S.CharField()


class SessionCityDuty(S.Serializer[Any]):
    kind = S.ChoiceField(choices=["leader", "operator", "auditor"])
    label = S.CharField()  # type: ignore[assignment]  # the word of the contract


class SessionOut(S.Serializer[Any]):
    staff = SessionStaff()
    unit = SessionUnit()
    permissions = S.ListField(child=S.CharField())
    city_duties = SessionCityDuty(many=True)
    must_change_password = S.BooleanField()
    expires_at = S.DateTimeField(help_text="However busy one is.")
    idle_seconds = S.IntegerField(help_text="After so long without a request it ends earlier.")


class TicketOut(S.Serializer[Any]):
    url = S.CharField(help_text="Open within 60 seconds, once.")


class TokenOut(S.Serializer[Any]):
    token = S.CharField()
    expires_at = S.DateTimeField()
