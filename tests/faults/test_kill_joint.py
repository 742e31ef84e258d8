"""kill -9 of the worker in the midst of 联合行文: nothing of it is lost, and nothing done twice.

Every blow falls while a handler holds its transaction open: a lock of ours keeps it there.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg2
import pytest

from tests.browser.city import Account
from tests.browser.programs import Office, Program, knock
from tests.faults.city import WORKER, FragileCity

TITLE = "关于联合开展森林防火检查的通知"
BODY = "现将有关事项通知如下。\n一、检查时间\n十二月上旬。\n特此通知。"
HOST, PARTNER = "unit_taihe", "unit_tongxi"
CODE = "500117109"
ROWS = "correspondence_jointpartner"  # at the host
MATTERS = "correspondence_jointmatter"  # at the partner
PATIENCE = 60  # seconds, on a machine busy with other tests

pytestmark = pytest.mark.timeout(600)


@dataclass
class Road:
    """One joint document, from 送签 to 印发."""

    city: FragileCity
    host: Office
    registrar: Program
    head: Program
    leader: Program
    document: str = ""

    def matter(self) -> dict[str, Any]:
        rows = self.registrar.get("/api/correspondence/joint")["results"]
        return self.registrar.get(f"/api/correspondence/joint/{rows[0]['id']}") if rows else {}

    def row(self) -> dict[str, Any]:
        path = f"/api/correspondence/outgoing/{self.document}/joint"
        (found,) = self.host.registrar.get(path)["partners"]
        return dict(found)

    def approve(self, person: Program) -> None:
        (item,) = [
            row
            for row in person.get("/api/workflow/items?box=todo")["results"]
            if row["subject_kind"] == "joint"
        ]
        said = {"request_id": item["id"], "opinion": "同意联合行文。"}
        person.post(f"/api/workflow/items/{item['id']}/approve", said)

    @contextmanager
    def killed_at(self, schema: str, table: str, comes: Callable[[], object]) -> Iterator[None]:
        """Whatever the act inside sends is under way in that table when the worker dies."""
        with closing(psycopg2.connect(self.city.cluster.url())) as line:
            line.cursor().execute(f"LOCK TABLE {schema}.{table} IN EXCLUSIVE MODE")
            yield
            _wait_for(lambda: self.city.ask(_WAITING, schema, table), "nobody came to the table")
            self.city.kill(WORKER)
        _let_leases_run_out(self.city)
        self.city.raise_again(WORKER)
        _wait_for(comes, "what was under way never came")


_WAITING = """
SELECT l.pid FROM pg_locks l
JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT l.granted AND n.nspname = %s AND c.relname = %s
"""


def _wait_for(what: Callable[[], object], otherwise: str) -> None:
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until, otherwise
        time.sleep(0.05)


def _let_leases_run_out(city: FragileCity) -> None:
    """What the dead worker had leased comes free by itself after a while; here at once."""
    with closing(psycopg2.connect(city.cluster.url())) as line:
        line.autocommit = True
        line.cursor().execute(
            "UPDATE public.outbox_dispatch SET leased_until = now() WHERE leased_until > now()"
        )


_SOMEBODY = """
SELECT s.account, s.name FROM unit_tongxi.organization_staff s
JOIN unit_tongxi.organization_dutyholder h ON h.staff_id = s.id
JOIN unit_tongxi.organization_duty d ON d.id = h.duty_id
WHERE d.code = %s AND s.is_active ORDER BY s.account LIMIT 1
"""


def _of_tongxi(city: FragileCity, duty: str) -> Program:
    ((account, name),) = city.ask(_SOMEBODY, duty)
    password = city.person("city", "").password  # of all who stand on no list
    return Program(city, Account("tongxi", duty, str(name), str(account), password))


@pytest.fixture(scope="module")
def road(city: FragileCity) -> Road:
    city._manage("ca", "create")
    host = Office(city, "taihe")
    host.have_seal()
    found = Road(
        city, host, *(_of_tongxi(city, duty) for duty in ("registrar", "office_head", "principal"))
    )
    unit = found.head.get("/api/session")["unit"]["name"]
    seal = {"name": unit, "kind": "official", "doc_kinds": [], "width_mm": 42, "height_mm": 42}
    found.head.post("/api/seals", seal | {"keepers": [found.registrar.staff_id]})
    return found


@pytest.fixture(scope="module")
def walked(road: Road) -> Road:
    """The whole road, and a blow wherever something crosses."""
    host = road.host
    road.document = host.drafter.draft(
        TITLE, ["ZFB"], host.leader, doc_kind="notice", body=BODY, partners=[CODE]
    )
    path = f"outgoing/{road.document}"
    host.drafter.act(path, "submit")
    with road.killed_at(PARTNER, MATTERS, road.matter):  # 送签 is being delivered
        host.head.act(path, "review")
    road.registrar.act(f"joint/{road.matter()['id']}", "acknowledge")
    road.approve(road.head)
    with road.killed_at(HOST, ROWS, lambda: road.row()["state"] == "signed"):  # the answer is
        road.approve(road.leader)
    host.leader.act(path, "sign")
    for verb in ("verify", "register", "print"):
        host.registrar.act(path, verb)
    with road.killed_at(PARTNER, MATTERS, lambda: road.matter()["choices"]):  # the paper goes
        host.registrar.act(path, "seal", **host.impression(road.document))
    matter = road.matter()
    with road.killed_at(HOST, ROWS, lambda: road.row()["sealed_at"]):  # and comes back sealed
        wish = {"seal": matter["choices"][0]["id"], "pdf_sha256": matter["pdf_sha256"]}
        road.registrar.act(f"joint/{matter['id']}", "seal", **wish)
    with road.killed_at(PARTNER, MATTERS, lambda: road.matter()["stage"] == "issued"):
        host.registrar.act(path, "release")
    return road


def test_every_envelope_went_once(walked) -> None:
    kinds = _counted(
        walked.city.ask("SELECT kind FROM public.exchange_envelope WHERE kind ~ '^joint'")
    )

    assert kinds == {"joint_request": 1, "joint_answer": 1, "joint_paper": 2, "joint_sealed": 1}


def test_every_fact_is_written_once_on_both_sides(walked) -> None:
    host = walked.city.ask("SELECT name FROM unit_taihe.journal_entry WHERE name ~ 'joint'")
    partner = walked.city.ask("SELECT name FROM unit_tongxi.journal_entry WHERE name ~ 'joint'")
    steps = ("arrived", "acknowledged", "moved", "answered", "paper_arrived", "sealed", "issued")

    assert _counted(host) == {"joint_asked": 1, "joint_signed": 1, "joint_sealed": 1}
    assert _counted(partner) == dict.fromkeys(steps, 1)


def _counted(names: list[tuple[object, ...]]) -> Counter[str]:
    return Counter(str(name).rpartition(".")[2] for (name,) in names)


def test_one_paper_with_both_seals_lies_on_both_sides(walked) -> None:
    ours = f"/api/correspondence/outgoing/{walked.document}/pdf"
    theirs = f"/api/correspondence/joint/{walked.matter()['id']}/pdf"
    paper = knock(walked.city, "taihe", ours, head=walked.host.drafter.head).body

    assert paper.count(b"/ByteRange") == 2
    assert knock(walked.city, "tongxi", theirs, head=walked.registrar.head).body == paper


def test_the_chains_and_the_ledger_of_the_post_hold(walked) -> None:
    assert walked.city.says("journal", "verify")
    assert walked.city.says("exchange", "ledger")
