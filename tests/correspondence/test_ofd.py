"""An OFD file that came with a document is shown page by page, with what its seals say."""

import pytest
from django.utils import timezone

from tenant_apps.correspondence.models import IncomingDocument
from tenant_apps.files import actions as files
from tenant_apps.files.queries import attachments_of
from tests.house.conftest import incoming  # noqa: F401
from tests.make import ofd as ofd_makers


@pytest.fixture
def attach(office, incoming):  # noqa: F811
    def run(content, name="通知.ofd"):
        files.attach(
            subject_kind="incoming",
            subject_id=incoming.pk,
            name=name,
            chunks=[content],
            size=len(content),
            by=office.registrar,
            at=timezone.now(),
        )
        (found,) = attachments_of("incoming", incoming.pk)
        return f"incoming/{incoming.pk}/attachments/{found.pk}/ofd"

    return run


@pytest.fixture
def sealed(tmp_path):
    return ofd_makers.sealed(ofd_makers.keeper(tmp_path))


def test_its_pages_and_seals_are_shown(office, desk, attach, sealed):
    path = attach(ofd_makers.zipped(sealed))

    look = desk(office.registrar).get(path).json()
    page = desk(office.registrar).get(f"{path}/1")
    beyond = desk(office.registrar).get(f"{path}/2")

    assert (look["page_count"], look["report"]["ok"]) == (1, True), look
    assert look["report"]["seals"][0]["name"] == "太和镇人民政府"
    assert (page.status_code, page["Content-Type"]) == (200, "image/svg+xml")
    assert "sandbox" in page["Content-Security-Policy"]
    assert "公文正文测试内容" in page.content.decode()
    assert (beyond.status_code, beyond.json()["code"]) == (400, "correspondence.ofd_not_readable")


def test_a_changed_one_is_shown_with_its_verdict(office, desk, attach, sealed):
    name = "Doc_0/Pages/Page_0/Content.xml"
    sealed[name] = sealed[name].replace("测试".encode(), "篡改".encode())

    look = desk(office.registrar).get(attach(ofd_makers.zipped(sealed))).json()

    assert (look["page_count"], look["report"]["ok"]) == (1, False)
    assert "被改动" in look["report"]["said"]


def test_who_may_not_see_the_document_sees_no_page_of_it(office, desk, attach, sealed):
    path = attach(ofd_makers.zipped(sealed))

    for stranger in (office.stranger, office.handler):
        assert desk(stranger).get(path).status_code == 404
        assert desk(stranger).get(f"{path}/1").status_code == 404
    assert IncomingDocument.objects.count() == 1


def test_another_file_is_not_taken_for_one(office, desk, attach):
    path = attach(b"plain text", name="说明.txt")

    assert desk(office.registrar).get(path).status_code == 404
