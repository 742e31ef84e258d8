"""What a transaction leaves behind on its connection when it really ends: nothing."""

from threading import Barrier, Thread

import pytest
from django.db import Error, connection

from tenants.backend.base import wrapper
from tenants.crossing import in_unit
from tenants.current import public_floor
from tenants.models import Unit
from tenants.provisioning import exists

pytestmark = pytest.mark.usefixtures("ground")


def standing() -> tuple[str, str]:
    with wrapper().connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('search_path'), current_user")
        path, role = cursor.fetchone()
    return path, role.rsplit(".", 1)[-1]


def cut_and_ask() -> None:
    wrapper().connection.close()
    exists("unit_taihe")


def taihe() -> Unit:
    return Unit.objects.get(subdomain="taihe")


def test_path_and_role_are_gone_after_the_commit() -> None:
    unit = taihe()
    before = standing()

    with in_unit(unit):
        assert standing() == ("unit_taihe, public", "unit_taihe")

    assert standing() == before
    assert before[0] == "public"


def test_path_and_role_are_gone_after_a_rollback() -> None:
    unit = taihe()
    before = standing()

    with pytest.raises(ZeroDivisionError), in_unit(unit):
        raise ZeroDivisionError

    assert standing() == before


def test_a_floor_inside_a_unit_is_gone_too() -> None:
    unit = taihe()
    before = standing()

    with in_unit(unit), public_floor():
        assert standing() == ("public", "city")

    assert standing() == before


def test_two_threads_stand_in_two_units_at_once() -> None:
    units = list(Unit.objects.filter(subdomain__in=("taihe", "zfb")).order_by("subdomain"))
    meet, seen = Barrier(2, timeout=10), {}

    def work(unit: Unit) -> None:
        try:
            with in_unit(unit):
                meet.wait()
                seen[unit.subdomain] = standing()
                meet.wait()
            seen[f"{unit.subdomain} afterwards"] = standing()[0]
        finally:
            connection.close()

    threads = [Thread(target=work, args=[unit]) for unit in units]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == {
        "taihe": ("unit_taihe, public", "unit_taihe"),
        "zfb": ("unit_zfb, public", "unit_zfb"),
        "taihe afterwards": "public",
        "zfb afterwards": "public",
    }


def test_a_connection_that_breaks_inside_a_unit_starts_again_in_public() -> None:
    unit = taihe()

    with pytest.raises(Error), in_unit(unit):
        cut_and_ask()
    wrapper().close()

    assert Unit.objects.filter(pk=unit.pk).exists()
    assert standing()[0] == "public"


def test_a_backend_is_renewed_after_so_many_units(settings) -> None:
    settings.UNITS_PER_BACKEND = 1
    wrapper().close()
    unit, other = Unit.objects.get(subdomain="taihe"), Unit.objects.get(subdomain="zfb")

    def backend(of: Unit) -> int:
        with in_unit(of):
            return wrapper().connection.get_backend_pid()

    assert backend(unit) == backend(unit)
    assert backend(other) != backend(unit)


def test_a_backend_is_never_renewed_inside_a_transaction(settings) -> None:
    settings.UNITS_PER_BACKEND = 1
    wrapper().close()
    unit, other = Unit.objects.get(subdomain="taihe"), Unit.objects.get(subdomain="zfb")

    with in_unit(unit):
        before = wrapper().connection.get_backend_pid()
        with in_unit(other):
            assert wrapper().connection.get_backend_pid() == before
