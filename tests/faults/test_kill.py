"""kill -9 of web, worker and PostgreSQL while clerks work: nothing acknowledged is ever lost.

HESHU_FAULT_SECONDS says how long (60; `make test-long` takes longer). The seed of the blows is
printed with a failure: HESHU_FAULT_SEED repeats them.
"""

import json
import os
import random
import time
from collections import Counter
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import pytest

from tests.faults.city import WEB, WORKER, FragileCity
from tests.faults.load import Clerks, Heard

SECONDS = int(os.environ.get("HESHU_FAULT_SECONDS", "60"))
SEED = int(os.environ.get("HESHU_FAULT_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
DESKS = 4
BLOWS = (WEB, WORKER, "backend", "postmaster")
SILENCE = 60  # seconds until somebody is answered again, on a machine busy with other tests

pytestmark = pytest.mark.timeout(SECONDS + 600)


@pytest.fixture(scope="module")
def survived(
    city: FragileCity, record_testsuite_property: Callable[[str, object], None]
) -> tuple[Heard, Counter[str]]:
    """The clerks at work under blows; then quiet, and everything that waits carried."""
    clerks = Clerks(city, DESKS)
    clerks.begin()
    blows = _strike(city, until=time.monotonic() + SECONDS)
    clerks.end()
    _drain(city)
    heard = clerks.heard
    for name, figure in (
        ("seed", SEED),
        ("blows", dict(blows)),
        ("acknowledged", len(heard.acts)),
        ("released", len(heard.released())),
        ("asked_again", dict(heard.asked_again)),
        ("longest_silence_seconds", round(heard.longest_silence(), 1)),
    ):
        record_testsuite_property(name, figure)
    return heard, blows


def _strike(city: FragileCity, *, until: float) -> Counter[str]:
    """Each kind in turn, so that even a short run has all of them; the moments are chance."""
    dice, done = random.Random(SEED), Counter[str]()
    for blow in cycle(BLOWS):
        time.sleep(dice.uniform(1.5, 4.0))
        if time.monotonic() > until:
            return done
        if blow == "backend":
            done[blow] += city.kill_backend()
        elif blow == "postmaster":
            done[blow] += city.kill_database()
        else:
            city.kill(blow)
            done[blow] += 1
            time.sleep(dice.uniform(0, 0.5))
            city.raise_again(blow)
    return done


def _drain(city: FragileCity) -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until:
        waiting = city.ask(
            "SELECT subscriber, attempts, last_error FROM public.outbox_dispatch"
            " WHERE due_at IS NULL OR due_at < now() + interval '1 minute'"
        )
        if not waiting:
            return
        time.sleep(0.5)
    raise AssertionError(f"seed {SEED}: still waiting: {waiting[:5]}")


def test_every_kind_of_blow_fell_and_work_went_on(survived) -> None:
    heard, blows = survived

    assert set(blows) == set(BLOWS), blows
    assert all(blows.values())
    assert len(heard.acts) > 10, heard
    assert heard.refused == []
    assert heard.longest_silence() < SILENCE, f"seed {SEED}"


def test_every_acknowledged_act_is_there_exactly_once(city, survived) -> None:
    heard, _ = survived
    ids = [request for _, _, request in heard.acts]

    found = Counter(
        str(request)
        for (request,) in city.ask(
            "SELECT request_id FROM unit_taihe.workflow_event WHERE request_id = ANY(%s)", ids
        )
    )

    assert {request: found[request] for request in ids if found[request] != 1} == {}, SEED
    kept = {
        str(pk) for (pk,) in city.ask("SELECT id FROM unit_taihe.correspondence_outgoingdocument")
    }
    assert [one for one in heard.drafts if one not in kept] == []


def test_whatever_was_released_arrived_exactly_once(city, survived) -> None:
    released = survived[0].released()

    sent = Counter(
        str(subject)
        for (subject,) in city.ask(
            "SELECT subject_id FROM public.exchange_envelope WHERE subject_id = ANY(%s::uuid[])",
            released,
        )
    )
    arrived = Counter(
        str(source)
        for (source,) in city.ask(
            "SELECT source_id FROM unit_zfb.correspondence_incomingdocument"
            " WHERE source_id = ANY(%s::uuid[])",
            released,
        )
    )

    assert released
    assert sent == arrived == Counter(released), SEED


def test_no_number_was_given_twice(city, survived) -> None:
    rows = city.ask(
        "SELECT number FROM unit_taihe.correspondence_outgoingdocument WHERE number IS NOT NULL"
    )

    numbers = [str(number) for (number,) in rows if number]
    assert len(set(numbers)) == len(numbers)


def test_the_chains_hold_and_every_run_replays(city, survived) -> None:
    journal = city.says("journal", "verify")
    flows = json.loads(city.says("workflow", "verify", "--json").splitlines()[-1])

    assert journal
    assert flows["faulty"] == {}
    assert flows["runs"] >= len(survived[0].released())


def test_the_ledger_of_the_post_balances(city, survived) -> None:
    assert city.says("exchange", "ledger")


def test_the_server_recovered_from_its_log(city, survived) -> None:
    """Not from luck: the blows did hit a server that was writing."""
    log = Path(city.cluster.log).read_text(errors="replace")

    assert "automatic recovery in progress" in log or "was not properly shut down" in log
