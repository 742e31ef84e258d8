from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from shared_apps.exchange import receiving
from shared_apps.kernel.ids import new_id
from shared_apps.passport import duties, secret
from shared_apps.passport.models import CitySession
from tenants.current import public_floor
from tenants.models import Unit
from tests.make import exchange as make


@pytest.fixture
def desk() -> Iterator[make.Desk]:
    made = make.desk()
    yield made
    for register in (receiving._receivers, receiving._listeners, receiving._deciders):
        register.pop(make.KIND, None)


@pytest.fixture
def visit(client_at: Callable[..., APIClient], other_unit: Unit) -> Callable[..., APIClient]:
    """A visitor on the city host with one duty: somebody of 区政府办公室."""

    def enter(kind: str = "operator") -> APIClient:
        now, person = timezone.now(), new_id()
        handed, kept = secret.fresh()
        with public_floor():
            duties.grant(
                unit=other_unit, staff_id=person, name="何敏", kind=kind, granted_by="测试", at=now
            )
            CitySession.objects.create(
                digest=kept,
                unit=other_unit,
                staff_id=person,
                name="何敏",
                address="127.0.0.1",
                opened_at=now,
                idle_until=now + timedelta(minutes=30),
                expires_at=now + timedelta(hours=8),
            )
        client = client_at()
        client.cookies["heshu_city"] = handed
        return client

    return enter
