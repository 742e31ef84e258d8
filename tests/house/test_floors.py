"""The floor plan, examined: an app is on one floor, and so is every table."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from tenants.checks import every_app_has_a_floor, one_floor_per_app


def tables(schema: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        return {table for (table,) in cursor.fetchall()}


def modelled(listed: list[str]) -> set[str]:
    return {
        model._meta.db_table
        for config in apps.get_app_configs()
        if config.name in listed
        for model in config.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


def test_no_app_is_on_two_floors_or_on_none() -> None:
    assert one_floor_per_app() == []
    assert every_app_has_a_floor() == []


def test_the_check_sees_a_crooked_floor(settings) -> None:
    settings.TENANT_APPS = [*settings.TENANT_APPS, "django.contrib.auth"]
    settings.SHARED_APPS = [app for app in settings.SHARED_APPS if app != "rest_framework"]

    assert [found.id for found in one_floor_per_app()] == ["tenants.E001"]
    assert [found.id for found in every_app_has_a_floor()] == ["tenants.E002"]


@pytest.mark.django_db
def test_every_table_is_on_exactly_one_floor() -> None:
    city, unit = tables("public"), tables("unit_taihe")

    assert city & unit == {"django_migrations"}
    assert unit - {"django_migrations"} == modelled(settings.TENANT_APPS)
    assert city - {"django_migrations"} == modelled(settings.SHARED_APPS)


@pytest.mark.django_db
def test_two_units_have_the_same_tables() -> None:
    assert tables("unit_taihe") == tables("unit_zfb")


@pytest.mark.django_db
def test_no_key_leads_from_public_into_a_unit_or_between_units() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint c
            JOIN pg_class a ON a.oid = c.conrelid JOIN pg_class b ON b.oid = c.confrelid
            WHERE c.contype = 'f' AND a.relnamespace <> b.relnamespace
              AND b.relnamespace <> 'public'::regnamespace
            """
        )
        assert cursor.fetchall() == []
