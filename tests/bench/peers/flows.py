"""django-viewflow: a straight road of so many Handle nodes, the lightest a person's act can be."""

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.models import Process


def _road(steps: int) -> type[flow.Flow]:
    nodes: dict[str, object] = {
        "start": flow.StartHandle().Next(this.step_1),
        "end": flow.End(),
        "process_class": Process,
        "handle": lambda self, activation, **said: None,
        "__module__": __name__,
        "__qualname__": f"Road{steps}",
    }
    for number in range(1, steps + 1):
        following = getattr(this, f"step_{number + 1}" if number < steps else "end")
        nodes[f"step_{number}"] = flow.Handle(this.handle).Next(following)
    return type(f"Road{steps}", (flow.Flow,), nodes)


Road10, Road40 = _road(10), _road(40)
ROADS = {10: Road10, 40: Road40}
