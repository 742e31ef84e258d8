"""One whole road through each engine; every act is one transaction that opens the next step."""

import io
import time
from functools import cache
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils import timezone
from lxml import etree
from peers.models import Kept, Todo
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
SAID = "同意，请按程序办理。"


def viewflow(steps: int) -> list[float]:
    """Tasks with an owner, the process locked, the opinion kept in the task."""
    from peers.flows import ROADS
    from viewflow.workflow.models import Task

    road = ROADS[steps]
    process = road.start.run()
    times = []
    for number in range(1, steps + 1):
        node = getattr(road, f"step_{number}")
        began = time.perf_counter()
        with transaction.atomic(), road.lock(process.pk):
            found = Task.objects.select_related("process", "owner")
            task = found.get(process=process, flow_task=node)
            activation = node.activation_class(task)
            activation.start(None)
            task.data = {"opinion": SAID}
            activation.execute()
        times.append(time.perf_counter() - began)
    process.refresh_from_db()
    assert process.status == "DONE", process.status
    return times


def spiff_whole(steps: int) -> list[float]:
    """The state as its serializer gives it, the specification with every instance."""
    return _spiff(steps, lambda state: state, lambda state: state)


def spiff_shared(steps: int) -> list[float]:
    """The specification kept once for all; an instance stores its tasks only."""
    spec = _serializer().to_dict(_fresh(steps))["spec"]

    def without(state: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in state.items() if name != "spec"}

    return _spiff(steps, without, lambda state: state | {"spec": spec})


def _spiff(steps: int, pack: Any, unpack: Any) -> list[float]:
    serializer, flow = _serializer(), _fresh(steps)
    flow.do_engine_steps()
    kept = Kept.objects.create(state=pack(serializer.to_dict(flow)))
    Todo.objects.create(kept=kept, step="step_1", owner=1)
    times = []
    for number in range(1, steps + 1):
        began = time.perf_counter()
        with transaction.atomic():
            _spiff_act(kept.pk, number, pack, unpack)
        times.append(time.perf_counter() - began)
    kept.refresh_from_db()
    assert kept.status == "done", kept.status
    return times


def _spiff_act(pk: int, number: int, pack: Any, unpack: Any) -> None:
    serializer = _serializer()
    kept = Kept.objects.select_for_update().get(pk=pk)
    mine = Todo.objects.get(kept=kept, closed_at=None)
    flow = serializer.from_dict(unpack(kept.state))
    task = next(one for one in flow.get_tasks(state=TaskState.READY, manual=True))
    task.data["opinion"] = SAID
    task.run()
    flow.do_engine_steps()
    mine.opinion, mine.closed_at = SAID, timezone.now()
    mine.save(update_fields=["opinion", "closed_at"])
    if flow.is_completed():
        kept.status = "done"
    else:
        Todo.objects.create(kept=kept, step=f"step_{number + 1}", owner=number % 3)
    kept.state = pack(serializer.to_dict(flow))
    kept.save()


@cache
def _serializer() -> BpmnWorkflowSerializer:
    return BpmnWorkflowSerializer()


def _fresh(steps: int) -> BpmnWorkflow:
    return BpmnWorkflow(_spec(steps))


@cache
def _spec(steps: int) -> Any:
    names = ["start", *(f"step_{number}" for number in range(1, steps + 1)), "end"]
    tags = ["startEvent", *["userTask"] * steps, "endEvent"]
    nodes = "".join(
        f'<{tag} id="{name}" name="{name}"/>' for name, tag in zip(names, tags, strict=True)
    )
    arrows = "".join(
        f'<sequenceFlow id="f{n}" sourceRef="{one}" targetRef="{two}"/>'
        for n, (one, two) in enumerate(pairwise(names))
    )
    text = (
        f'<definitions xmlns="{BPMN}" targetNamespace="bench">'
        f'<process id="road" isExecutable="true">{nodes}{arrows}</process></definitions>'
    )
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(io.BytesIO(text.encode())), filename="road.bpmn")
    return parser.get_spec("road")


ENGINES = {
    "viewflow": viewflow,
    "spiff_whole": spiff_whole,
    "spiff_shared": spiff_shared,
}
