"""Fifty registrars at one instant: fifty numbers, none twice, none left out.

Real threads, real commits, a throw-away unit (a test transaction would serialise what is to race).
"""

from collections.abc import Iterator
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from tenant_apps.correspondence import numbering
from tenant_apps.correspondence.models import LedgerNumber, NumberSeries
from tenant_apps.organization.models import Staff
from tenants import provisioning
from tenants.crossing import in_unit
from tenants.models import Unit
from tests.make import organization as people
from tests.make import tenants as ground
from tests.make.workflow import MONDAY

CROWD, PREFIX = 50, "并发府"
FACTS = {
    "code": "NUMS",
    "name": "重庆市合川区编号试验办公室",
    "short_name": "编号办",
    "kind": "bureau",
    "subdomain": "bianhao",
}


@pytest.fixture(scope="module")
def field(django_db_setup: None, django_db_blocker: Any) -> Iterator[Unit]:
    with django_db_blocker.unblock():
        unit = provisioning.provision(**FACTS)
        try:
            yield unit
        finally:
            ground.raze(unit)


class GivenBack(Exception):
    """What happens after the number was taken goes wrong: the whole act is undone."""


def register(by: Staff, *, fails: bool = False) -> None:
    with transaction.atomic():
        numbering.give(prefix=PREFIX, document_id=uuid4(), title="一件", by=by, at=MONDAY)
        if fails:
            raise GivenBack


def at_once(field: Unit, by: Staff, fails: list[bool]) -> list[str]:
    """Everybody at the barrier, then everybody through it, each on a connection of their own."""
    barrier, outcomes = Barrier(len(fails), timeout=120), []

    def one(broken: bool) -> None:
        try:
            barrier.wait()
            with in_unit(field):
                register(by, fails=broken)
            outcomes.append("done")
        except GivenBack:
            outcomes.append("undone")
        finally:
            connection.close()

    threads = [Thread(target=one, args=[broken]) for broken in fails]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.parametrize("every", [0, 5], ids=["all succeed", "every fifth is undone"])
def test_no_number_twice_and_none_left_out(
    field: Unit, django_db_blocker: Any, every: int
) -> None:
    with django_db_blocker.unblock():
        with in_unit(field):
            LedgerNumber.objects.all().delete()
            NumberSeries.objects.all().delete()
            registrar = people.staff("林登记")
        fails = [bool(every) and number % every == 0 for number in range(CROWD)]

        outcomes = at_once(field, registrar, fails)

        with in_unit(field):
            given = sorted(LedgerNumber.objects.values_list("value", flat=True))
            last = NumberSeries.objects.get(prefix=PREFIX).last
        assert outcomes.count("undone") == sum(fails)
        assert given == list(range(1, CROWD - sum(fails) + 1))
        assert last == len(given)
