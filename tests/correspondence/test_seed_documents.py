"""`manage.py seed_documents`: a fortnight of real correspondence for the demonstration."""

import gzip
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from shared_apps.exchange.models import Envelope
from shared_apps.kernel import clock, storage
from shared_apps.outbox.models import Dispatch
from shared_apps.oversight.models import Board, ProgressLine
from shared_apps.trust.judging import verify_pdf
from tenant_apps.correspondence.management.seed_lives import LEFT_TO_THE_WORKER
from tenant_apps.correspondence.models import NumberSeries, OutgoingDocument
from tenant_apps.seals.models import Impression
from tenants.crossing import in_unit
from tenants.current import public_floor


@pytest.fixture
def seed(unit, city_authority, settings, tmp_path):
    settings.HESHU_DEMO, settings.VAR_DIR = True, tmp_path

    def run() -> None:
        with public_floor():
            call_command("seed_demo")
            call_command("seed_seals")
            call_command("seed_documents")

    return run


def test_outside_a_demonstration_it_is_refused(unit, settings):
    settings.HESHU_DEMO = False

    with pytest.raises(CommandError, match="不是演示环境"):
        call_command("seed_documents")
    assert not OutgoingDocument.objects.exists()


def test_the_board_is_alive_and_nothing_is_lost(seed, unit, other_unit):
    seed()

    with public_floor():
        board = json.loads(gzip.decompress(Board.objects.get().packed))
        assert (
            board["totals"]["in_progress"] == ProgressLine.objects.filter(closed_at=None).count()
        )
        assert board["totals"]["in_progress"] > 0
        assert Envelope.objects.exists()
        assert not Dispatch.objects.exclude(subscriber__in=LEFT_TO_THE_WORKER).exists()
    with in_unit(unit):
        assert OutgoingDocument.objects.exists()


def test_it_all_happened_in_office_hours_of_the_last_fortnight(seed, other_unit):
    began = timezone.now()
    seed()

    with in_unit(other_unit):
        moments = list(OutgoingDocument.objects.values_list("created_at", flat=True))
    assert moments
    for moment in moments:
        assert began - timedelta(days=15) < moment <= timezone.now()
        assert clock.is_workday(moment.astimezone(clock.ZONE).date())
        assert 9 <= moment.astimezone(clock.ZONE).hour <= 18


def test_what_went_out_was_sealed_before_it_went(seed, other_unit):
    seed()

    with in_unit(other_unit):
        gone = list(OutgoingDocument.objects.exclude(released_at=None))
        assert gone
        for document in gone:
            made = Impression.objects.get(subject_id=document.pk)
            assert document.printed_at <= made.at <= document.released_at
            with storage.open_(other_unit.schema_name, document.pdf_sha256) as file:
                report = verify_pdf(file.read())
            assert report.ok, report.said


def test_the_first_number_of_the_guests_town_is_left_to_its_visitors(seed, unit):
    seed()

    with in_unit(unit):
        assert not NumberSeries.objects.filter(prefix="太和府").exists()


def test_again_it_changes_nothing(seed, unit, other_unit):
    seed()
    with public_floor():
        before = set(ProgressLine.objects.values_list("pk", "seq"))

    seed()

    with public_floor():
        assert set(ProgressLine.objects.values_list("pk", "seq")) == before
