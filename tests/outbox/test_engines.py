"""The same promises on both engines, with real processes: done once, whatever dies on the way."""

import signal
import time

from shared_apps.outbox.models import Dispatch
from tenants.current import public_floor
from tests.outbox import probe
from tests.outbox.conftest import end, hears_sigterm, until, waiting


def test_work_is_done_and_a_worker_ends_when_asked(worker, send, effects):
    for _ in range(25):
        send()
    process = worker()

    until(lambda: waiting() == 0, "the work was not done")

    assert effects() == 25
    assert end(process, signal.SIGTERM) == 0


def test_a_commit_wakes_the_worker_at_once(worker, send, effects):
    send()
    process = worker()
    until(lambda: waiting() == 0, "the worker never began")

    began = time.monotonic()
    send()
    until(lambda: waiting() == 0, "nobody woke the worker")

    assert time.monotonic() - began < 3  # it polls every five seconds
    end(process, signal.SIGTERM)


def test_killed_in_the_middle_it_is_done_once_more_and_has_its_effect_once(
    worker, send, effects, tmp_path
):
    begun = tmp_path / "begun"
    begun.mkdir()
    send(folder=str(begun), seconds=2)
    first = worker()
    until(lambda: len(list(begun.iterdir())) == 1, "the first worker never began")
    end(first, signal.SIGKILL)
    assert (effects(), waiting()) == (0, 1)

    second = worker()
    until(lambda: waiting() == 0, "the second worker never did it")

    assert (effects(), len(list(begun.iterdir()))) == (1, 2)
    assert end(second, signal.SIGTERM) == 0


def test_asked_to_stop_it_finishes_what_it_began(worker, send, effects, tmp_path):
    begun = tmp_path / "begun"
    begun.mkdir()
    send(folder=str(begun), seconds=1)
    process = worker()
    until(lambda: len(list(begun.iterdir())) == 1, "the worker never began")

    assert end(process, signal.SIGTERM) == 0

    assert (effects(), waiting()) == (1, 0)


def test_a_failure_waits_for_its_next_turn_and_the_others_are_done(worker, send, effects):
    broken = send(probe.FAILURE)
    for _ in range(3):
        send()
    process = worker()

    until(lambda: effects() == 3, "the others were not done")
    until(lambda: _reread(broken).last_error != "", "the failure was not written down")

    found = _reread(broken)
    assert found.last_error == "RuntimeError: 收文表已满"
    assert found.due_at > found.created_at
    end(process, signal.SIGTERM)


def test_two_workers_share_the_work(worker, send, effects):
    for _ in range(40):
        send()
    both = [worker(), worker()]

    until(lambda: waiting() == 0, "the work was not done")

    assert effects() == 40
    # One may have done it all before the other was up; a stop is asked of those who can hear it.
    until(lambda: all(map(hears_sigterm, both)), "a worker never came up")
    assert [end(process, signal.SIGTERM) for process in both] == [0, 0]


def _reread(row: Dispatch) -> Dispatch:
    with public_floor():
        return Dispatch.objects.get(pk=row.pk)
