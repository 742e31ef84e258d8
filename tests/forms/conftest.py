"""The 用车 form of 太和镇, and the people who fill it in."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from tenant_apps.organization.models import Staff
from tenants.models import Unit
from tests.make import organization as people

Answers = dict[str, Any]


@pytest.fixture
def designer(unit: Unit) -> Staff:
    return people.staff("陈系统", duties=("system_admin",))


@pytest.fixture
def clerk(unit: Unit) -> Staff:
    return people.staff("李文书", duties=("drafter", "handler"))


@pytest.fixture
def as_(unit: Unit, client_at: Callable[..., APIClient]) -> Callable[[Staff], APIClient]:
    return lambda person: client_at(unit, people.token(person))
