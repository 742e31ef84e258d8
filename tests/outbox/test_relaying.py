"""Leased, carried, put off, given up: what happens to one piece of work."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from shared_apps.kernel.ids import new_id
from shared_apps.outbox import dead_letters, leasing
from shared_apps.outbox.dispatching import portions
from shared_apps.outbox.leasing import Lease
from shared_apps.outbox.models import Dispatch
from shared_apps.outbox.relaying import carry, carry_waiting
from shared_apps.outbox.sending import send
from tenant_apps.journal.models import Entry
from tenants.current import public_floor
from tests.outbox import probe


@pytest.fixture
def sent(unit, noon):
    """Send one piece of work to a subscriber of this unit, and read it again."""

    def run(subscriber=probe.EFFECT, place=unit.schema_name, **facts):
        told = {"entry_id": str(new_id()), "subject_id": str(new_id()), **facts}
        send(unit=place, subscriber=subscriber, event="tests.sent", facts=told, at=noon)

    return run


def row():
    with public_floor():
        return Dispatch.objects.get()


def left():
    with public_floor():
        return Dispatch.objects.count()


def test_what_is_done_is_gone(sent, noon):
    sent()

    assert carry_waiting(at=noon) == 1

    assert (left(), Entry.objects.count()) == (0, 1)
    assert carry_waiting(at=noon) == 0


def test_whatever_the_clocks_say_it_is_due_at_once(sent, noon):
    sent()

    assert carry_waiting(at=noon - timedelta(hours=9)) == 1


def test_what_fails_takes_back_its_work_and_waits(sent, noon):
    sent(probe.FAILURE)

    assert carry_waiting(at=noon) == 1

    assert (row().attempts, row().last_error) == (1, "RuntimeError: 收文表已满")
    assert row().due_at == noon + timedelta(seconds=2)
    assert Entry.objects.count() == 0
    assert carry_waiting(at=noon + timedelta(seconds=1)) == 0


def test_a_failure_never_poisons_its_neighbours(sent, noon):
    sent()
    sent(probe.FAILURE)
    sent()

    assert carry_waiting(at=noon) == 3

    assert (left(), Entry.objects.count()) == (1, 2)


def test_a_broken_statement_never_poisons_its_neighbours(sent, noon):
    sent(subject_id="keine-uuid")
    sent(subject_id=None)
    sent()

    carry_waiting(at=noon)

    assert (left(), Entry.objects.count()) == (2, 1)


def test_after_twelve_attempts_it_is_dead_and_a_person_may_send_it_again(sent, noon):
    sent(probe.FAILURE)
    at, pauses = noon, []
    for _ in range(12):
        assert carry_waiting(at=at) == 1
        pauses.append(row().due_at - at)
        at = row().due_at

    assert [pause.total_seconds() for pause in pauses[:4]] == [2, 4, 8, 16]
    assert max(pauses) == timedelta(minutes=10)
    assert row().dead_at is not None
    assert carry_waiting(at=at + timedelta(days=1)) == 0

    assert dead_letters.retry() == 1
    assert (row().dead_at, row().attempts) == (None, 0)
    assert carry_waiting(at=at) == 1


@pytest.mark.parametrize(
    ("subscriber", "place", "error"),
    [
        ("tests.nobody", "unit_taihe", "UnknownSubscriber: tests.nobody"),
        (probe.EFFECT, "unit_nowhere", "DoesNotExist"),
    ],
)
def test_what_nobody_can_carry_is_kept_with_the_reason(sent, noon, subscriber, place, error):
    sent(subscriber, place)
    sent()

    carry_waiting(at=noon)

    assert row().last_error.startswith(error)
    assert Entry.objects.count() == 1


def test_work_of_the_city_floor_runs_there(sent, noon):
    from shared_apps.kernel.events import answers

    seen = []

    @answers("tests.city")
    def look(facts):
        seen.append((connection.schema_name, Dispatch.objects.count(), facts["carried_at"]))

    sent("tests.city", "public")
    carry_waiting(at=noon)

    assert seen == [("public", 1, noon.isoformat())]


def test_a_lease_that_ran_out_is_leased_again(sent, noon):
    sent()
    first = leasing.lease(batch=10, at=noon)
    assert leasing.lease(batch=10, at=noon + timedelta(seconds=59)) == []

    again = leasing.lease(batch=10, at=noon + timedelta(seconds=60))

    assert (again, row().attempts) == (first, 2)


def test_what_was_done_meanwhile_is_passed_over(sent, noon):
    sent()
    ids = [one.id for one in leasing.lease(batch=10, at=noon)]

    assert (carry(ids, at=noon), carry(ids, at=noon)) == (1, 0)
    assert Entry.objects.count() == 1


def test_what_failed_and_waits_is_not_carried_by_a_late_engine(sent, noon):
    sent(probe.FAILURE)
    ids = [one.id for one in leasing.lease(batch=10, at=noon)]
    carry(ids, at=noon)

    assert carry(ids, at=noon) == 0
    assert row().attempts == 1


def test_a_lease_takes_no_more_than_asked_oldest_first(sent, noon):
    for _ in range(5):
        sent()
    with public_floor():
        ids = list(Dispatch.objects.order_by("pk").values_list("pk", flat=True))

    assert [one.id for one in leasing.lease(batch=3, at=noon)] == ids[:3]
    assert leasing.outstanding(noon) == 3


def test_reports_let_the_post_go_first_but_not_for_ever(unit, noon):
    for name in ("correspondence.report_incoming", "exchange.receipt"):
        send(unit=unit.schema_name, subscriber=name, event="probe", facts={}, at=noon)

    def taken(at, *, quiet):
        with transaction.atomic():
            leased = leasing.lease(batch=10, at=at, quiet=quiet)
            transaction.set_rollback(True)
        return [one.waits for one in leased]

    assert taken(noon, quiet=True) == [False, True]
    assert taken(noon, quiet=False) == [False]
    assert taken(noon + timedelta(seconds=3), quiet=False) == [False, True]


def test_what_could_not_be_handed_over_is_as_before(sent, noon):
    sent()
    leasing.give_back([one.id for one in leasing.lease(batch=10, at=noon)])

    assert (row().attempts, row().leased_until) == (0, None)


def test_what_took_every_worker_down_is_buried(sent, noon):
    sent()
    with public_floor():
        Dispatch.objects.update(attempts=12, leased_until=noon)
    assert leasing.lease(batch=10, at=noon) == []

    assert leasing.bury_the_stuck(noon) == 1

    assert (row().dead_at, row().last_error) == (noon, "每次办理都中断，没有办完。")


def test_work_is_sent_only_with_the_transaction_that_makes_it_necessary(noon):
    with pytest.raises(RuntimeError, match="transaction"):
        send(unit="public", subscriber="x", event="x", facts={}, at=noon)


def test_a_batch_of_one_unit_costs_few_statements_each(sent, noon, statements):
    sent(probe.EFFECT)
    with statements() as one:
        carry_waiting(at=noon)
    for _ in range(10):
        sent(probe.EFFECT)
    with statements() as ten:
        carry_waiting(at=noon)

    assert (len(ten) - len(one)) / 9 == 4  # savepoint, its release, and the handler's own two


def test_no_post_follows_the_reports_of_another_unit():
    """Of one portion the units come in order: a report of the first would go before."""
    report = Lease(new_id(), "a_unit", waits=True)
    post = [Lease(new_id(), "z_unit", waits=False) for _ in range(2)]

    parts = list(portions([report, *post]))

    assert [set(part) for part in parts] == [{one.id for one in post}, {report.id}]
