"""A document on its way, and whoever writes on its pages."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.correspondence.conftest import (  # noqa: F401
    arrived,
    carry,
    desk,
    district,
    drafted,
    office,
)


@dataclass
class Hand:
    """One person's ink page of one document; what it was shown is what it writes on."""

    client: APIClient
    place: str  # outgoing/<id> or incoming/<id>
    shown: dict[str, Any] = field(default_factory=dict)

    @property
    def root(self) -> str:
        return f"/api/ink/{self.place}"

    def look(self, version: str = "", file: str = "") -> dict[str, Any]:
        asked = {"version": version, "file": file}
        answer = self.client.get(self.root, {key: one for key, one in asked.items() if one})
        assert answer.status_code == 200, answer.json()
        self.shown = answer.json()
        return self.shown

    def write(self, *drawn: dict[str, Any], **more: Any):
        if not self.shown:
            self.look()
        seat = self.shown["seat"]
        body = {"sheet": self.shown["sheet"], "seat": seat and seat["id"], "drawn": list(drawn)}
        return self.client.post(f"{self.root}/marks", body | more, format="json")

    def hand_in(self):
        return self.client.post(f"{self.root}/hand_in")

    def pdf(self, **asked: str):
        sheet = self.shown["sheet"]
        return self.client.get(f"{self.root}/sheets/{sheet}/pdf", asked)


@pytest.fixture
def hand(desk, drafted) -> Callable[..., Hand]:  # noqa: F811
    """`hand(office.head)`: the drafted document before whoever it is."""
    return lambda person: Hand(desk(person).client, f"outgoing/{drafted}")


@pytest.fixture
def submitted(carry) -> str:  # noqa: F811
    """The draft lies with the head of the office, to be reviewed."""
    return carry("review")
