"""What runs are about: each app that puts its things on the way says here how to treat them.

    subjects.register(SubjectKind("request", "申请", url=…, moved=…, form=…, keep=…))

Called from the app's `ready()`. The generic verbs of /api/workflow/ ask here; nothing else does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from shared_apps.kernel.errors import DomainError
from tenant_apps.organization.models import Staff
from tenant_apps.workflow.models import Run

Rights = Mapping[str, str]  # form field → hidden, read, edit or required: the node's `fields`


class FormPart(TypedDict):
    """The form as one handler sees it: hidden fields are in neither part."""

    schema: dict[str, Any]
    ui: dict[str, Any]
    data: dict[str, Any]
    rights: dict[str, str]


@dataclass(frozen=True)
class SubjectKind:
    kind: str
    label: str
    # Its own page has verbs that change the document as well: approve, reject, send_back, jump,
    # force and edit by the generic way are refused.
    own_verbs: bool = False
    # 流程转向 and 改后续步骤 (jump, edit) where its own verbs leave room for them: what is against
    # them now, or None. The subject follows by `moved`. Without this they are refused as well.
    why_not_turn: Callable[[Run], DomainError | None] | None = None
    # Why no seat of it goes to somebody else by 委托 or 改派: what it takes is a person's to keep.
    stays_with: str = ""
    # Steps that nobody passes over, whatever the drawing says of them.
    locked: frozenset[str] = frozenset()
    # Where its page is.
    url: Callable[[Run], str] | None = None
    # After every accepted operation, in its transaction: moved(run, op).
    moved: Callable[[Run, str], None] | None = None
    # The same for what only lies beside the subject and ends with its handlers' turns:
    # beside(run). Unlike `moved` it does not say that the subject follows the run's end.
    beside: Callable[[Run], None] | None = None
    # The form part of an item's page under the rights of its step: form(run, rights).
    form: Callable[[Run, Rights], FormPart | None] | None = None
    # The form as somebody reads it who has nothing to fill in: read(run, viewer).
    read: Callable[[Run, Staff], FormPart | None] | None = None
    # Keep what a handler filled in: checked, stored with the subject, and answered as what the
    # conditions of the flow ask about: keep(run, rights, data, by).
    keep: Callable[[Run, Rights, Mapping[str, Any], Staff], Mapping[str, Any]] | None = None


_kinds: dict[str, SubjectKind] = {}


def register(kind: SubjectKind) -> SubjectKind:
    if _kinds.get(kind.kind, kind) is not kind:
        raise RuntimeError(f"The kind of subject {kind.kind!r} is registered twice.")
    _kinds[kind.kind] = kind
    return kind


def forget(kind: str) -> None:
    """For a kind that only stood for a while: a test's own."""
    _kinds.pop(kind, None)


def kind_of(run: Run) -> SubjectKind:
    """A kind nobody registered has no page, no form and no verbs of its own."""
    return _kinds.get(run.subject_kind) or SubjectKind(run.subject_kind, "事项")


def label_of(kind: str) -> str:
    return _kinds[kind].label if kind in _kinds else "事项"


def all_kinds() -> list[SubjectKind]:
    return list(_kinds.values())


def page_of(run: Run) -> str:
    """The address of the subject's own page; empty when it has none."""
    url = kind_of(run).url
    return url(run) if url else ""


def moved(run: Run, op: str) -> None:
    """Tell the subject's app what was just accepted, before the transaction ends."""
    kind = kind_of(run)
    if kind.moved:
        kind.moved(run, op)
    if kind.beside:
        kind.beside(run)


def form_part(run: Run, rights: Rights) -> FormPart | None:
    hook = kind_of(run).form
    return hook(run, rights) if hook else None


def read_part(run: Run, viewer: Staff) -> FormPart | None:
    hook = kind_of(run).read
    return hook(run, viewer) if hook else None


def keep_answers(
    run: Run, rights: Rights, data: Mapping[str, Any], by: Staff
) -> Mapping[str, Any]:
    hook = kind_of(run).keep
    return hook(run, rights, data, by) if hook else {}
