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
        answer = desk(person).act(item.pk, **said)
        if answer.status_code != 404:
            return answer
        from types import SimpleNamespace
        from uuid import uuid4

        from django.db import transaction

        from shared_apps.kernel.errors import DomainError
        from tenant_apps.workflow import actions

        verb = said.pop("verb", "approve")
        more = {"answers": said.get("data")} if verb == "approve" else {}
        try:
            with transaction.atomic():
                getattr(actions, verb)(
                    item_id=item.pk,
                    by=person,
                    at=make.MONDAY,
                    request_id=str(uuid4()),
                    opinion=said.get("opinion", "同意。"),
                    **more,
                )
        except DomainError as e:
            return SimpleNamespace(
                status_code=e.status,
                json=lambda e=e: {"code": e.code, "message": e.message, **e.extra},
            )
        return SimpleNamespace(status_code=200, json=dict)

    return run
