"""Two keepers seal one paper at one instant, while its seal changes hands: one impression, one
line in the register, an empty desk, and nobody waits for anybody for ever.

Real threads, real commits, a throw-away unit (a test transaction would serialise what is to race).
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from shared_apps.kernel.errors import DomainError
from shared_apps.trust.models import Certificate
from tenant_apps.correspondence import numbering, seal_desk
from tenant_apps.correspondence.actions import drafting, issuing, outgoing, sealing
from tenant_apps.correspondence.models import OutgoingDocument
from tenant_apps.organization.models import Staff
from tenant_apps.seals.models import Impression, Seal
from tenant_apps.workflow.models import Item, Run
from tenants.crossing import in_unit
from tenants.current import current_unit, public_floor
from tenants.models import Unit
from tests.make import correspondence as make
from tests.make import seals as seal_makers
from tests.make import tenants as ground


@pytest.fixture
def town(django_db_setup: None, django_db_blocker: Any, city_authority: None) -> Iterator[Unit]:
    with django_db_blocker.unblock():
        made, neighbour = ground.town("RS"), ground.town("RT")
        try:
            yield made
        finally:
            with public_floor():
                Certificate.objects.filter(unit=made).delete()
            for one in (made, neighbour):
                ground.raze(one)


def printed(office: make.Office) -> UUID:
    now = timezone.now() - timedelta(minutes=5)
    content = make.draft_content(
        doc_kind="notice", title="关于冬季防火的通知", addressees=["RT"], body="现将事项通知如下。"
    ) | {"signatory": office.leader.pk}
    document = drafting.draft(content=content, by=office.drafter, at=now)
    numbering.seal_all(current_unit())
    road = (
        (outgoing.submit, office.drafter),
        (outgoing.review, office.head),
        (outgoing.sign, office.leader),
        (issuing.verify, office.registrar),
        (issuing.register, office.registrar),
        (issuing.print_, office.registrar),
    )
    for act, by in road:
        act(document_id=document.pk, by=by, at=now, request_id=str(uuid4()))
    return document.pk


def at_once(town: Unit, acts: Sequence[Callable[[], None]]) -> list[str]:
    """What each of them was refused with."""
    barrier = Barrier(len(acts), timeout=120)

    def run(act: Callable[[], None]) -> str:
        try:
            with in_unit(town):
                barrier.wait()
                act()
        except DomainError as refused:
            return refused.code
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as crowd:
        return list(crowd.map(run, acts))


def test_one_of_them_seals_it(town: Unit) -> None:
    with in_unit(town):
        office = make.office()
        keepers = [seal_makers.keeper(), seal_makers.keeper("何保管")]
        bank: Seal = seal_makers.seal(office.head, keepers)
        document_id = printed(office)
        sha256 = OutgoingDocument.objects.get().pdf_sha256
        assert Item.objects.filter(run__subject_kind="outgoing_seal").count() == 2

    def press(by: Staff) -> None:
        sealing.seal(
            document_id=document_id,
            seal=bank.pk,
            pdf_sha256=sha256,
            paging=False,
            by=by,
            at=timezone.now(),
        )

    def look() -> None:
        seal_desk.look_again(seal_desk.OURS, document_id, at=timezone.now())

    said = at_once(town, [*(partial(press, one) for one in keepers), look, look])

    with in_unit(town):
        assert sorted(said) == ["", "", "", "seals.not_approved"]
        assert Impression.objects.count() == 1
        run = Run.objects.get(subject_kind="outgoing_seal")
        assert run.status == "done"
        assert not Item.objects.filter(run=run, status__in=Item.LIVE).exists()
        assert OutgoingDocument.objects.get().pdf_sha256 == Impression.objects.get().sealed_sha256
