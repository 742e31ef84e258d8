"""What only real commits show: refused at the very end, and two workers at the same table."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from shared_apps.exchange.models import Envelope, Receipt
from shared_apps.kernel.events import answers
from shared_apps.kernel.ids import new_id
from shared_apps.outbox import leasing
from shared_apps.outbox.models import Dispatch
from shared_apps.outbox.relaying import carry_waiting
from tenants.current import public_floor

LATE = "tests.late"


@pytest.fixture
def city_work(town):
    """Commit one piece of work for the city floor."""

    @answers(LATE)
    def late(facts):
        if facts["broken"]:  # a key that points nowhere: PostgreSQL says so at the commit only
            Receipt.objects.create(delivery_id=new_id(), kind="delivered", at=timezone.now())

    def send(*, broken):
        with public_floor():
            return Dispatch.objects.create(
                unit="public",
                subscriber=LATE,
                event="tests.sent",
                facts={"broken": broken},
                created_at=timezone.now(),
            )

    return send


def test_a_commit_that_is_refused_names_its_culprit_and_spares_the_others(city_work):
    city_work(broken=False)
    culprit = city_work(broken=True)
    city_work(broken=False)

    assert carry_waiting(timezone.now()) == 3

    with public_floor():
        left = Dispatch.objects.get()
        assert not Receipt.objects.exists()
    assert left.pk == culprit.pk
    assert "IntegrityError" in left.last_error
    assert left.due_at > timezone.now()


def test_two_workers_never_lease_the_same(send):
    rows = {send().pk for _ in range(40)}
    start, leased = Barrier(2, timeout=10), []

    def work():
        try:
            start.wait()
            while found := leasing.lease(batch=7, at=timezone.now()):
                leased.extend(one.id for one in found)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(leased) == 40
    assert set(leased) == rows


def test_nothing_is_left_of_a_transaction_that_was_given_up(send, effects):
    send()

    with pytest.raises(ZeroDivisionError), public_floor():
        _carry_and_fall()

    assert effects() == 0
    assert carry_waiting(timezone.now()) == 1
    assert effects() == 1
    with public_floor():
        assert not Envelope.objects.filter(from_unit__code="OUTBOX").exists()


def _carry_and_fall():
    carry_waiting(timezone.now())
    raise ZeroDivisionError
