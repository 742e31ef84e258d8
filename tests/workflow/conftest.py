"""Five people of 太和镇, and every run they touch is verified when the test is over."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from shared_apps.outbox.models import Dispatch
from shared_apps.outbox.relaying import carry_waiting
from tenant_apps.organization.models import Staff
from tenant_apps.workflow.models import Definition, Run
from tenant_apps.workflow.verifying import verify
from tenants.current import public_floor
from tenants.models import Unit
from tests.make import organization as people
from tests.make import workflow as make
from tests.make.workflow import task

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


@pytest.fixture
def carry() -> Callable[[datetime], None]:
    """The outbox at that hour, until nothing of it is due."""

    def run(at: datetime) -> None:
        while carry_waiting(at=at):
            pass
        with public_floor():
            assert not Dispatch.objects.exclude(last_error="").exists()

    return run


@pytest.fixture
def secretary(staff: People) -> Staff:
    return people.staff("何秘书", title="秘书")


@pytest.fixture
def road(staff: People) -> Any:
    nodes = {
        "draft": task("拟稿", "a", staff["clerk"]),
        "a": task("审核", "b", staff["head"], due=240),
        "b": task("签发", "end", staff["mayor"]),
    }
    return make.flow(nodes)


@pytest.fixture
def review(staff: People) -> Definition:
    """The flow that is called: whoever starts it answers, the head agrees."""
    nodes = {
        "answer": task("填写意见", "agree", who=[{"starter": True}]),
        "agree": task("科室审核", "end", staff["head"]),
    }
    return make.flow(nodes)


@pytest.fixture
def chief(staff: People) -> Staff:
    return people.staff("督办某", duties=("office_head",))
