"""Two partners sign at one instant: both signatures stand, and the journal reads in order.

Real threads, real commits, throw-away units (a test transaction would serialise what is to race).
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone

from shared_apps.exchange.receiving import Arrival
from shared_apps.kernel.ids import new_id
from tenant_apps.correspondence.actions import drafting, joining, outgoing
from tenant_apps.correspondence.models import JointPartner, OutgoingDocument
from tenant_apps.journal.models import Entry
from tenants.crossing import in_unit
from tenants.models import Unit
from tests.make import correspondence as make
from tests.make import tenants as ground

PARTNERS = ("R1", "R2")


@pytest.fixture(scope="module")
def units(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[Unit]]:
    with django_db_blocker.unblock():
        made = [ground.town(code) for code in ("R0", *PARTNERS)]
        try:
            yield made
        finally:
            for one in made:
                ground.raze(one)


@pytest.fixture
def asked(units, django_db_blocker) -> Iterator[UUID]:
    """A document of the first unit that the two others are asked to sign."""
    with django_db_blocker.unblock():
        yield begun(units[0])


def begun(host: Unit) -> UUID:
    with in_unit(host):
        office, now = make.office(), timezone.now()
        content = make.draft_content(
            doc_kind="notice",
            title="关于联合检查的通知",
            body="现将有关事项通知如下。",
            addressees=["R1"],
            partners=list(PARTNERS),
            signatory=office.leader.pk,
        )
        document = drafting.draft(content=content, by=office.drafter, at=now)
        for act, by in ((outgoing.submit, office.drafter), (outgoing.review, office.head)):
            act(document_id=document.pk, by=by, at=now, request_id=str(uuid4()))
        return document.pk


def answer(document: UUID, partner: Unit) -> Arrival:
    row = JointPartner.objects.get(document=document, unit_code=partner.code)  # at the host
    now = timezone.now()
    return Arrival(
        envelope_id=new_id(),
        kind="joint_answer",
        from_unit=partner,
        subject_id=new_id(),
        title="",
        number="",
        doc_kind="notice",
        urgency="none",
        content={
            "document": str(document),
            "round": row.round,
            "text_hash": row.asked_hash,
            "agreed": True,
            "by": partner.short_name,
            "by_post": "镇长",
            "opinion": "同意。",
            "at": now.isoformat(),
        },
        files=[],
        digest="",
        sealed_at=now,
        at=now,
    )


def test_both_signatures_stand(units, asked):
    host, *partners = units
    with in_unit(host):
        arrivals = [answer(asked, one) for one in partners] * 2  # each told twice, as it may be
    barrier = Barrier(len(arrivals), timeout=120)

    def take(arrival: Arrival) -> None:
        try:
            with in_unit(host):
                barrier.wait()
                joining.take_signature(arrival)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(arrivals)) as crowd:
        list(crowd.map(take, arrivals))  # raises what any of them raised

    with in_unit(host):
        document = OutgoingDocument.objects.get(pk=asked)
        assert [one.state for one in document.partners.all()] == ["signed", "signed"]
        entries = Entry.objects.filter(subject_id=asked).order_by("seq")
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        assert {"R1", "R2"} <= {
            entry.facts["unit"]
            for entry in entries
            if entry.name == "correspondence.outgoing.joint_signed"
        }
