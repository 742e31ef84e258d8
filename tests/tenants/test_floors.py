"""Every transaction stands on one floor, with that floor's rights, and leaves nothing behind."""

import pytest
from django.db import DatabaseError, connection, transaction

from tenants.backend.base import wrapper
from tenants.crossing import in_unit
from tenants.current import current_unit, public_floor
from tenants.models import Unit

pytestmark = pytest.mark.django_db


def standing() -> tuple[str, str]:
    """Where PostgreSQL itself says that we are."""
    with wrapper().connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('search_path'), current_user")
        path, role = cursor.fetchone()
    return path, role.rsplit(".", 1)[-1]


def refused(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        return "permission denied" in str(error)
    return False


def test_inside_a_unit_its_tables_come_first_and_its_role_acts(other_unit: Unit) -> None:
    with in_unit(other_unit):
        assert standing() == ("unit_zfb, public", "unit_zfb")
        assert current_unit() == other_unit


def test_outside_there_is_no_unit() -> None:
    with pytest.raises(RuntimeError, match="No unit is active"):
        current_unit()


def test_crossing_twice_comes_back_step_by_step(unit: Unit, other_unit: Unit) -> None:
    with in_unit(other_unit):
        with public_floor():
            assert standing() == ("public", "city")
        assert standing() == ("unit_zfb, public", "unit_zfb")
    assert standing() == ("unit_taihe, public", "unit_taihe")
    assert current_unit() == unit


def test_a_failed_block_comes_back_too(unit: Unit, other_unit: Unit) -> None:
    with pytest.raises(ZeroDivisionError), in_unit(other_unit):
        raise ZeroDivisionError

    assert standing() == ("unit_taihe, public", "unit_taihe")
    assert current_unit() == unit


def test_a_floor_that_never_began_lends_its_words_to_nobody(
    unit: Unit, other_unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*words: object) -> None:
        raise DatabaseError("connection lost")

    with monkeypatch.context() as patch:
        patch.setattr(wrapper(), "_savepoint", lost)
        with pytest.raises(DatabaseError, match="connection lost"), in_unit(other_unit):
            pass

    with transaction.atomic():
        assert standing() == ("unit_taihe, public", "unit_taihe")
    assert standing() == ("unit_taihe, public", "unit_taihe")


def test_a_savepoint_rolled_back_inside_another_unit_leaves_us_there(
    unit: Unit, other_unit: Unit
) -> None:
    """The trap of search paths that Python remembers and PostgreSQL has forgotten."""
    with in_unit(other_unit):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            raise ZeroDivisionError
        assert standing() == ("unit_zfb, public", "unit_zfb")
        assert current_unit() == other_unit
    assert standing() == ("unit_taihe, public", "unit_taihe")


def test_a_database_error_inside_another_unit_leaves_us_at_home(
    unit: Unit, other_unit: Unit
) -> None:
    with pytest.raises(DatabaseError), in_unit(other_unit), connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")

    assert standing() == ("unit_taihe, public", "unit_taihe")


def test_a_unit_reads_nothing_of_its_neighbour(unit: Unit) -> None:
    assert refused("SELECT * FROM unit_zfb.organization_staff")
    assert refused("SELECT * FROM unit_zfb.django_migrations")
    assert refused(
        "INSERT INTO unit_zfb.django_migrations (app, name, applied) VALUES ('', '', now())"
    )


def test_a_unit_alters_no_table_and_forges_no_migration(unit: Unit) -> None:
    assert refused("CREATE TABLE unit_taihe.extra (id int)")
    assert refused("CREATE TABLE public.extra (id int)")
    assert refused("INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())")


def test_the_city_reads_nothing_of_a_unit() -> None:
    with public_floor():
        assert refused("SELECT * FROM unit_taihe.organization_staff")


def test_in_public_a_unit_reads_the_directory_and_adds_to_the_outbox_only(unit: Unit) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname, p.name
            FROM pg_class c
            CROSS JOIN unnest(array['SELECT','INSERT','UPDATE','DELETE','TRUNCATE']) p(name)
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v')
              AND has_table_privilege(c.oid, p.name)
            """
        )
        held = set(cursor.fetchall())

    readable = {table for table, what in held if what == "SELECT"}
    assert {(table, what) for table, what in held if what != "SELECT"} == {
        ("outbox_dispatch", "INSERT")
    }
    assert {"tenants_unit", "tenants_domain", "django_content_type"} <= readable
    assert all(
        t.startswith(("tenants_", "directory_", "reference_", "templates_", "django_content"))
        for t in readable
    )
    assert not {"tenants_unitevent", "templates_taking"} & set(readable)
