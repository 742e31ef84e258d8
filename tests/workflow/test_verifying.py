"""Whatever is altered past the engine is found: any column of any row, a lost event or row."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import models

from shared_apps.kernel.ids import new_id
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions
from tenant_apps.workflow.board import MARKS
from tenant_apps.workflow.models import Event, Item, Run, Step
from tenant_apps.workflow.verifying import verify
from tests.make import organization as people
from tests.make import workflow as make
from tests.make.workflow import MONDAY, ask, item_of, task

COLUMNS = [
    (model, column.attname)
    for model in (Step, Item, Event)
    for column in model._meta.concrete_fields
    if column.attname not in MARKS
]
HOUR = timedelta(hours=1)


@pytest.fixture
def run(unit: object) -> Run:
    """A clerk sent it to two people beside each other; one has acted, the other sent it back."""
    clerk, one, two = (people.staff(name) for name in ("李文书", "王主任", "何主任"))
    flow = make.flow(
        {
            "a": task("拟稿", "p", clerk, due=240),
            "p": {"type": "split", "next": [{"to": "b"}, {"to": "c"}]},
            "b": task("财务", "j", one, due=240),
            "c": task("业务", "j", two),
            "j": {"type": "join", "next": [{"to": "end"}]},
        }
    )
    run = make.run(flow, clerk)
    people.mandate(one, two, starts_at=MONDAY + 9 * HOUR)  # for a key to point at
    said: dict[str, Any] = {"at": MONDAY, "opinion": "同意。"}
    actions.approve(item_id=item_of(run, clerk).pk, by=clerk, request_id=ask(), **said)
    actions.approve(item_id=item_of(run, one).pk, by=one, request_id=ask(), **said)
    actions.send_back(item_id=item_of(run, two).pk, to="a", by=two, request_id=ask(), **said)
    assert verify(run.pk) == []
    return run


def other(row: models.Model, name: str) -> Any:
    """A value this column does not have, of the right type."""
    value, column = getattr(row, name), row._meta.get_field(name)
    if isinstance(column, models.ForeignKey):
        return _another(column, row, value)
    if isinstance(column, models.BooleanField):
        return not value
    if isinstance(column, models.DateTimeField):
        return (value or MONDAY) + HOUR
    if isinstance(column, models.UUIDField):
        return new_id()
    if isinstance(column, models.JSONField):
        return {"forged": True} if isinstance(value, dict) else [*value, ["run", "x", {}]]
    if isinstance(column, models.IntegerField):
        return value + 70
    return "x" if not value else f"{value[:-1]}伪"[: column.max_length]


def _another(column: Any, row: models.Model, value: Any) -> Any:
    rows = column.remote_field.model.objects.exclude(pk__in=[value or new_id(), row.pk])
    if column.name == "step":
        rows = rows.filter(items=None)  # where no seat is taken: the tables refuse two in one
    return rows.values_list("pk", flat=True).first()


def tampered(run: Run, model: Any, name: str) -> None:
    rows = model.objects.filter(run=run).order_by("pk")
    row = rows.filter(closed_at__isnull=False).first() if name == "closed_at" else rows.first()
    model.objects.filter(pk=row.pk).update(**{name: other(row, name)})


@pytest.mark.parametrize(
    ("model", "name"), COLUMNS, ids=[f"{model.__name__}.{name}" for model, name in COLUMNS]
)
def test_an_altered_column_is_found(run: Run, model: Any, name: str) -> None:
    tampered(run, model, name)

    assert verify(run.pk)


@pytest.mark.parametrize("name", ["status", "data", "chosen", "seq"])
def test_an_altered_run_is_found(run: Run, name: str) -> None:
    forged: dict[str, Any] = {
        "status": "rejected",
        "data": {"amount": 1},
        "chosen": {"b": [str(new_id())]},
        "seq": 9,
    }
    over = {"closed_at": MONDAY} if name == "status" else {}
    Run.objects.filter(pk=run.pk).update(**{name: forged[name]}, **over)

    assert verify(run.pk)


@pytest.mark.parametrize("seq", [1, 2, 4])
def test_a_lost_event_is_found(run: Run, seq: int) -> None:
    Event.objects.get(run=run, seq=seq).delete()

    assert verify(run.pk)


def test_a_lost_row_is_found(run: Run) -> None:
    Item.objects.filter(run=run, status="done").first().delete()  # type: ignore[union-attr]

    assert verify(run.pk)


def test_an_added_owner_is_found(run: Run) -> None:
    step = Step.objects.filter(run=run).last()
    thief = Staff.objects.first()
    Item.objects.create(run=run, step=step, slot=9, owner=thief, principal=thief, opened_at=MONDAY)

    assert verify(run.pk)


@pytest.fixture
def command() -> Any:
    def say(*words: str) -> str:
        out = StringIO()
        call_command("workflow", "verify", *words, stdout=out)
        return out.getvalue()

    return say


def test_the_operator_verifies_all_units(run: Run, command: Any) -> None:
    assert "记录与现状一致。" in command()
    assert json.loads(command("--unit", "taihe", "--json"))["runs"] == 1
    tampered(run, Item, "opinion")

    with pytest.raises(CommandError, match="1 件流程有问题") as refused:
        command()

    assert refused.value.returncode == 1
    with pytest.raises(CommandError, match="没有代码或域名前缀为“nowhere”的单位"):
        command("--unit", "nowhere")
