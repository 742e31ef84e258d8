"""What is written stays written; what was tampered with past the database is found."""

import json
from dataclasses import dataclass
from io import StringIO
from typing import ClassVar
from uuid import UUID

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import ProgrammingError, connection, transaction

from shared_apps.kernel.events import Event
from shared_apps.kernel.ids import new_id
from tenant_apps.journal import rooting, verifying
from tenant_apps.journal.models import DailyRoot, Entry
from tenant_apps.journal.recording import record


@dataclass(frozen=True, kw_only=True)
class NoteWritten(Event):
    name: ClassVar[str] = "tests.journal.note_written"
    text: str


@dataclass
class Clerk:
    pk: UUID
    name: str


CLERK = Clerk(new_id(), "林登记")


@pytest.fixture
def chain(unit, noon):
    """Three subjects with one, two and three entries."""
    subjects = [new_id() for _ in range(3)]
    for length, subject in enumerate(subjects, start=1):
        for number in range(length):
            record(NoteWritten(subject_id=subject, text=f"第{number + 1}次"), by=CLERK, at=noon)
    return subjects


@pytest.fixture
def tamper(unit):
    """What somebody with the building login could do: the trigger is switched off for a moment."""

    def run(sql, *values):
        connection.check_constraints()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE NONE")
            cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
            cursor.execute("ALTER TABLE journal_dailyroot DISABLE TRIGGER USER")
            cursor.execute(sql, values)
            cursor.execute("ALTER TABLE journal_entry ENABLE TRIGGER USER")
            cursor.execute("ALTER TABLE journal_dailyroot ENABLE TRIGGER USER")

    return run


def found():
    return [(fault.what, fault.subject, fault.seq) for fault in verifying.faults()]


def test_entries_are_numbered_and_chained(chain):
    entries = list(Entry.objects.filter(subject_id=chain[2]).order_by("seq"))

    assert [entry.seq for entry in entries] == [1, 2, 3]
    assert [entry.previous for entry in entries] == ["", entries[0].hash, entries[1].hash]
    assert {entry.actor_name for entry in entries} == {"林登记"}
    assert found() == []


def test_outside_a_transaction_nothing_is_recorded():
    with pytest.raises(RuntimeError, match="transaction"):
        record(NoteWritten(subject_id=new_id(), text="无事务"), by=None, at=None)


def test_recording_costs_two_statements_when_nobody_subscribed(unit, noon, statements):
    with statements() as sql:
        record(NoteWritten(subject_id=new_id(), text="一条"), by=None, at=noon)

    assert len(sql) == 2


@pytest.mark.parametrize(
    "act",
    [
        lambda: Entry.objects.update(actor_name="别人"),
        lambda: Entry.objects.all()._raw_delete("default"),
        lambda: DailyRoot.objects.update(count=0),
        lambda: DailyRoot.objects.all()._raw_delete("default"),
    ],
)
def test_the_database_refuses_to_change_or_remove(chain, noon, act):
    rooting.make_root(at=noon)

    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        act()

    assert (Entry.objects.count(), DailyRoot.objects.count()) == (6, 1)


def test_even_the_building_login_may_not_truncate(chain):
    connection.check_constraints()
    with (
        pytest.raises(ProgrammingError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET LOCAL ROLE NONE; TRUNCATE journal_entry")

    assert Entry.objects.count() == 6


def test_the_refusing_function_is_the_units_own(unit):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pronamespace::regnamespace::text FROM pg_trigger "
            "JOIN pg_proc ON pg_proc.oid = tgfoid WHERE tgrelid = 'journal_entry'::regclass"
            " AND NOT tgisinternal"
        )
        assert cursor.fetchall() == [(unit.schema_name,)]


def test_an_altered_entry_is_found(chain, tamper):
    tamper("UPDATE journal_entry SET actor_name = '别人' WHERE subject_id = %s", chain[0])

    assert found() == [(verifying.ALTERED, str(chain[0]), 1)]


def test_a_removed_entry_is_found(chain, tamper):
    tamper("DELETE FROM journal_entry WHERE subject_id = %s AND seq = 2", chain[2])

    assert found() == [(verifying.MISSING, str(chain[2]), 2)]


def test_a_rewritten_entry_does_not_fit_the_next(chain, tamper):
    from tenant_apps.journal.sealing import seal

    forged = Entry.objects.get(subject_id=chain[1], seq=1)
    forged.actor_name = "别人"
    tamper(
        "UPDATE journal_entry SET actor_name = '别人', hash = %s WHERE id = %s",
        seal(forged),
        forged.pk,
    )

    assert found() == [(verifying.BROKEN, str(chain[1]), 2)]


def test_a_truncated_chain_and_a_vanished_subject_are_found_by_the_root(chain, tamper, noon):
    rooting.make_root(at=noon)
    tamper("DELETE FROM journal_entry WHERE subject_id = %s AND seq = 3", chain[2])
    tamper("DELETE FROM journal_entry WHERE subject_id = %s", chain[0])

    assert set(found()) == {
        (verifying.TRUNCATED, str(chain[2]), 3),
        (verifying.VANISHED, str(chain[0]), 1),
        (verifying.SHRUNK, "2026-11-23", None),
    }


def test_a_forged_root_is_found(chain, tamper, noon):
    rooting.make_root(at=noon)
    tamper("UPDATE journal_dailyroot SET heads = '{}'")

    assert found() == [(verifying.ROOT_ALTERED, "2026-11-23", None)]


def test_a_removed_root_breaks_the_chain_of_roots(chain, tamper, noon):
    for day in (23, 24, 25):
        rooting.make_root(at=noon.replace(day=day))
    assert found() == []

    tamper("DELETE FROM journal_dailyroot WHERE day = '2026-11-24'")

    assert found() == [(verifying.ROOT_BROKEN, "2026-11-25", None)]


def test_a_day_has_one_root(chain, noon):
    first = rooting.make_root(at=noon)
    record(NoteWritten(subject_id=chain[0], text="又一条"), by=None, at=noon)

    assert rooting.make_root(at=noon.replace(hour=13)) == first
    assert DailyRoot.objects.count() == 1


def test_the_next_root_names_what_moved_since(chain, noon):
    rooting.make_root(at=noon)
    record(NoteWritten(subject_id=chain[0], text="又一条"), by=None, at=noon.replace(day=24))

    second = rooting.make_root(at=noon.replace(day=24))

    assert second.heads[str(chain[0])][0] == 2
    assert found() == []


@pytest.mark.usefixtures("chain")
def test_the_command_says_that_all_is_whole(unit, other_unit):
    out = StringIO()
    call_command("journal", "verify", "--json", stdout=out)

    answer = json.loads(out.getvalue())
    assert (answer["units"], answer["entries"], answer["faults"]) == (2, 6, 0)


def test_the_command_names_the_unit_at_fault_and_fails(chain, tamper, unit):
    tamper("DELETE FROM journal_entry WHERE subject_id = %s AND seq = 1", chain[1])
    out = StringIO()

    with pytest.raises(CommandError, match="1 处问题"):
        call_command("journal", "verify", "--unit", "taihe", stdout=out)

    assert "太和镇：中间缺少记录" in out.getvalue()


def test_an_unknown_unit_is_refused(db):
    with pytest.raises(CommandError, match="没有代码或域名前缀"):
        call_command("journal", "verify", "--unit", "nowhere")
