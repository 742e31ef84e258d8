"""撤回 against 签收, with the recipient's real desk and real commits: exactly one wins."""

from collections.abc import Iterator
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from shared_apps.exchange import receiving, withdrawing
from shared_apps.exchange.ledger import ledger
from shared_apps.exchange.models import Delivery, Envelope
from shared_apps.exchange.posting import post
from shared_apps.kernel.errors import DomainError
from shared_apps.kernel.ids import new_id
from shared_apps.outbox.models import Dispatch
from shared_apps.outbox.relaying import carry_waiting
from tenant_apps.correspondence.actions import incoming
from tenant_apps.correspondence.models import IncomingDocument
from tenants.crossing import in_unit
from tenants.current import public_floor
from tenants.models import Unit
from tests.make import exchange as make
from tests.make import organization
from tests.make import tenants as ground

ROUNDS = 8


@pytest.fixture
def towns(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Unit, Unit]]:
    """Two towns whose transactions really commit; nothing of them stays."""
    with django_db_blocker.unblock():
        both = ground.town("RACE1"), ground.town("RACE2")
        try:
            yield both
        finally:
            make.forget(*both)
            connection.close()


@pytest.fixture
def letter(towns, monkeypatch):
    """A letter posted by hand: no document at the sender's waits to hear of it."""
    sender, recipient = towns
    monkeypatch.setitem(receiving._listeners, "document", lambda news: None)

    def run() -> Envelope:
        with in_unit(sender):
            envelope = post(
                source_entry=new_id(),
                kind="document",
                from_unit=sender,
                to_units=[recipient.code],
                subject_id=new_id(),
                title="关于报送防汛值班安排的函",
                doc_kind="letter",
                urgency="normal",
                content={"body": "现将我镇防汛值班安排报送贵镇。", "copies": [], "page_count": 1},
                files=[make.file("函.pdf")],
                at=timezone.now(),
            )
        carry_waiting(timezone.now())
        return envelope

    return run


def at_once(*acts: Any) -> None:
    """Each in a thread and on a connection of its own, from the same instant."""
    start = Barrier(len(acts), timeout=20)

    def run(act: Any) -> None:
        try:
            start.wait()
            act()
        except DomainError:
            pass  # refused: the other was first
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


def carry_all() -> None:
    while carry_waiting(timezone.now()):
        pass


def one_race(sender: Unit, recipient: Unit, envelope: Envelope, registrar: Any, first: str) -> Any:
    """Both at the same instant; returns where the copy is and what the recipient's row says."""
    with in_unit(recipient):
        document = IncomingDocument.objects.get(envelope_id=envelope.pk)

    def sign() -> None:
        with in_unit(recipient):
            incoming.acknowledge(
                document_id=document.pk,
                by=registrar,
                at=timezone.now(),
                request_id=str(new_id()),
            )

    def take_back() -> None:
        with in_unit(sender):
            withdrawing.ask(envelope.pk, at=timezone.now(), by_name="王登记", reason="附件有误")
        carry_all()

    at_once(*((take_back, sign) if first == "withdrawal" else (sign, take_back)))
    carry_all()
    with in_unit(recipient):
        document.refresh_from_db()
    with public_floor():
        return Delivery.objects.get(envelope=envelope).state, document.stage


@pytest.mark.parametrize("first", ["withdrawal", "signature"])
def test_exactly_one_of_both_happens(towns, letter, first):
    sender, recipient = towns
    with in_unit(recipient):
        registrar = organization.staff("林登记", duties=["registrar"])

    outcomes = {one_race(sender, recipient, letter(), registrar, first) for _ in range(ROUNDS)}

    assert outcomes <= {("withdrawn", "withdrawn"), ("acknowledged", "register")}
    assert ledger(at=timezone.now()).balanced
    with public_floor():
        failed = Dispatch.objects.exclude(last_error="")
        assert not failed.exists(), list(failed.values_list("subscriber", "last_error"))


def test_a_plea_overtaken_by_the_signature_is_refused(towns, letter):
    """The order in which the row says 签收 but its receipt has not reached the post office."""
    sender, recipient = towns
    with in_unit(recipient):
        registrar = organization.staff("林登记", duties=["registrar"])
    envelope = letter()
    with in_unit(recipient):
        document = IncomingDocument.objects.get(envelope_id=envelope.pk)
        incoming.acknowledge(
            document_id=document.pk, by=registrar, at=timezone.now(), request_id=str(new_id())
        )
    with in_unit(sender):
        withdrawing.ask(envelope.pk, at=timezone.now(), by_name="王登记")

    carry_all()

    with public_floor():
        delivery = Delivery.objects.get(envelope=envelope)
        kinds = set(delivery.receipts.values_list("kind", flat=True))
    assert delivery.state == "acknowledged"
    assert kinds == {"delivered", "acknowledged", "withdrawal_refused"}
