"""The three stock roads of a document, as data for the flow engine (条例 24, 25).

`verb` is the act of this app that completes a step; the engine itself knows none of them.
Due times are working minutes of one desk.
"""

from datetime import datetime
from typing import Any

from tenant_apps.correspondence.kinds import Course
from tenant_apps.workflow import definitions, formfields
from tenant_apps.workflow.models import Definition

OUTGOING = "correspondence.outgoing"
INCOMING = "correspondence.incoming"
JOINT = "correspondence.joint"
SEAL = "correspondence.seal"
COURSES = [{"value": str(course.value), "label": str(course.label)} for course in Course]
# What their conditions ask about; said with the run by `submit` and by `propose`.
FACTS = {
    OUTGOING: [formfields.FormField("cosign", "会签部门", formfields.CHOSEN, is_fact=True)],
    INCOMING: [formfields.FormField("course", "办理方式", "radio", options=COURSES, is_fact=True)],
}
READERS = ["correspondence.read.unit"]
HALF_DAY, DAY = 240, 480


def _desk(name: str, verb: str, who: dict[str, Any], to: str, **more: Any) -> dict[str, Any]:
    desk = {"type": "task", "name": name, "verb": verb, "who": [who], "next": [{"to": to}]}
    return desk | {"mode": "any"} | more


def _holders(permission: str) -> dict[str, Any]:
    return {"permission": f"correspondence.{permission}"}


def _is_course(course: Course) -> dict[str, Any]:
    return {"field": "course", "op": "==", "value": str(course)}


ROADS: dict[str, tuple[str, dict[str, Any]]] = {
    OUTGOING: (
        "发文",
        {
            "start": {"type": "start", "next": [{"to": "draft"}]},
            "draft": _desk("起草", "submit", {"starter": True}, "review"),
            "review": _desk(
                "审核",
                "review",
                _holders("outgoing.review"),
                "joint",
                due=DAY,
                opinion_kind="review",
                grants=["jump", "edit"],
            ),
            "joint": {
                "type": "xor",
                "name": "是否会签",
                "next": [
                    {"to": "cosign", "when": {"field": "cosign", "op": "==", "value": True}},
                    {"to": "sign", "default": True},
                ],
            },
            "cosign": _desk(
                "会签",
                "cosign",
                {"chosen": True},
                "sign",
                due=DAY,
                mode="all",
                opinion_kind="cosign",
            ),
            "sign": _desk(
                "签发",
                "sign",
                {"chosen": True} | _holders("outgoing.sign"),
                "verify",
                due=DAY,
                opinion_kind="sign",
            ),
            "verify": _desk(
                "复核", "verify", _holders("outgoing.verify"), "register", due=HALF_DAY
            ),
            "register": _desk(
                "登记", "register", _holders("outgoing.register"), "print", due=HALF_DAY
            ),
            "print": _desk("印制", "print", _holders("outgoing.print"), "release", due=HALF_DAY),
            "release": _desk("核发", "release", _holders("outgoing.release"), "end", due=HALF_DAY),
            "end": {"type": "end"},
        },
    ),
    INCOMING: (
        "收文",
        {
            "start": {"type": "start", "next": [{"to": "register"}]},
            "register": _desk(
                "登记", "register", _holders("incoming.register"), "screen", due=HALF_DAY
            ),
            "screen": _desk(
                "初审", "screen", _holders("incoming.screen"), "propose", due=HALF_DAY
            ),
            "propose": _desk("拟办", "propose", _holders("incoming.propose"), "course", due=DAY),
            "course": {
                "type": "xor",
                "name": "阅知或批办",
                "next": [
                    {"to": "circulate", "when": _is_course(Course.NOTE)},
                    {"to": "instruct", "default": True},
                ],
            },
            # The round goes among its readers; this desk only watches where it is.
            "circulate": _desk(
                "传阅", "circulate", {"chosen": True} | _holders("incoming.propose"), "end"
            ),
            "instruct": _desk(
                "批示",
                "instruct",
                {"chosen": True} | _holders("incoming.instruct"),
                "handle",
                due=DAY,
            ),
            "handle": _desk(
                "承办",
                "handle",
                {"chosen": True} | _holders("incoming.handle"),
                "complete",
                mode="all",
            ),
            "complete": _desk("办结", "complete", _holders("incoming.propose"), "end", due=DAY),
            "end": {"type": "end"},
        },
    ),
    # The host waits: whoever is late is reminded, then the head above hears of it; nobody signs
    # but a person. No desk has longer than the host's own limit (partnering).
    JOINT: (
        "联合签发",
        {
            "start": {"type": "start", "next": [{"to": "review"}]},
            "review": _desk(
                "审核",
                "approve",
                _holders("outgoing.review"),
                "sign",
                due=DAY,
                overdue="escalate",
                opinion_kind="review",
            ),
            # 联合行文由所有联署机关的负责人会签 (条例 22).
            "sign": _desk(
                "签发",
                "approve",
                _holders("outgoing.sign_major"),
                "end",
                due=DAY,
                overdue="escalate",
                opinion_kind="sign",
            ),
            "end": {"type": "end"},
        },
    ),
    # A run of its own, beside the paper's road: its keepers are none of the handlers there, and of
    # a joint paper it is with others between our signature and our seal.
    SEAL: (
        "用印",
        {
            "start": {"type": "start", "next": [{"to": "seal"}]},
            "seal": _desk(
                "用印", "seal", {"chosen": True}, "end", due=DAY, overdue="escalate", allow=[]
            ),
            "end": {"type": "end"},
        },
    ),
}


# What a unit asks for beyond the regulation — the head of the section, the leader in charge — is
# asked before the signature, behind which the text is frozen (条例 25); and of what came in before
# somebody handles it, for then it is theirs.
definitions.leave_room(OUTGOING, before="sign")
definitions.leave_room(INCOMING, before="handle")


def ensure(key: str, *, at: datetime) -> None:
    """A unit that has no flow of that key yet begins with the stock one."""
    if not Definition.objects.filter(key=key, is_active=True).exists():
        _ship(key, at=at)


@definitions.ships
def ensure_all(*, at: datetime) -> None:
    """The stock roads as they are drawn now: what runs keeps its own, what a unit drew stays."""
    for key in ROADS:
        _ship(key, at=at)


def _ship(key: str, *, at: datetime) -> None:
    name, nodes = ROADS[key]
    definitions.ensure(key=key, name=name, graph={"nodes": nodes}, readers=READERS, at=at)
