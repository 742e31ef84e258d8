"""The base of every endpoint at a unit's host."""

from typing import Any, cast

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from shared_apps.kernel.errors import Forbidden
from tenant_apps.organization.api.auth import UnitToken
from tenant_apps.organization.models import Staff


class PasswordMustChange(Forbidden):
    code = "password.must_change"


class StaffView(APIView):
    """Only for this unit's people: 401 for everybody else, before anything is looked up."""

    authentication_classes = (UnitToken,)
    permission_classes = ()
    open_methods: tuple[str, ...] = ()  # to everybody: entering cannot require having entered
    with_stale_password = False  # what must stay possible until the password is changed

    def get_authenticators(self) -> list[BaseAuthentication]:
        return [] if self._is_open() else super().get_authenticators()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self._is_open():
            return
        if not isinstance(request.user, Staff):
            raise NotAuthenticated
        if request.user.must_change_password and not self.with_stale_password:
            raise PasswordMustChange("管理员要求您先修改密码，修改后才能继续办理。")

    @property
    def staff(self) -> Staff:
        return cast(Staff, self.request.user)

    def _is_open(self) -> bool:
        return getattr(self.request, "method", "") in self.open_methods
