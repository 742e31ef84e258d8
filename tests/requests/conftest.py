from collections.abc import Callable

import pytest

from tenant_apps.organization.models import Staff
from tenant_apps.workflow.models import Item
from tests.make import requests as make
from tests.make.organization import token


@pytest.fixture
def office(unit) -> make.Office:
    return make.office()


@pytest.fixture
def desk(unit, client_at) -> Callable[[Staff], make.Desk]:
    """The person's own browser at 太和镇's door."""
    return lambda person: make.Desk(client_at(unit, token(person)))


@pytest.fixture
def approve(desk) -> Callable[..., object]:
    """This person agrees to what lies on their desk of this request, by the generic act bar."""

    def run(answer, person: Staff, **said: object):
        run_id = answer.json()["run_id"]
        item = Item.objects.get(run=run_id, owner=person, status=Item.Status.OPEN)
        return desk(person).act(item.pk, **said)

    return run
