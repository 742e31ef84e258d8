"""django-viewflow: straight roads of so many tasks, each assigned to a person.

One act at a time on a process: its own lock is switched on, as its checks ask for.
"""

from django.contrib.auth.models import User
from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.models import Process


def person(number: int) -> User:
    """One of three who hand a matter to each other; looked up once."""
    if not PEOPLE:
        PEOPLE.extend(User.objects.get_or_create(username=f"person{n}")[0] for n in range(3))
    return PEOPLE[number % 3]


PEOPLE: list[User] = []


def _road(steps: int) -> type[flow.Flow]:
    name = f"Road{steps}"
    nodes: dict[str, object] = {
        "start": flow.StartHandle().Next(this.step_1),
        "end": flow.End(),
        "process_class": Process,
        "lock_impl": lock.select_for_update_lock,
        "__module__": __name__,
        "__qualname__": name,
    }
    for number in range(1, steps + 1):
        following = getattr(this, f"step_{number + 1}" if number < steps else "end")
        nodes[f"step_{number}"] = _node(number).Next(following)
    return type(name, (flow.Flow,), nodes)


def _node(number: int) -> flow.View:
    return flow.View(lambda request: None).Assign(lambda activation: person(number))


Road10, Road40 = _road(10), _road(40)
ROADS = {10: Road10, 40: Road40}
