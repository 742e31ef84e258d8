"""The operator's hands in the outbox."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from shared_apps.kernel.ids import new_id
from shared_apps.outbox.engines import UnknownEngine, chosen
from shared_apps.outbox.models import Dispatch
from tenants.current import public_floor
from tests.outbox import probe


@pytest.fixture
def letters(unit, noon):
    """One dead, one waiting."""
    facts = {"entry_id": str(new_id()), "subject_id": str(new_id())}
    common = {"unit": unit.schema_name, "subscriber": probe.EFFECT, "event": "tests.sent"}
    with public_floor():
        dead = Dispatch.objects.create(
            **common,
            facts=facts,
            created_at=noon,
            dead_at=noon,
            attempts=12,
            last_error="磁盘已满",
        )
        alive = Dispatch.objects.create(**common, facts=facts, created_at=noon)
    return dead, alive


def said(*arguments):
    out = StringIO()
    call_command("outbox", *arguments, stdout=out)
    return out.getvalue()


def test_the_dead_are_listed_with_their_error(letters):
    listed = json.loads(said("dead", "--json"))

    assert [(row["id"], row["last_error"]) for row in listed] == [(str(letters[0].pk), "磁盘已满")]
    assert "共 1 件" in said("waiting")


def test_a_dead_one_is_sent_again_and_carried(letters):
    assert "1 件将重新投递" in said("retry", str(letters[0].pk))
    assert "已处理 2 件" in said("carry")

    with public_floor():
        assert not Dispatch.objects.exists()


def test_only_the_dead_can_be_dropped(letters):
    with pytest.raises(CommandError, match="没有这些死信"):
        said("drop", str(letters[1].pk))

    assert "已丢弃 1 件" in said("drop", str(letters[0].pk))
    with public_floor():
        assert Dispatch.objects.get() == letters[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["retry"], "请给出死信编号"),
        (["drop", "--all"], "请给出死信编号"),
        (["drop", "x"], "不是编号"),
    ],
)
def test_a_careless_word_changes_nothing(letters, arguments, words):
    with pytest.raises(CommandError, match=words):
        said(*arguments)

    with public_floor():
        assert Dispatch.objects.count() == 2


def test_an_unknown_engine_is_refused(settings):
    settings.OUTBOX_ENGINE = "kafka"

    with pytest.raises(UnknownEngine, match="huey 或 celery"):
        chosen()
