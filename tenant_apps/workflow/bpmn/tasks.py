"""What a task of another tool says about people and time, as far as it can be taken over."""

import re
from typing import Any

from tenant_apps.workflow.bpmn.reading import Element

LOOP = "multiInstanceLoopCharacteristics"
ANY = re.compile(r"nrOfCompletedInstances\s*(>=|==)\s*1\b|nrOfCompletedInstances\s*>\s*0\b")
COUNT = re.compile(r"nrOfCompletedInstances\s*>=\s*([1-9]\d{0,2})\b")
SHARE = re.compile(r"nrOfCompletedInstances\s*/\s*nrOfInstances\s*>=?\s*(0?\.\d+|1(?:\.0)?)")
PERIOD = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")
WEEK, DAY, HOUR = 2400, 480, 60  # working minutes
MOST = 480 * 250


def loop_fault(one: Element) -> str:
    if one.first("standardLoopCharacteristics") is not None:
        return "不支持循环任务"
    loop = one.first(LOOP)
    if loop is not None and _mode(loop) is None:
        return "会签的完成条件无法识别"
    return ""


def settings(one: Element, process: Element) -> dict[str, Any]:
    """Mode and time limit. People are set in the designer; the lane says whom to look for."""
    found: dict[str, Any] = {}
    loop = one.first(LOOP)
    found |= (_mode(loop) or {}) if loop is not None else {"mode": "any"}
    deadline = next((e for e in process.all("boundaryEvent") if _is_clock_of(e, one.id)), None)
    minutes = _minutes(deadline) if deadline is not None else None
    return found | ({"due": minutes} if minutes else {})


def call_fault(one: Element) -> str:
    """A call of another flow must say which, and how many of its runs are waited for."""
    if not one.attributes.get("calledElement"):
        return "没有写明调用哪个流程（calledElement）"
    if one.first("standardLoopCharacteristics") is not None:
        return "不支持循环调用"
    return "" if _wait(one) is not None else "须同时发起，并写明等待几个办结"


def call(one: Element) -> dict[str, Any]:
    """Which flow, and what is waited for; who starts it is set in the designer."""
    called = one.attributes["calledElement"].rpartition(":")[2]
    wait = _wait(one)
    return {"flow": called[:64]} | ({"wait": wait} if wait != "all" else {})


def _wait(one: Element) -> str | int | None:
    loop = one.first(LOOP)
    if loop is None:
        return "all"
    if loop.attributes.get("isSequential") == "true":
        return None
    done = loop.first("completionCondition")
    said = done.text.strip() if done is not None else ""
    if not said:
        return "all"
    if number := COUNT.search(said):
        return "any" if int(number[1]) == 1 else int(number[1])
    return "any" if ANY.search(said) else None


def is_deadline(one: Element, process: Element) -> bool:
    """A clock at a task that leads nowhere: a time limit."""
    leads = any(flow.attributes.get("sourceRef") == one.id for flow in process.all("sequenceFlow"))
    attached = one.attributes.get("attachedToRef", "")
    return not leads and _is_clock_of(one, attached) and _minutes(one) is not None


def _is_clock_of(one: Element, task: str) -> bool:
    return (
        one.tag == "boundaryEvent"
        and bool(task)
        and one.attributes.get("attachedToRef") == task
        and one.first("timerEventDefinition") is not None
    )


def _minutes(one: Element) -> int | None:
    clock = one.first("timerEventDefinition")
    said = clock.first("timeDuration") if clock else None
    match = PERIOD.fullmatch(said.text.strip()) if said else None
    if match is None:
        return None
    weeks, days, hours, minutes = (int(part or 0) for part in match.groups())
    total = weeks * WEEK + days * DAY + hours * HOUR + minutes
    return total if 0 < total <= MOST else None


def _mode(loop: Element) -> dict[str, Any] | None:
    """None where the completion condition says something we do not know."""
    if loop.attributes.get("isSequential") == "true":
        return {"mode": "in_turn"}
    done = loop.first("completionCondition")
    said = done.text.strip() if done is not None else ""
    if not said:
        return {"mode": "all"}
    if ANY.search(said):
        return {"mode": "any"}
    if share := SHARE.search(said):
        return {"mode": "vote", "percent": max(1, round(float(share[1]) * 100))}
    return None
