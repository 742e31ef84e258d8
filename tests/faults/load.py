"""Clerks who do not give up: every act is asked for again, under its number, until answered."""

import json
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Event, Thread
from typing import Any
from uuid import uuid4

from tests.browser.programs import Answer, Office, Program, knock
from tests.faults.city import FragileCity

VERBS = ("submit", "review", "sign", "verify", "register", "print", "release")
# What a busy or recovering house may say; anything else is a failure of the house.
AGAIN = (500, 502, 503, 504)


@dataclass
class Heard:
    """What the house has acknowledged, and how it took it."""

    drafts: list[str] = field(default_factory=list)
    acts: list[tuple[str, str, str]] = field(default_factory=list)  # document, verb, request id
    refused: list[str] = field(default_factory=list)
    asked_again: Counter[str] = field(default_factory=Counter)
    moments: list[float] = field(default_factory=list)

    def released(self) -> list[str]:
        return [document for document, verb, _ in self.acts if verb == "release"]

    def longest_silence(self) -> float:
        """Seconds between two acknowledged acts, at the worst."""
        pairs = zip(self.moments, self.moments[1:], strict=False)
        return max((after - before for before, after in pairs), default=0.0)


class Clerks:
    """So many desks of one unit, each carrying documents out of the house one after another."""

    def __init__(self, city: FragileCity, desks: int) -> None:
        self.city, self.heard, self.over = city, Heard(), Event()
        self.office = Office(city, "taihe")
        people = (self.office.head, self.office.leader, self.office.registrar)
        head, leader, registrar = people
        self.actors = dict(
            zip(VERBS, (self.office.drafter, head, leader, *[registrar] * 4), strict=True)
        )
        self.threads = [Thread(target=self._work, args=(number,)) for number in range(desks)]

    def begin(self) -> None:
        for thread in self.threads:
            thread.start()

    def end(self) -> None:
        """Whoever has an act in hand sees it answered first."""
        self.over.set()
        for thread in self.threads:
            thread.join(120)
        assert not any(thread.is_alive() for thread in self.threads), "a clerk waits for ever"

    def _work(self, number: int) -> None:
        count = 0
        while not self.over.is_set():
            count += 1
            document = self._draft(f"关于第{number}号柜第{count}件事项的请示")
            for verb in VERBS:
                if document is None or self.over.is_set():
                    break
                self._act(document, verb)

    def _draft(self, title: str) -> str | None:
        """Without a number of its own: one that was not acknowledged may exist all the same."""
        content = {
            "doc_kind": "request",
            "urgency": "none",
            "title": title,
            "body": "现将有关事项报告如下。妥否，请批示。",
            "addressees": ["ZFB"],
            "signatory": self.office.leader.staff_id,
        }
        made = self._insist(self.office.drafter, "/api/correspondence/outgoing", content)
        if made is None:
            return None
        self.heard.drafts.append(str(made["id"]))
        return str(made["id"])

    def _act(self, document: str, verb: str) -> None:
        said = {"request_id": str(uuid4())}
        path = f"/api/correspondence/outgoing/{document}/{verb}"
        if self._insist(self.actors[verb], path, said) is not None:
            self.heard.acts.append((document, verb, said["request_id"]))
            self.heard.moments.append(time.monotonic())

    def _insist(self, person: Program, path: str, body: dict[str, Any]) -> dict[str, Any] | None:
        until = time.monotonic() + 90
        while time.monotonic() < until:
            answer = self._asked(person, path, body)
            if answer is not None and answer.status in (200, 201):
                return dict(json.loads(answer.body))
            if answer is not None and answer.status not in AGAIN:
                self.heard.refused.append(f"{path} {answer.status} {answer.body.decode()[:300]}")
                return None
            self.heard.asked_again[str(answer.status) if answer else "no answer"] += 1
            time.sleep(0.2)
        self.heard.refused.append(f"{path}: never answered")
        return None

    def _asked(self, person: Program, path: str, body: dict[str, Any]) -> Answer | None:
        host = person.person.subdomain
        try:
            return knock(self.city, host, path, method="POST", body=body, head=person.head)
        except (OSError, HTTPException):
            return None
