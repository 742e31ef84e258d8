"""The base of every endpoint at the city host."""

from typing import Any, cast

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from shared_apps.kernel.errors import Forbidden
from shared_apps.passport import sessions
from shared_apps.passport.api.doors import refuse_forgery
from shared_apps.passport.models import CityDuty, CitySession
from shared_apps.passport.sessions import Visitor

COOKIE = "heshu_city"


class CityCookie(BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[Visitor, CitySession] | None:
        handed = request.COOKIES.get(COOKIE)
        now = timezone.now()
        visitor = sessions.visitor_of(handed, at=now) if handed else None
        if visitor is None:
            return None
        refuse_forgery(request)
        sessions.keep_alive(visitor.session, at=now)
        return visitor, visitor.session

    def authenticate_header(self, request: Request) -> str:
        return "Cookie"


class NotYourDuty(Forbidden):
    code = "city.not_your_duty"


class CityView(APIView):
    """Only for people with a city duty: 401 without a visit, 403 with another duty."""

    authentication_classes = (CityCookie,)
    permission_classes = ()
    open_methods: tuple[str, ...] = ()  # to everybody: entering cannot require having entered
    duties: tuple[str, ...] = ("leader", "operator", "auditor")

    def get_authenticators(self) -> list[BaseAuthentication]:
        return [] if self._is_open() else super().get_authenticators()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self._is_open():
            return
        if not isinstance(request.user, Visitor):
            raise NotAuthenticated
        if not set(self.duties) & set(request.user.duties):
            wanted = "、".join(CityDuty.Kind(duty).label for duty in self.duties)
            raise NotYourDuty(f"此页只向{wanted}开放。")

    @property
    def visitor(self) -> Visitor:
        return cast(Visitor, self.request.user)

    def _is_open(self) -> bool:
        return getattr(self.request, "method", "") in self.open_methods
