"""The kinds a unit has: shipped as files beside this one, then the unit's own to edit."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from shared_apps.kernel.errors import NotFound
from tenant_apps.forms import actions as forms
from tenant_apps.journal.recording import record
from tenant_apps.requests import events
from tenant_apps.requests.models import RequestKind
from tenant_apps.workflow import definitions as flows

STOCK = Path(__file__).parent / "stock"
READERS = ["requests.read.unit"]


@dataclass(frozen=True)
class Stock:
    """One shipped kind: everything in one file."""

    key: str
    name: str
    icon: str
    group: str
    hint: str
    position: int
    form: Mapping[str, Any]  # {ui}
    flow: Mapping[str, Any]  # {nodes}
    settings: Mapping[str, Any]


@lru_cache(1)
def stock() -> tuple[Stock, ...]:
    found = [Stock(**json.loads(path.read_text("utf-8"))) for path in STOCK.glob("*.json")]
    return tuple(sorted(found, key=lambda one: one.position))


@flows.ships
def ensure(*, at: datetime) -> None:
    """Every stock kind the unit does not have yet. Safe to call again, and at once."""
    known = set(RequestKind.objects.values_list("key", flat=True))
    missing = [one for one in stock() if one.key not in known]
    if not missing:
        return
    try:
        with transaction.atomic():
            made = [_ship(one, at=at) for one in missing]
            record(
                events.KindsShipped(subject_id=made[0].pk, keys=[one.key for one in made]),
                by=None,
                at=at,
            )
    except IntegrityError:  # somebody else was first; theirs says the same
        return


def find(key: str) -> RequestKind:
    kind = RequestKind.objects.filter(key=key, is_active=True).first()
    if kind is None:
        raise NotFound("没有这个事项，或本单位已停用。")
    return kind


def _ship(one: Stock, *, at: datetime) -> RequestKind:
    name = f"requests.{one.key}"
    forms.ensure(key=name, name=one.name, ui=dict(one.form["ui"]), at=at)
    graph = {"nodes": one.flow["nodes"]}
    flows.ensure(key=name, name=one.name, graph=graph, readers=READERS, at=at)
    return RequestKind.objects.create(
        key=one.key,
        name=one.name,
        icon=one.icon,
        group=one.group,
        hint=one.hint,
        position=one.position,
        form_key=name,
        flow_key=name,
        settings=one.settings,
        is_stock=True,
    )
