"""The demonstration: a 公章 for each unit that has who manages and who keeps it."""

import pytest
from django.core.management import CommandError, call_command

from tenant_apps.seals.models import Seal
from tests.make import organization as make
from tests.make import seals as seal_makers


def test_a_unit_gets_one_seal_and_no_second(unit, city_authority, settings):
    settings.HESHU_DEMO = True
    make.staff("陈主任", duties=["office_head"])
    keeper = seal_makers.keeper()

    call_command("seed_seals")
    call_command("seed_seals")

    seal = Seal.objects.get()
    assert (seal.name, seal.is_drawn) == (unit.name, True)
    assert list(seal.keepers.all()) == [keeper]


def test_only_in_the_demonstration(unit, settings):
    settings.HESHU_DEMO = False

    with pytest.raises(CommandError):
        call_command("seed_seals")
