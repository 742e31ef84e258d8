"""A draft on its drafter's desk, and the doors of its text."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from tests.make import correspondence as make
from tests.make import texts
from tests.make.organization import token
from tests.texts.wopi import Suite, Visit, attach


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


@pytest.fixture
def one_transaction(monkeypatch):
    """At the doors of programs as well: closing the connection would end the test's own."""
    monkeypatch.setattr("tenants.outside.close_old_connections", lambda: None)


@pytest.fixture(scope="session")
def suite() -> Suite:
    return Suite()


@pytest.fixture
def attached(suite, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    attach(suite)
    return suite


@pytest.fixture
def visit(attached, text, one_transaction):
    """The person's page asks for a visit, and the suite takes it up."""

    def begin(who: str = "drafter") -> Visit:
        answer = text(who).post("/office")
        assert answer.status_code == 201, answer.json()
        said = answer.json()
        file = parse_qs(urlsplit(said["action"]).query)["WOPISrc"][0]
        return Visit(attached, file, said["access_token"])

    return begin
