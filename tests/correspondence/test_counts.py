"""对账: the units' own books say the same as the post office's, and show when they do not."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tenant_apps.correspondence.models import Addressee


@pytest.fixture
def released(carry, office, desk, relay, other_unit):
    answer = desk(office.registrar).post(f"outgoing/{carry('release')}/release")
    assert answer.status_code == 200, answer.json()
    relay()


@pytest.mark.usefixtures("released")
def test_both_units_and_the_post_office_count_the_same():
    out = StringIO()
    call_command("exchange", "ledger", "--deep", "--json", stdout=out)

    answer = json.loads(out.getvalue())
    assert (answer["totals"]["sent"], answer["balanced"], answer["mismatches"]) == (1, True, [])


@pytest.mark.usefixtures("released")
def test_a_copy_missing_from_a_units_books_is_named():
    Addressee.objects.all().delete()
    out = StringIO()

    with pytest.raises(CommandError, match="账目不平"):
        call_command("exchange", "ledger", "--deep", stdout=out)

    assert "500117124 与 ZFB：document 发出，单位登记 0 件，交换台账 1 件" in out.getvalue()
