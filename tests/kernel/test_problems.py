"""What a person reads when the house cannot do it just now."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from tenants.models import Unit

pytestmark = pytest.mark.django_db


class Locking(APIView):
    """Waits for the unit's row no longer than a moment."""

    authentication_classes = ()
    permission_classes = ()

    def post(self, request: Request) -> Response:
        asked: Any = request.data
        with connection.cursor() as cursor:
            cursor.execute(asked["before"])
        Unit.objects.select_for_update().get(subdomain="taihe")
        return Response({})


@pytest.fixture
def held() -> Iterator[None]:
    """Another connection holds the row of 太和镇."""
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("SELECT 1 FROM tenants_unit WHERE subdomain = 'taihe' FOR UPDATE")
    yield
    other.rollback()
    other.close()


def ask(before: str) -> Any:
    request = APIRequestFactory().post("/", {"before": before}, format="json")
    with transaction.atomic():
        return Locking.as_view()(request)


def test_a_lock_that_does_not_come_free_is_said_in_chinese_and_may_be_tried_again(
    held: None,
) -> None:
    answer = ask("SET LOCAL lock_timeout = '50ms'")

    assert (answer.status_code, answer.data["code"]) == (503, "busy")
    assert "请过几秒再试" in answer.data["message"]
    assert answer.headers["Retry-After"] == "3"
    assert Unit.objects.filter(subdomain="taihe").exists()  # the transaction is whole again


def test_without_anybody_in_the_way_it_is_done() -> None:
    assert ask("SET LOCAL lock_timeout = '50ms'").status_code == 200


def test_any_other_trouble_of_the_database_stays_a_bug(held: None) -> None:
    with pytest.raises(OperationalError, match="statement timeout"):
        ask("SET LOCAL statement_timeout = '50ms'")
