"""Calendars are kept by the process: each test begins and ends with none."""

import pytest

from tenant_apps.organization import calendar
from tests.exchange.conftest import visit  # noqa: F401


@pytest.fixture(autouse=True)
def fresh_calendars():
    calendar.forget()
    yield
    calendar.forget()
