"""A draft on its drafter's desk, and the doors of its text."""

from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from tests.make import correspondence as make
from tests.make import texts
from tests.make.organization import token


@dataclass
class Text:
    """The text of one document, at one person's own browser."""

    client: APIClient
    document: str

    @property
    def root(self) -> str:
        return f"/api/texts/outgoing/{self.document}"

    def read(self, path: str = "", **asked):
        return self.client.get(f"{self.root}{path}", asked)

    def post(self, path: str, **content):
        return self.client.post(f"{self.root}{path}", content, format="json")

    def word(self, *paragraphs: str, base: int, name: str = "正文.docx", **more):
        content = more.pop("content", None) or texts.word(*paragraphs)
        file = SimpleUploadedFile(name, content)
        return self.client.post(f"{self.root}/word", {"file": file, "base": base, **more})

    def type(self, body: str, *, version: int):
        return self.client.patch(
            f"/api/correspondence/outgoing/{self.document}",
            {"body": body},
            format="json",
            headers={"If-Match": str(version)},
        )

    def document_now(self):
        return self.client.get(f"/api/correspondence/outgoing/{self.document}").json()


@pytest.fixture
def office(unit) -> make.Office:
    return make.office()


@pytest.fixture
def drafted(office, unit, client_at) -> str:
    content = make.draft_content(signatory=str(office.leader.pk))
    answer = client_at(unit, token(office.drafter)).post(
        "/api/correspondence/outgoing", content, format="json"
    )
    return answer.json()["id"]


@pytest.fixture
def text(unit, client_at, office, drafted):
    """`text("drafter")`: the same draft before whoever it is."""
    return lambda who: Text(client_at(unit, token(getattr(office, who))), drafted)


@pytest.fixture
def submit(text, drafted):
    def act(who: str, verb: str = "submit", **more):
        answer = text(who).client.post(
            f"/api/correspondence/outgoing/{drafted}/{verb}", make.said(**more), format="json"
        )
        assert answer.status_code == 200, answer.json()

    return act
