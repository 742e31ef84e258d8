"""Who may do what with a document now; when not, why and who can. No database, no clock."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from tenant_apps.correspondence.kinds import CLOSED, UNREGISTERED, UNSCREENED, Kind, Validity

OUTGOING_ACTS = {
    "draft": ("submit", "送审核"),
    "review": ("review", "审核通过"),
    "extra": ("agree", "同意"),
    "cosign": ("cosign", "会签"),
    "sign": ("sign", "签发"),
    "verify": ("verify", "复核通过"),
    "register": ("register", "登记编号"),
    "print": ("print", "印制"),
    "release": ("release", "核发"),
}
INCOMING_ACTS = {
    "register": ("register", "登记"),
    "screen": ("screen", "初审通过"),
    "propose": ("propose", "送批示"),
    "circulate": ("end_reading", "结束传阅"),
    "instruct": ("instruct", "批示并交办"),
    "extra": ("agree", "同意"),
    "handle": ("handle", "提交办理结果"),
    "complete": ("complete", "办结并答复"),
}
# 印制 comes after the number is born: what is wrong then is voided and issued anew, not sent back.
OUTGOING_RETURNABLE = frozenset({"review", "extra", "cosign", "sign", "verify", "register"})
DISCARDABLE = frozenset({"print", "release"})
REFUSABLE = frozenset({"review", "sign"})
INCOMING_RETURNABLE = frozenset(
    {"propose", "circulate", "instruct", "extra", "handle", "complete"}
)
EDITABLE = frozenset({"draft", "review"})
JUDGED_ACTS = frozenset({"draft", "review", "verify"})
# No 催办人 is named before 拟办 has named one, nor when nothing is left to urge.
UNURGED = frozenset({*UNSCREENED, "propose", *CLOSED})
ON_THE_WAY = frozenset({"in_transit", "delivered"})


@dataclass(frozen=True)
class Act:
    """One button: what it does, whether it is yours now, else why not and who can."""

    verb: str
    label: str
    allowed: bool
    reason: str = ""
    who: tuple[str, ...] = ()
    course: str = ""  # 拟办: what is usual for this document


@dataclass(frozen=True)
class Desk:
    """Where the document lies: the step's name, who holds it, whether that is the viewer."""

    stage: str
    step_name: str
    holders: tuple[str, ...]
    is_mine: bool


@dataclass(frozen=True)
class Signing:
    """Who would sign what (条例 22)."""

    upward: bool
    is_major: bool
    may_sign: bool
    may_sign_major: bool
    within_reach: bool  # of the duty's scope: own department, its subtree, the unit
    principals: tuple[str, ...] = ()


@dataclass(frozen=True)
class OutgoingView:
    """What the rules need to know of an outgoing document and its viewer."""

    desk: Desk
    signing: Signing | None = None  # asked only where it is the viewer's to sign
    is_drafter: bool = False
    missing: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()  # what the rules of 行文 do not let pass
    unexplained: tuple[str, ...] = ()  # what they let pass only with a reason
    states: frozenset[str] = frozenset()
    may_release: bool = False
    releasers: tuple[str, ...] = ()
    waits: str = ""  # for signatures or seals of others


@dataclass(frozen=True)
class IncomingView:
    """What the rules need to know of an incoming document and its viewer."""

    desk: Desk
    at_the_door: bool = False  # may sign for documents at the post desk
    door_keepers: tuple[str, ...] = ()
    may_draft: bool = False
    standing: str = Validity.IN_FORCE
    usual_course: str = ""
    may_circulate: bool = False  # began it, had it on the desk, or supervises
    may_take_back: bool = False  # proposed it, and nobody has acted since
    is_urger: bool = False
    may_name_urger: bool = False  # proposed it, urges it now, or supervises
    late: tuple[str, ...] = ()  # 传阅: whom the viewer may remind to read
    unread: tuple[str, ...] = ()  # 阅知: who has not read yet


@dataclass(frozen=True)
class Draft:
    """What a draft says so far."""

    title: str
    body: str
    has_addressees: bool
    has_signatory: bool


def missing(draft: Draft) -> list[str]:
    """What must still be there before it can be sent for review."""
    found = []
    if not draft.title.strip():
        found.append("标题")
    if not draft.has_addressees:
        found.append("主送机关")
    if not draft.body.strip():
        found.append("正文")
    if not draft.has_signatory:
        found.append("签发人")
    return found


def why_marked(
    *, is_asked: bool, drafter_may_stop: bool, was_sent: bool, is_back_with_drafter: bool
) -> str:
    """留痕: why the browser's editor marks every change now; empty where it need not."""
    if not is_asked or not was_sent or (drafter_may_stop and is_back_with_drafter):
        return ""
    but = "退回后只有拟稿人可以不留痕。" if drafter_may_stop else ""
    return f"本单位规定，送核以后的修改一律留痕。{but}"


def why_not_sign(signing: Signing) -> str:
    """Why this person may not sign this document; empty when nothing is against it."""
    if not signing.may_sign:
        return "您没有签发职责，请转办给有签发职责的领导。"
    if not signing.within_reach:
        return "您的签发职责只到本部门的文稿，此件由其他部门起草，请转办给有权签发的领导。"
    if (signing.upward or signing.is_major) and not signing.may_sign_major:
        what = "上行文" if signing.upward else "重要公文"
        who = f"，请转办给{'、'.join(signing.principals)}" if signing.principals else ""
        return f"{what}由机关主要负责人签发（条例第二十二条）{who}。"
    return ""


def why_not_go_on(refused: Collection[str], unexplained: Collection[str]) -> str:
    """What stands in the way by the rules of 行文, in one sentence."""
    if refused:
        return f"{'；'.join(refused)}。请先改正。"
    return f"{'；'.join(unexplained)}。请改正，或说明理由。"


def outgoing_acts(view: OutgoingView) -> list[Act]:
    stage = view.desk.stage
    if stage == "released":
        return _after_release(view)
    if stage not in OUTGOING_ACTS:
        return []
    main = _forward(view)
    acts = [main, *_around(view.desk, OUTGOING_RETURNABLE)]
    if stage in REFUSABLE:
        acts.append(_at_my_desk("refuse", "不予发文", view.desk))
    if stage in DISCARDABLE:
        acts.append(_at_my_desk("discard", "作废", view.desk))
    if stage == "verify":
        acts.append(_at_my_desk("amend", "作实质性修改", view.desk))
    if stage == "draft":
        reason = "" if view.is_drafter else "只有拟稿人可以作废草稿。"
        acts.append(Act("void", "作废", view.is_drafter, reason))
    return acts


def _forward(view: OutgoingView) -> Act:
    """The act that moves it on, or what stands in its way: who has it, what lacks, which rule."""
    verb, label = OUTGOING_ACTS[view.desk.stage]
    main = _at_my_desk(verb, label, view.desk)
    if not main.allowed:
        return main
    if view.desk.stage == "draft" and view.missing:
        return Act(verb, label, False, f"还缺：{'、'.join(view.missing)}。")
    if view.desk.stage in JUDGED_ACTS and (view.refused or view.unexplained):
        return Act(verb, label, False, why_not_go_on(view.refused, view.unexplained))
    if view.signing and (reason := why_not_sign(view.signing)):
        return Act(verb, label, False, reason, view.signing.principals)
    if view.waits:
        return Act(verb, label, False, view.waits)
    return main


def incoming_acts(view: IncomingView) -> list[Act]:
    stage = view.desk.stage
    if stage == "arrived":
        reason = "" if view.at_the_door else "由机要文书签收。"
        return [
            Act("acknowledge", "签收", view.at_the_door, reason, view.door_keepers),
            Act("decline", "退回来文单位", view.at_the_door, reason, view.door_keepers),
        ]
    beside = [*_telling(view), *_derivable(view)]
    if stage not in INCOMING_ACTS:
        return beside
    verb, label = INCOMING_ACTS[stage]
    main = _at_my_desk(verb, label, view.desk)
    if stage == "propose":
        main = replace(main, course=view.usual_course)
    if main.allowed and view.unread:
        left = "、".join(view.unread)
        main = replace(main, reason=f"尚未阅：{left}。结束后从他们那里收回，并记入处理单。")
    acts = [main, *_around(view.desk, INCOMING_RETURNABLE)]
    if stage == "screen":
        acts.append(_at_my_desk("return_to_sender", "退回来文单位", view.desk))
    if view.may_take_back:
        acts.append(Act("take_back", "取回改办", True))
    return [*acts, *beside]


def _telling(view: IncomingView) -> list[Act]:
    """传阅 once it has passed 初审; 催阅; 催办 by who is named for it; naming another."""
    stage, acts = view.desk.stage, []
    if view.may_circulate and stage not in UNSCREENED:
        acts.append(Act("circulate", "传阅", True))
    if view.is_urger and stage not in CLOSED:
        reason = "此件现在在您自己手中，请直接办理。" if view.desk.is_mine else ""
        acts.append(Act("urge", "催办", not view.desk.is_mine, reason))
    if view.late:
        who = f"提醒{'、'.join(view.late)}阅处，各一次。"
        acts.append(Act("urge_readers", f"催阅 {len(view.late)} 人", True, who))
    if view.may_name_urger and stage not in UNURGED:
        acts.append(Act("name_urger", "改催办人", True))
    return acts


def _derivable(view: IncomingView) -> list[Act]:
    """收文转发文, 批复: for who may draft, once it stands in the register."""
    if not view.may_draft or view.desk.stage in (*UNREGISTERED, "returned"):
        return []
    gone = why_not_forward(view.standing)
    return [Act("forward", "转发此文", not gone, gone), Act("reply", "起草答复", True)]


def why_not_forward(standing: str) -> str:
    """撤销 and 更正 hold at once; 废止 from a day on, which 登记 and 核发 look at."""
    if standing in (Validity.REVOKED, Validity.CORRECTED):
        return f"此件{Validity(standing).label}，不能转发。"
    return ""


def needs_answer(doc_kind: str, *, is_copy: bool, standing: str = Validity.IN_FORCE) -> bool:
    """A 请示 addressed to us (not merely copied) obliges us to answer it, unless who asked has
    taken it back."""
    return doc_kind == Kind.REQUEST and not is_copy and standing != Validity.REVOKED


def _at_my_desk(verb: str, label: str, desk: Desk) -> Act:
    if desk.is_mine:
        return Act(verb, label, True)
    who = "、".join(desk.holders) or "管理员"
    return Act(verb, label, False, f"现由{who}办理（{desk.step_name}）。", desk.holders)


def _around(desk: Desk, returnable: Collection[str]) -> list[Act]:
    acts = []
    if desk.stage in returnable:
        acts.append(_at_my_desk("send_back", "退回", desk))
    if desk.stage != "draft":
        acts.append(_at_my_desk("transfer", "转办", desk))
    return acts


def _after_release(view: OutgoingView) -> list[Act]:
    if not view.states & ON_THE_WAY:
        return []
    reason = "" if view.may_release else "由机要文书撤回。"
    return [Act("withdraw", "撤回", view.may_release, reason, view.releasers)]
