"""Two units, built once per session: every test has a neighbour to leak into."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from shared_apps.outbox.models import Dispatch
from tenants import provisioning, roles
from tenants.crossing import in_unit
from tenants.current import public_floor
from tenants.middleware import forget_hosts
from tenants.models import Unit

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Monday
UNITS = (
    {"code": "500117124", "name": "重庆市合川区太和镇人民政府", "short_name": "太和镇", "kind": "town", "subdomain": "taihe"},
    {"code": "ZFB", "name": "重庆市合川区人民政府办公室", "short_name": "区政府办公室", "kind": "bureau", "subdomain": "zfb"},
)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        roles.settle_public()
        for facts in UNITS:
            provisioning.provision(**facts)


@pytest.fixture(autouse=True)
def fresh_hosts() -> None:
    forget_hosts()


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture
def unit(db: None) -> Iterator[Unit]:
    """太和镇, and the test stands inside it."""
    with in_unit(Unit.objects.get(subdomain="taihe")) as unit:
        yield unit


@pytest.fixture
def other_unit(db: None) -> Unit:
    """区政府办公室, the neighbour: enter it with `in_unit(other_unit)`."""
    return Unit.objects.get(subdomain="zfb")


@pytest.fixture
def client_at() -> Callable[..., APIClient]:
    """A browserless client knocking at a unit's host (or the city's); give it a token to be somebody."""

    def build(unit: Unit | None = None, token: str | None = None) -> APIClient:
        host = f"{unit.subdomain if unit else 'city'}.heshu.test"
        client = APIClient(HTTP_HOST=host, enforce_csrf_checks=True)
        if token:
            client.credentials(HTTP_AUTHORIZATION=f"Token {token}", HTTP_HOST=host)
        return client

    return build


@pytest.fixture
def statements() -> Callable[[], CaptureQueriesContext]:
    return lambda: CaptureQueriesContext(connection)


@pytest.fixture
def relay() -> Callable[[], int]:
    """Carry everything that waits in the outbox, here and now, until nothing is left."""
    from shared_apps.outbox.relaying import carry_waiting

    def run() -> int:
        carried = 0
        while done := carry_waiting(at=datetime.now(NOON.tzinfo)):
            carried += done
        with public_floor():
            failed = Dispatch.objects.exclude(last_error="").values_list("subscriber", "last_error")
            assert not failed, list(failed)
        return carried

    return run
