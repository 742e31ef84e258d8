"""Five people of 太和镇, and every run they touch is verified when the test is over."""

from collections.abc import Iterator

import pytest

from tenant_apps.organization.models import Staff
from tenant_apps.workflow.models import Run
from tenant_apps.workflow.verifying import verify
from tenants.models import Unit
from tests.make import organization as people

People = dict[str, Staff]


@pytest.fixture
def staff(unit: Unit) -> Iterator[People]:
    yield {
        "clerk": people.staff("李文书", duties=("drafter", "handler")),
        "head": people.staff("王主任", duties=("office_head",), title="办公室主任"),
        "mayor": people.staff("周镇长", duties=("leader",), title="镇长"),
        "deputy": people.staff("吴副镇长", duties=("leader",), title="副镇长"),
        "registrar": people.staff("林登记", duties=("registrar",)),
    }
    for pk in Run.objects.values_list("pk", flat=True):
        assert verify(pk) == []
