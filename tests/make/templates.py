"""Templates of the city for tests."""

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from typing import Any

from shared_apps.templates import actions, queries
from shared_apps.templates.models import Template
from tenants.current import public_floor
from tests.make.requests import MONDAY

Body = dict[str, Any]


def body(key: str = "leave") -> Body:
    with public_floor():
        return deepcopy(queries.newest(key).body)


def publish(
    change: Callable[[Body], None],
    key: str = "leave",
    note: str = "按新办法增加陪护假。",
    at: datetime = MONDAY,
) -> Template:
    """The next version: the one in force, changed by hand."""
    with public_floor():
        standing = queries.newest(key)
        fresh = deepcopy(standing.body)
        change(fresh)
        return actions.publish(body=fresh, over=standing.number, note=note, by="何敏", at=at)


def field(body: Body, name: str) -> Body:
    return next(one for one in body["form"]["ui"]["fields"] if one["name"] == name)


def node(body: Body, key: str) -> Body:
    found: Body = body["flow"]["nodes"][key]
    return found
