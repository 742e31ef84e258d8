"""Tomorrow's migrations reach every unit: by replay where words suffice, else one by one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.models.signals import post_migrate

from tenants import migrating, roles, template
from tenants.crossing import in_unit
from tenants.current import current_unit
from tenants.fingerprints import differences
from tenants.models import Unit
from tests.make import tenants as make
from tests.tenants.later import (
    ADD_FIELD,
    ADD_TABLE,
    BROKEN,
    RUN_PYTHON,
    later,
)

CONCURRENTLY = """
    AddIndexConcurrently("entry", models.Index(fields=["actor_name"], name="entry_actor")),
"""


@pytest.fixture
def towns(ground: None) -> list[Unit]:
    return [make.town(code) for code in ("T1", "T2", "T3")]


def run(towns: list[Unit]) -> dict[str, str]:
    steps = migrating.migrate(migrating.plan(towns), lock_timeout_ms=200)
    return {step.unit.code: step.how for step in steps}


def weather(unit: Unit) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM information_schema.columns WHERE table_schema = %s"
            " AND table_name = 'journal_entry' AND column_name = 'weather'",
            [unit.schema_name],
        )
        return cursor.fetchone() is not None


def recorded(unit: Unit) -> set[str]:
    with in_unit(unit), connection.cursor() as cursor:
        cursor.execute("SELECT app || '.' || name FROM django_migrations WHERE name ~ '^9'")
        return {name for (name,) in cursor.fetchall()}


def test_nothing_to_do_is_known_at_once(towns: list[Unit]) -> None:
    groups = migrating.plan(towns)

    assert [(len(group.units), group.migrations) for group in groups] == [(3, [])]
    assert run(towns) == {}


def test_all_units_get_the_same_words(towns: list[Unit], tmp_path: Path) -> None:
    with later(tmp_path, ADD_FIELD, ADD_TABLE) as names:
        [group] = migrating.plan(towns)
        done = run(towns)

        assert (group.migrations, group.replayable) == (names, True)
        assert set(done.values()) == {"replayed"}
        assert all(recorded(unit) == set(names) for unit in towns)
        assert differences(towns) == []
        assert [left.migrations for left in migrating.plan(towns)] == [[]]


def test_the_words_are_those_of_the_stock_executor(towns: list[Unit], tmp_path: Path) -> None:
    replayed, stock = towns[:2], towns[2]
    with later(tmp_path, ADD_FIELD, ADD_TABLE):
        run(replayed)
        template.migrate_stock(stock.schema_name)

        assert differences(towns) == []
        assert recorded(stock) == recorded(replayed[1])


def test_a_new_table_serves_its_unit_and_nobody_else(towns: list[Unit], tmp_path: Path) -> None:
    with later(tmp_path, ADD_TABLE):
        run(towns)

    for unit in towns:
        with in_unit(unit), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM journal_note")
            cursor.execute(
                "SELECT has_table_privilege(%s, 'journal_note', 'SELECT')",
                [roles.of_unit("unit_taihe")],
            )
            assert cursor.fetchone() == (False,)


@pytest.mark.parametrize(
    ("steps", "atomic"),
    [(RUN_PYTHON, True), (CONCURRENTLY, False)],
    ids=["python", "concurrently"],
)
def test_what_words_cannot_say_goes_one_by_one(
    towns: list[Unit], tmp_path: Path, steps: str, atomic: bool
) -> None:
    with later(tmp_path, steps, atomic=atomic) as names:
        [group] = migrating.plan(towns)
        done = run(towns)

        assert group.by_stock == names
        assert set(done.values()) == {"stock"}
        assert all(recorded(unit) == set(names) for unit in towns)
        assert differences(towns) == []


def test_who_listens_hears_of_every_unit(towns: list[Unit], tmp_path: Path) -> None:
    heard = []

    def listen(app_config, using, **facts) -> None:
        if app_config.label == "journal":
            heard.append(current_unit().code)

    post_migrate.connect(listen)
    try:
        with later(tmp_path, ADD_FIELD):
            run(towns)
    finally:
        post_migrate.disconnect(listen)

    assert heard == ["T1", "T2", "T3"]


def test_a_mistake_changes_no_unit(towns: list[Unit], tmp_path: Path) -> None:
    with later(tmp_path, BROKEN):
        steps = list(migrating.migrate(migrating.plan(towns)))

    assert [(step.how, "division by zero" in step.why) for step in steps] == [("failed", True)] * 3
    assert not any(weather(unit) for unit in towns)


@pytest.fixture
def busy(towns: list[Unit]) -> Iterator[Unit]:
    """Somebody's long request holds a table of the second town."""
    holder = connection.copy()
    holder.set_autocommit(False)
    with holder.cursor() as cursor:
        cursor.execute("LOCK TABLE unit_t_t2.journal_entry IN ACCESS SHARE MODE")
    yield towns[1]
    holder.close()


def test_a_busy_unit_is_left_and_the_next_run_completes(
    towns: list[Unit], busy: Unit, tmp_path: Path
) -> None:
    with later(tmp_path, ADD_FIELD) as names:
        first = run(towns)
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks"
                " WHERE relation = 'unit_t_t2.journal_entry'::regclass"
            )
        second = run(towns)

        assert first == {"T1": "replayed", "T2": "failed", "T3": "replayed"}
        assert second == {"T2": "replayed"}
        assert all(recorded(unit) == set(names) for unit in towns)


def test_only_one_run_at_a_time(towns: list[Unit], tmp_path: Path) -> None:
    with later(tmp_path, ADD_FIELD):
        groups = migrating.plan(towns)
        running = migrating.migrate(groups)
        next(running)

        with pytest.raises(migrating.Busy):
            list(migrating.migrate(groups))
        list(running)

    assert all(weather(unit) for unit in towns)


def test_units_of_different_history_meet_at_the_newest_state(
    towns: list[Unit], tmp_path: Path
) -> None:
    with later(tmp_path, ADD_FIELD, ADD_TABLE) as names:
        run(towns[:1])
        behind = [len(group.units) for group in migrating.plan(towns) if group.migrations]
        run(towns)

        assert behind == [2]
        assert all(recorded(unit) == set(names) for unit in towns)
        assert differences(towns) == []
