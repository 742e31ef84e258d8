"""The unified entrance's list of doors."""

import time

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from shared_apps.directory.api.serializers import EntranceOut
from shared_apps.directory.queries import entrances

KEEP_SECONDS = 10.0  # a new unit may take as long to appear
_kept: tuple[float, list[dict[str, object]]] = (0.0, [])


def forget_entrances() -> None:
    global _kept
    _kept = (0.0, [])


class CityUnits(APIView):
    """Open to everybody: one must find one's door before one can knock. No personal data."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(operation_id="city_units", responses={200: EntranceOut(many=True)})
    def get(self, request: Request) -> Response:
        global _kept
        until, shown = _kept
        if until < time.monotonic():
            shown = [dict(row) for row in EntranceOut(entrances(), many=True).data]
            _kept = time.monotonic() + KEEP_SECONDS, shown
        return Response(shown, headers={"Cache-Control": f"max-age={int(KEEP_SECONDS)}"})
