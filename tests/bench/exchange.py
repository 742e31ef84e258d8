"""One document with a 1 MB file to 95 units, against a plain loop that copies the same rows.

Ours begins at the release and ends when every copy is delivered and receipted and the sender has
heard of it, carried as the worker carries it, in its threads; then the ledger must balance. The
loop enters one schema after the other with schema_context, one transaction each, and writes the
same rows and the same files again: no seal, no lock, no retry, no rights.
"""

import os
import shutil
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Thread
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django_tenants.utils import schema_context
from rest_framework.test import APIClient

from shared_apps.exchange.ledger import ledger
from shared_apps.exchange.models import Envelope
from shared_apps.kernel import storage
from shared_apps.kernel.ids import new_id
from shared_apps.outbox.dispatching import Dispatcher
from shared_apps.outbox.engines import share_the_interpreter
from shared_apps.outbox.jobs import execute
from shared_apps.outbox.models import Dispatch
from shared_apps.outbox.relaying import carry_waiting
from shared_apps.oversight.models import ProgressLine
from tenant_apps.correspondence.models import Addressee, IncomingDocument
from tenant_apps.files.models import Attachment
from tenant_apps.journal.models import Entry
from tenants.crossing import in_unit
from tenants.current import public_floor
from tenants.models import Unit
from tests.bench.place import best, city, seconds
from tests.make import correspondence as make
from tests.make.organization import token

GOAL = 1
RECIPIENTS = 95
ROUNDS = 5
WARMING_UP = 3
MEGABYTE = 1 << 20
ROAD = ("correspondence.post", "exchange.deliver", "exchange.receipt")


def run() -> dict[str, Any]:
    with city("exchange", units=RECIPIENTS + 1) as units:
        settings.ALLOWED_HOSTS = ["*"]
        *recipients, sender = units
        desk, worker = Sender(sender, recipients), Worker()
        for _ in range(WARMING_UP):  # every connection has to meet every unit once
            desk.released()
            worker.deliver()
            worker.finish()
        ours, plain = [], []
        for _ in range(ROUNDS):  # in turns, so that a busy moment meets both
            document = desk.released()
            ours.append(seconds(worker.deliver))
            worker.finish()
            rows = Rows(document, sender, recipients)
            plain.append(seconds(rows.copy))
        books = ledger(at=timezone.now())
    ratio = round(best(plain) / best(ours), 2)
    return {
        "ratio": ratio,
        "goal": GOAL,
        "ok": ratio >= GOAL and books.balanced,
        "what": f"一件公文带 1 MB 附件发往 {RECIPIENTS} 个单位至全部送达有回执，对逐库照抄",
        "ours_seconds": best(ours),
        "plain_seconds": best(plain),
        "worker_threads": settings.OUTBOX_THREADS,
        "rows_for_each_recipient": rows.each,
        "ledger": {"sent": books.totals.sent, "difference": books.totals.difference},
    }


class Sender:
    """A town with its office, at the point where the registrar may release."""

    def __init__(self, unit: Unit, recipients: list[Unit]) -> None:
        self.unit = unit
        self.codes = [unit.code for unit in recipients]
        with in_unit(unit):
            self.office = make.office()
            self.tokens = {one.pk: token(one) for one in vars(self.office).values()}

    def released(self) -> str:
        """The id of a document that was just released: all that follows still waits."""
        content = make.draft_content(
            doc_kind="notice", addressees=self.codes, signatory=str(self.office.leader.pk)
        )
        drafter = self._client(self.office.drafter)
        root = "/api/correspondence/outgoing"
        document = str(_done(drafter.post(root, content, format="json"))["id"])
        file = SimpleUploadedFile("普查表.bin", os.urandom(MEGABYTE))
        _done(drafter.post(f"{root}/{document}/attachments", {"file": file}, format="multipart"))
        for person, verb in (
            (self.office.drafter, "submit"),
            (self.office.head, "review"),
            (self.office.leader, "sign"),
            (self.office.registrar, "verify"),
            (self.office.registrar, "register"),
            (self.office.registrar, "print"),
            (self.office.registrar, "release"),
        ):
            carry_all()
            _done(
                self._client(person).post(f"{root}/{document}/{verb}", make.said(), format="json")
            )
        return document

    def _client(self, person: Any) -> APIClient:
        host = f"{self.unit.subdomain}.{settings.HESHU_DOMAIN}"
        client = APIClient(HTTP_HOST=host)
        client.credentials(HTTP_AUTHORIZATION=f"Token {self.tokens[person.pk]}", HTTP_HOST=host)
        return client


class Rows:
    """What our delivery wrote for one recipient; the loop writes it again for each."""

    def __init__(self, document: str, sender: Unit, recipients: list[Unit]) -> None:
        self.sender, self.recipients = sender, recipients
        with public_floor():
            self.envelope = Envelope.objects.get(subject_id=document)
            arrived = self.envelope.deliveries.filter(state="delivered").order_by("pk")
            assert arrived.count() == len(recipients)
            self.delivery = arrived.get(to_unit=recipients[0])
            self.receipt = self.delivery.receipts.get()
        with in_unit(recipients[0]):
            self.incoming = IncomingDocument.objects.get(envelope_id=self.envelope.pk)
            self.attachment = Attachment.objects.get(subject_id=self.incoming.pk)
            self.version = self.attachment.version
            self.entries = list(Entry.objects.filter(subject_id=self.incoming.pk))
        with public_floor():
            self.line = ProgressLine.objects.get(subject_id=self.incoming.pk)
        with in_unit(sender):
            self.addressees = list(Addressee.objects.filter(document=document))
            self.heard = Entry.objects.filter(subject_id=document).order_by("-seq").first()
        self.files = [file["sha256"] for file in self.envelope.manifest["files"]]
        self.each = 7 + len(self.entries) + 1  # the last: the addressee's, which is changed

    def copy(self) -> None:
        self.envelope.source_entry = new_id()
        again(self.envelope)
        for unit, addressee in zip(self.recipients, self.addressees, strict=True):
            with schema_context(unit.schema_name), transaction.atomic():
                self._copy_unit(unit)
            with schema_context("public"), transaction.atomic():
                self._copy_public(unit)
            with schema_context(self.sender.schema_name), transaction.atomic():
                addressee.save()
                self.heard.seq += 1000
                again(self.heard)

    def _copy_unit(self, unit: Unit) -> None:
        for sha256 in self.files:
            source = storage.path(self.sender.schema_name, sha256)
            shutil.copyfile(source, storage.path(unit.schema_name, sha256).with_suffix(".plain"))
        self.incoming.envelope_id = self.envelope.pk
        again(self.incoming)
        self.attachment.subject_id = self.incoming.pk
        self.attachment.latest = None
        again(self.attachment)
        self.version.attachment = self.attachment
        again(self.version)
        self.attachment.latest = self.version
        self.attachment.save(update_fields=["latest"])
        for entry in self.entries:
            entry.subject_id = self.incoming.pk
            again(entry)

    def _copy_public(self, unit: Unit) -> None:
        self.delivery.envelope, self.delivery.to_unit = self.envelope, unit
        again(self.delivery)
        self.receipt.delivery = self.delivery
        again(self.receipt)
        self.line.subject_id, self.line.unit_code = self.incoming.pk, unit.code
        again(self.line)


def again(row: Model) -> None:
    row.pk, row._state.adding = new_id(), True
    row.save(force_insert=True)


class Worker:
    """The real dispatcher over a pool of threads, as many as the embedded engine has."""

    def __init__(self) -> None:
        share_the_interpreter()
        self.threads = ThreadPoolExecutor(settings.OUTBOX_THREADS)
        self.running: list[Future[int]] = []

    def submit(self, ids: Sequence[UUID]) -> None:
        self.running.append(self.threads.submit(execute, list(map(str, ids))))

    def deliver(self) -> None:
        """Until the sender has heard of every copy; reports to the board may still be waiting."""
        dispatcher = Dispatcher(self, clock=timezone.now)
        thread = Thread(target=dispatcher.run)
        thread.start()
        while on_the_road():
            time.sleep(0.02)
        dispatcher.stop()
        thread.join()

    def finish(self) -> None:
        """What the clock does not count: the reports."""
        wait(self.running)
        self.running.clear()
        carry_all()


def on_the_road() -> bool:
    with public_floor():
        return Dispatch.objects.filter(subscriber__in=ROAD).exists()


def carry_all() -> None:
    deadline = time.monotonic() + 120
    while waiting():
        carry_waiting(timezone.now())
        assert time.monotonic() < deadline, "something is never done"


def waiting() -> bool:
    with public_floor():
        failed = Dispatch.objects.exclude(last_error="").values_list("subscriber", "last_error")
        assert not failed, list(failed)
        return Dispatch.objects.exists()


def _done(response: Any) -> dict[str, Any]:
    assert response.status_code < 300, response.content.decode()
    return dict(response.json())
