"""Approve a step and open the next, on roads of 10 and 40 steps; then a to-do list of a million.

In turns on one server, every act its own transaction: ours through the ORM with seat, opinion,
visit, chained record and event; SpiffWorkflow with its state kept in PostgreSQL, whole or with the
specification shared, whichever is quicker; django-viewflow with tasks that belong to somebody;
and pgbench with the very statements ours sends. `ratio` is at 40 steps, against the better peer.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import mean, median
from typing import Any

from django.utils import timezone

from shared_apps.kernel.ids import new_id
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions
from tenant_apps.workflow.models import Item
from tenants.crossing import in_unit
from tenants.models import Unit
from tests.bench import workflow_replay, workflow_todo
from tests.bench.place import city, url
from tests.make import organization as people
from tests.make import workflow as make

GOAL = 1
LENGTHS = (10, 40)
ROUNDS = int(os.environ.get("HESHU_BENCH_ROUNDS", "12"))
HERE = Path(__file__).resolve().parent
PEERS = HERE.parents[1] / "var" / "bench" / "peers"
WANTED = ("SpiffWorkflow==3.2.*", "django-viewflow==2.4.*", "Django>=5.2,<5.3", "psycopg2-binary")
ENGINES = ("viewflow", "spiff_whole", "spiff_shared")


def run() -> dict[str, Any]:
    with city("workflow", units=1) as (unit,):
        desks = Desks(unit)
        with _peers() as peers:
            acts = {length: _measured(desks, peers, length) for length in LENGTHS}
        limit = {length: workflow_replay.seconds_an_act(desks, length) for length in LENGTHS}
        todo = workflow_todo.measured(unit)
    lengths = {f"{length}_steps": _said(acts[length], limit[length]) for length in LENGTHS}
    ratio = lengths["40_steps"]["ratio"]
    return {
        "ratio": ratio,
        "goal": GOAL,
        "ok": ratio >= GOAL and todo["ok"],
        "what": "40 步流程办一步开一步，对 SpiffWorkflow 与 viewflow 中较快者；待办百万",
        **lengths,
        "rounds": ROUNDS,
        "todo": todo,
    }


class Desks:
    """Three people who hand a matter to each other, so many steps long."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        with in_unit(unit):
            self.staff = [people.staff(f"办理人{n}", duties=["handler"]) for n in range(3)]
            self.flows = {length: make.flow(self._road(length)) for length in LENGTHS}

    def _road(self, length: int) -> dict[str, Any]:
        return {
            f"step{n}": make.task(
                f"环节{n}", f"step{n + 1}" if n < length else "end", self.owner(n)
            )
            for n in range(1, length + 1)
        }

    def owner(self, number: int) -> Staff:
        return self.staff[number % 3]

    def walk(self, length: int) -> list[float]:
        """One matter from its first step to its end; seconds of each act."""
        with in_unit(self.unit):
            run = actions.start(
                flow=self.flows[length].key,
                subject_kind="bench",
                subject_id=new_id(),
                title="关于申请防汛应急物资的请示",
                by=self.staff[0],
                at=timezone.now(),
            )
        times = []
        for number in range(1, length + 1):
            with in_unit(self.unit):
                item = Item.objects.get(run=run, status="open").pk
            times.append(self.act(item, number))
        return times

    def act(self, item: Any, number: int) -> float:
        began = time.perf_counter()
        with in_unit(self.unit):
            actions.approve(
                item_id=item,
                by=self.owner(number),
                at=timezone.now(),
                request_id=str(number),
                opinion="同意，请按程序办理。",
            )
        return time.perf_counter() - began


class Peers:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def walk(self, engine: str, length: int) -> list[float]:
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("The peers are asked through pipes.")
        self.process.stdin.write(json.dumps({"engine": engine, "steps": length}) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{engine} gave up, see above.")
        return [float(one) for one in json.loads(answer)]


@contextmanager
def _peers() -> Iterator[Peers]:
    """In an environment of their own, made once; our locks know nothing of them."""
    python = PEERS / "bin" / "python"
    uv = Path(sys.executable).with_name("uv")
    if not python.exists():
        subprocess.run([uv, "venv", "-q", "--python", sys.executable, PEERS], check=True)
    subprocess.run([uv, "pip", "install", "-q", "--python", python, *WANTED], check=True)
    process = subprocess.Popen(
        [python, "-m", "peers"],
        cwd=HERE,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": url()},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Peers(process)
    finally:
        process.kill()
        process.wait()


def _measured(desks: Desks, peers: Peers, length: int) -> dict[str, list[float]]:
    """Mean seconds of an act, round by round, in turns: a busy moment meets all of them."""
    found: dict[str, list[float]] = {name: [] for name in ("ours", *ENGINES)}
    for number in range(ROUNDS + 1):
        walked = {"ours": desks.walk(length)}
        walked |= {engine: peers.walk(engine, length) for engine in ENGINES}
        if number:  # the first round warms up
            for name, times in walked.items():
                found[name].append(mean(times))
    return found


def _said(acts: dict[str, list[float]], limit: float) -> dict[str, Any]:
    """By the best round of each: what an act takes while nothing else has the machine."""
    best = {name: min(rounds) for name, rounds in acts.items()}
    peer = min(ENGINES, key=lambda name: best[name])
    return {
        "ratio": round(best[peer] / best["ours"], 2),
        "better_peer": peer,
        "acts_a_second": {name: round(1 / seconds) for name, seconds in best.items()},
        "median_acts_a_second": {name: round(1 / median(all_)) for name, all_ in acts.items()},
        "pgbench_acts_a_second": round(1 / limit),
        "ratio_to_pgbench": round(limit / best["ours"], 2),
    }
