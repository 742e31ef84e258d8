"""Two units, built once per session: every test has a neighbour to leak into."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases
from rest_framework.test import APIClient

from shared_apps.kernel.rows import TOGETHER
from shared_apps.outbox.models import Dispatch
from shared_apps.trust import authority
from tenant_apps.organization import calendar
from tenant_apps.webhooks import listening
from tenants import provisioning, roles
from tenants.crossing import in_unit
from tenants.current import public_floor
from tenants.middleware import forget_hosts
from tenants.models import Unit

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Monday
UNITS = (
    {
        "code": "500117124",
        "name": "重庆市合川区太和镇人民政府",
        "short_name": "太和镇",
        "kind": "town",
        "subdomain": "taihe",
    },
    {
        "code": "ZFB",
        "name": "重庆市合川区人民政府办公室",
        "short_name": "区政府办公室",
        "kind": "bureau",
        "subdomain": "zfb",
    },
)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, django_db_keepdb: bool
) -> Iterator[None]:
    """The test database, whoever asks for it: pytest-django's own fixture makes none when all
    tests of a run commit for real, and the run would then write into the database beside it."""
    with django_db_blocker.unblock():
        made = setup_databases(
            0, interactive=False, keepdb=django_db_keepdb, serialized_aliases=()
        )
        roles.settle_public()
        for facts in UNITS:
            provisioning.provision(**facts)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0, keepdb=django_db_keepdb)


@pytest.fixture(autouse=True)
def fresh_hosts() -> None:
    forget_hosts()


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture
def unit(db: None) -> Iterator[Unit]:
    """太和镇, and the test stands inside it; its calendar is read before anything is counted."""
    with in_unit(Unit.objects.get(subdomain="taihe")) as unit:
        calendar.forget()
        calendar.here()
        listening.forget()
        listening.anybody()
        yield unit


@pytest.fixture
def other_unit(db: None) -> Unit:
    """区政府办公室, the neighbour: enter it with `in_unit(other_unit)`."""
    return Unit.objects.get(subdomain="zfb")


@pytest.fixture
def client_at() -> Callable[..., APIClient]:
    """Knocks at a unit's host (or the city's), without a browser; a token makes it somebody."""

    def build(unit: Unit | None = None, token: str | None = None) -> APIClient:
        host = f"{unit.subdomain if unit else 'city'}.heshu.test"
        client = APIClient(HTTP_HOST=host, enforce_csrf_checks=True)
        if token:
            client.credentials(HTTP_AUTHORIZATION=f"Token {token}", HTTP_HOST=host)
        return client

    return build


class Statements(CaptureQueriesContext):
    """Every statement, those that travelled together too."""

    @property
    def captured_queries(self) -> list[dict[str, str]]:
        journeys = super().captured_queries
        return [{**one, "sql": said} for one in journeys for said in one["sql"].split(TOGETHER)]


@pytest.fixture(scope="session")
def trust_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("trust")


@pytest.fixture
def city_authority(settings: Any, trust_folder: Path) -> None:
    """The city certifies seals and exchange keys; without this nothing is sealed or signed."""
    settings.TRUST_ROOT = trust_folder
    if not authority.stands():
        authority.create(name="合川区签章证书机构（试用）", at=NOON - timedelta(days=300))


@pytest.fixture
def statements() -> Callable[[], CaptureQueriesContext]:
    return lambda: Statements(connection)


@pytest.fixture
def relay() -> Callable[[], int]:
    """Carry everything that waits in the outbox, here and now, until nothing is left."""
    from shared_apps.outbox.relaying import carry_waiting

    def run() -> int:
        carried = 0
        while done := carry_waiting(at=datetime.now(NOON.tzinfo)):
            carried += done
        with public_floor():
            failed = Dispatch.objects.exclude(last_error="")
            assert not failed, list(failed.values_list("subscriber", "last_error"))
        return carried

    return run
