"""The unit's door: logging in and out, passwords, links, tickets, tokens for programs."""

from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from knox.models import AuthToken
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.kernel.errors import DomainError
from shared_apps.kernel.problems import Problem, refusal
from shared_apps.passport import duties
from shared_apps.passport.api.doors import address_of, give_csrf, open_door, shut_door
from shared_apps.passport.models import CityDuty
from tenant_apps.organization import actions
from tenant_apps.organization.api.auth import COOKIE
from tenant_apps.organization.api.base import StaffView
from tenant_apps.organization.api.reading import read
from tenant_apps.organization.api.serializers import doors as wire
from tenant_apps.organization.models import Department, Staff
from tenants.current import current_unit, public_floor


class SessionView(StaffView):
    open_methods = ("POST",)
    with_stale_password = True

    @extend_schema(
        operation_id="session_open",
        request=wire.LoginIn,
        responses={200: wire.SessionOut, 400: Problem, 401: Problem, 429: Problem},
    )
    def post(self, request: Request) -> Response:
        entered = actions.log_in(
            **read(wire.LoginIn, request),
            through="page",
            address=address_of(request),
            at=timezone.now(),
        )
        if isinstance(entered, DomainError):
            return _refused(entered)
        return _welcome(request, entered)

    @extend_schema(operation_id="session", responses={200: wire.SessionOut, 401: Problem})
    def get(self, request: Request) -> Response:
        return give_csrf(request, Response(_session(self.staff, request.auth)))

    @extend_schema(
        operation_id="session_close",
        responses={204: OpenApiResponse(), 401: Problem, 403: Problem},
    )
    def delete(self, request: Request) -> Response:
        actions.log_out(
            session=request.auth, by=self.staff, address=address_of(request), at=timezone.now()
        )
        return shut_door(Response(status=204), cookie=COOKIE)


class PasswordView(StaffView):
    with_stale_password = True

    @extend_schema(
        operation_id="session_password",
        request=wire.PasswordIn,
        responses={204: OpenApiResponse(), 400: Problem, 401: Problem, 403: Problem, 429: Problem},
    )
    def post(self, request: Request) -> Response:
        outcome = actions.change_password(
            **read(wire.PasswordIn, request),
            session=request.auth,
            by=self.staff,
            address=address_of(request),
            at=timezone.now(),
        )
        return _refused(outcome) if isinstance(outcome, DomainError) else Response(status=204)


class ClaimView(StaffView):
    open_methods = ("POST",)

    @extend_schema(
        operation_id="session_claim",
        request=wire.ClaimIn,
        responses={200: wire.SessionOut, 400: Problem, 404: Problem},
    )
    def post(self, request: Request) -> Response:
        asked = read(wire.ClaimIn, request)
        entered = actions.redeem_claim(
            secret=asked["token"],
            password=asked["password"],
            address=address_of(request),
            at=timezone.now(),
        )
        return _welcome(request, entered)


class TicketView(StaffView):
    @extend_schema(
        operation_id="session_ticket",
        request=None,
        responses={200: wire.TicketOut, 401: Problem, 403: Problem},
    )
    def post(self, request: Request) -> Response:
        ticket = actions.take_ticket(by=self.staff, address=address_of(request), at=timezone.now())
        return Response({"url": f"{settings.HESHU_CITY_URL}/enter#{ticket}"})


class TokensView(StaffView):
    open_methods = ("POST",)

    @extend_schema(
        operation_id="token_issue",
        request=wire.TokenIn,
        responses={200: wire.TokenOut, 400: Problem, 401: Problem, 429: Problem},
    )
    def post(self, request: Request) -> Response:
        entered = actions.log_in(
            **read(wire.TokenIn, request),
            through="program",
            address=address_of(request),
            at=timezone.now(),
        )
        if isinstance(entered, DomainError):
            return _refused(entered)
        answer = {"token": entered.token, "expires_at": entered.session.expiry}
        return Response(wire.TokenOut(answer).data)


def _welcome(request: Request, entered: actions.Entered) -> Response:
    response = Response(_session(entered.staff, entered.session))
    return open_door(request, response, cookie=COOKIE, token=entered.token)


def _refused(outcome: DomainError) -> Response:
    """An answer, not an exception: what the refusal wrote must be committed."""
    response = refusal(outcome.status, outcome.code, outcome.message, **outcome.extra)
    if "retry_after" in outcome.extra:
        response["Retry-After"] = str(outcome.extra["retry_after"])
    return response


def _by_place(staff: Staff) -> list[str]:
    """What somebody may see for heading a department: for menus, beside what duties allow."""
    mine = Q(pk=staff.department_id) | Q(head=staff, closed_at=None)
    places = list(Department.objects.filter(mine))
    staff.department = next(one for one in places if one.pk == staff.department_id)
    heads = any(one.head_id == staff.pk and one.closed_at is None for one in places)
    return ["department.head"] if heads else []


def _session(staff: Staff, session: AuthToken) -> dict[str, object]:
    unit = current_unit()
    with public_floor():
        held = duties.held_by(unit, staff.pk)
    ends: datetime = session.created + settings.SESSION_ABSOLUTE
    answer = {
        "staff": staff,
        "unit": unit,
        "permissions": sorted({*staff.permissions, *_by_place(staff)}),
        "city_duties": [{"kind": kind, "label": CityDuty.Kind(kind).label} for kind in held],
        "must_change_password": staff.must_change_password,
        "expires_at": ends,
        "idle_seconds": int(settings.SESSION_IDLE.total_seconds()),
    }
    return dict(wire.SessionOut(answer).data)
