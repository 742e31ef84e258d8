"""The exchange as the city floor sees it: where every copy is, do the books balance, what died."""

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from shared_apps.exchange import queries
from shared_apps.exchange.api.serializers import DeadLetterPage, ExchangePage, LedgerOut
from shared_apps.exchange.ledger import ledger
from shared_apps.exchange.models import Delivery
from shared_apps.kernel.paging import page
from shared_apps.kernel.problems import Problem
from shared_apps.passport.api.base import CityView

CURSOR = OpenApiParameter("cursor", str)


class ExchangeBoard(CityView):
    @extend_schema(
        operation_id="city_exchange",
        parameters=[
            OpenApiParameter("state", str, enum=Delivery.State.values),
            OpenApiParameter("unit", str, description="code of the sender or a recipient"),
            OpenApiParameter("q", str, description="title, number or sender"),
            CURSOR,
        ],
        responses={200: ExchangePage, 400: Problem, 401: Problem, 403: Problem},
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        found = queries.envelopes(
            state=asked.get("state", ""), q=asked.get("q", ""), unit=asked.get("unit", "")
        )
        shown = page(found, asked.get("cursor"))
        lines = queries.lines(shown.results, at=timezone.now())
        return Response(ExchangePage(shown, context={"lines": lines}).data)


class LedgerView(CityView):
    @extend_schema(
        operation_id="city_ledger", responses={200: LedgerOut, 401: Problem, 403: Problem}
    )
    def get(self, request: Request) -> Response:
        at = timezone.now()
        books = ledger(at=at)
        answer = {
            "as_of": at,
            "balanced": books.balanced,
            "totals": books.totals,
            "pairs": books.pairs,
            "outbox": queries.outbox(),
        }
        return Response(LedgerOut(answer).data)


class DeadLetters(CityView):
    duties = ("operator", "auditor")

    @extend_schema(
        operation_id="city_dead_letters",
        parameters=[CURSOR],
        responses={200: DeadLetterPage, 400: Problem, 401: Problem, 403: Problem},
    )
    def get(self, request: Request) -> Response:
        shown = page(queries.dead_letters(), request.query_params.get("cursor"))
        return Response(DeadLetterPage(shown).data)
