"""What a program does at the city's doors: plain HTTP, a token in the header, no browser."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from uuid import uuid4

from tests.browser.city import Account, City

BODY = "经镇党委会研究，现将有关事项报告如下。\n一、基本情况\n全镇共有村社21个。\n妥否，请批示。"


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


def knock(
    city: City,
    host: str,
    path: str,
    *,
    method: str = "GET",
    body: object = None,
    raw: bytes | None = None,
    head: dict[str, str] | None = None,
) -> Answer:
    """Asked by address: only browsers know that *.localhost is this machine."""
    sent = {"Host": f"{host}.localhost:{city.web}", "Content-Type": "application/json"}
    with closing(HTTPConnection("127.0.0.1", city.web, timeout=20)) as line:
        content = raw if body is None else json.dumps(body)
        line.request(method, path, content, sent | (head or {}))
        answer = line.getresponse()
        return Answer(answer.status, answer.read())


@dataclass
class Program:
    """Works for one person at the door of their own unit."""

    city: City
    person: Account
    token: str = field(init=False)
    staff_id: str = field(init=False)

    def __post_init__(self) -> None:
        known = {"account": self.person.account, "password": self.person.password}
        self.token = self._ask("POST", "/api/tokens", known | {"label": "浏览器测试"})["token"]
        self.staff_id = self.get("/api/session")["staff"]["id"]

    @property
    def head(self) -> dict[str, str]:
        return {"Authorization": f"Token {self.token}"}

    def get(self, path: str) -> Any:
        return self._ask("GET", path, head=self.head)

    def post(self, path: str, body: object) -> Any:
        return self._ask("POST", path, body, self.head)

    def draft(self, title: str, to: list[str], signatory: "Program", **more: object) -> str:
        content = {
            "doc_kind": "request",
            "urgency": "none",
            "title": title,
            "body": BODY,
            "addressees": to,
            "signatory": signatory.staff_id,
        }
        made = self._ask("POST", "/api/correspondence/outgoing", content | more, self.head)
        return str(made["id"])

    def act(self, document: str, verb: str, **said: object) -> Any:
        """`document` is `outgoing/<id>` or `incoming/<id>`."""
        path = f"/api/correspondence/{document}/{verb}"
        return self.post(path, {"request_id": str(uuid4())} | said)

    def _ask(
        self, method: str, path: str, body: object = None, head: dict[str, str] | None = None
    ) -> Any:
        answer = knock(self.city, self.person.subdomain, path, method=method, body=body, head=head)
        assert answer.status in (200, 201), (path, answer.status, answer.body.decode())
        return answer.json()


class Office:
    """The people of one unit who carry a document out of the house."""

    def __init__(self, city: City, subdomain: str, drafter: str = "拟稿人") -> None:
        def program(role: str) -> Program:
            return Program(city, city.person(subdomain, role))

        self.drafter, self.head = program(drafter), program("办公室主任")
        self.leader, self.registrar = program("单位领导"), program("机要文书")
        self.code = self.drafter.get("/api/session")["unit"]["code"]

    def send(self, title: str, to: list[str], until: str = "release", **more: object) -> str:
        """Draft it and act on it, up to and including this verb."""
        if until in ("print", "seal", "release"):
            self.have_seal()  # early: what is printed leaves room for it
        document = self.drafter.draft(title, to, self.leader, **more)
        road = (
            ("submit", self.drafter),
            ("review", self.head),
            ("sign", self.leader),
            ("verify", self.registrar),
            ("register", self.registrar),
            ("print", self.registrar),
            ("seal", self.registrar),
            ("release", self.registrar),
        )
        for verb, person in road:
            said = self.impression(document) if verb == "seal" else {}
            person.act(f"outgoing/{document}", verb, **said)
            if verb == until:
                break
        return document

    def impression(self, document: str) -> dict[str, object]:
        """The unit's seal on this page as it was printed."""
        sealing = self.registrar.get(f"/api/correspondence/outgoing/{document}/seals")
        seal = sealing["choices"][0]["id"]
        return {"seal": seal, "pdf_sha256": sealing["pdf_sha256"], "paging": False}

    def have_seal(self) -> None:
        """From now on its documents leave sealed."""
        made = not self.head.get("/api/seals")["results"]
        if made:
            self.head.post("/api/seals", self.own_seal())
        until = time.monotonic() + 60  # the letterheads hear of it by the worker, of the first all
        enough = all if made else any
        while not self._heads_sealed(enough):
            assert time.monotonic() < until, "The letterheads never heard of the seal."
            time.sleep(0.2)

    def _heads_sealed(self, enough: Callable[[list[bool]], bool]) -> bool:
        """A unit that never wrote anything has no letterhead before it hears of its seal."""
        heads = self.head.get("/api/correspondence/letterheads")
        return bool(heads) and enough([one["sealed"] for one in heads])

    def own_seal(self) -> dict[str, object]:
        name = self.head.get("/api/session")["unit"]["name"]
        keepers = [self.registrar.staff_id]
        size = {"width_mm": 42, "height_mm": 42}
        return {"name": name, "kind": "official", "doc_kinds": [], "keepers": keepers} | size


@contextmanager
def also_holding(city: City, subdomain: str, duty: str, person: Program) -> Iterator[None]:
    """For this hour the security administrator has given somebody one duty more."""
    security = Program(city, city.person(subdomain, "安全管理员"))
    duties = security.get("/api/organization/duties")
    given = next(one for one in duties if one["code"] == duty)
    holders = [one["id"] for one in given["holders"]]

    def settle_on(ids: list[str]) -> None:
        path = f"/api/organization/duties/{given['id']}/holders"
        body = {"staff_ids": ids}
        answer = knock(city, subdomain, path, method="PUT", body=body, head=security.head)
        assert answer.status == 200, answer.body.decode()

    settle_on([*holders, person.staff_id])
    try:
        yield
    finally:
        settle_on(holders)
