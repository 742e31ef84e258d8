"""Drawing a flow: a draft that saves itself, is judged whole, and becomes the next version."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from shared_apps.kernel.errors import DomainError, Forbidden, Invalid, NotFound
from shared_apps.kernel.text import pinyin
from tenant_apps.journal.recording import record
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import checking, definitions, events, graphs, subflows
from tenant_apps.workflow.models import Definition, FlowDraft

DESIGN = "workflow.design"
MAY_READ = (DESIGN, "workflow.supervise", "journal.read")
KEY = re.compile(r"[a-z][a-z0-9_.]{0,62}[a-z0-9]")
BLANK = {
    "nodes": {
        "start": {"type": "start", "next": [{"to": "end"}]},
        "end": {"type": "end"},
    }
}
LARGEST = 400_000  # characters of a drawing


class DraftChanged(DomainError):
    """Somebody else saved in between: nothing is overwritten unseen."""

    status = 412
    code = "workflow.draft_changed"


class NoDraft(NotFound):
    code = "workflow.no_draft"


class NothingToPublish(DomainError):
    code = "workflow.nothing_to_publish"


class KeyTaken(DomainError):
    code = "workflow.flow_exists"


class TooLarge(Invalid):
    code = "workflow.drawing_too_large"


@dataclass(frozen=True)
class Drawing:
    """What is being drawn: name and graph."""

    name: str
    graph: dict[str, Any]


def refuse_reader(by: Staff) -> None:
    if not any(by.holds(permission) for permission in MAY_READ):
        raise Forbidden("只有系统管理员和流程督办人员可以查看流程设计。")


def refuse_designer(by: Staff) -> None:
    if not by.holds(DESIGN):
        raise Forbidden("只有具有“设计流程和表单”权限的人员可以修改流程，请联系系统管理员。")


@transaction.atomic
def create(*, name: str, key: str = "", like: str = "", by: Staff, at: datetime) -> FlowDraft:
    """新建流程: an empty drawing, or one that begins as a copy of another flow."""
    refuse_designer(by)
    key = key or _free_key(name)
    if not KEY.fullmatch(key):
        raise Invalid("流程代号只能用小写字母、数字、点和下划线，以字母开头。")
    if _is_known(key):
        raise KeyTaken(f"已有代号为“{key}”的流程，请换一个代号。")
    body = definitions.active(like).graph.body if like else BLANK
    return begin(key=key, drawing=Drawing(name, body), by=by, at=at)


def begin(*, key: str, drawing: Drawing, by: Staff, at: datetime) -> FlowDraft:
    """The first saving of a draft; later ones are not facts worth a line each."""
    _refuse_large(drawing.graph)
    current = Definition.objects.filter(key=key, is_active=True).first()
    draft = FlowDraft(
        key=key,
        name=drawing.name,
        body=drawing.graph,
        base=current.version if current else 0,
        updated_at=at,
        updated_by=by,
    )
    draft.save(force_insert=True)
    fact = events.FlowDrafted(subject_id=draft.pk, key=key, base=draft.base)
    record(fact, by=by, at=at)
    return draft


def refuse_unknown(key: str) -> None:
    if not _is_known(key):
        raise definitions.UnknownFlow("没有这个流程，请回到流程列表刷新。")


@transaction.atomic
def save(*, key: str, drawing: Drawing, edit: int, by: Staff, at: datetime) -> FlowDraft:
    """自动保存. `edit` is the saving the page began from; 0 when it saw no draft."""
    refuse_designer(by)
    refuse_unknown(key)
    draft = FlowDraft.objects.select_for_update().filter(key=key).first()
    if (draft.edit if draft else 0) != edit:
        raise _changed(draft)
    if draft is None:
        return begin(key=key, drawing=drawing, by=by, at=at)
    _refuse_large(drawing.graph)
    draft.name, draft.body, draft.edit = drawing.name, drawing.graph, draft.edit + 1
    draft.updated_at, draft.updated_by = at, by
    draft.save(update_fields=["name", "body", "edit", "updated_at", "updated_by"])
    return draft


@transaction.atomic
def discard(*, key: str, edit: int, by: Staff, at: datetime) -> None:
    """放弃草稿: back to the version in force."""
    refuse_designer(by)
    draft = _locked(key, edit)
    record(events.FlowDraftDropped(subject_id=draft.pk, key=key), by=by, at=at)
    draft.delete()


@transaction.atomic
def publish(*, key: str, edit: int, by: Staff, at: datetime) -> Definition:
    """发布: the draft becomes the next version. Running matters keep theirs."""
    refuse_designer(by)
    draft = _locked(key, edit)
    if found := faults(key, draft.body):
        raise graphs.BadGraph(
            f"还有 {len(found)} 处需要修改，不能发布。{found[0].message}",
            node=found[0].node,
            faults=[{"node": f.node, "field": f.field, "message": f.message} for f in found],
        )
    current = Definition.objects.filter(key=key, is_active=True).select_related("graph").first()
    if current and (current.name, current.graph.body) == (draft.name, draft.body):
        raise NothingToPublish("草稿与现行版本相同，没有需要发布的改动。")
    if current and current.version != draft.base:
        raise DraftChanged(
            f"编辑期间已发布了第 {current.version} 版，请先核对差异，放弃草稿后重新修改。"
        )
    flow = definitions.publish(key=key, name=draft.name, graph=draft.body, by=by, at=at)
    draft.delete()
    return flow


def faults(key: str, body: Any) -> list[checking.Fault]:
    stock = definitions.stock_of(key)
    found = checking.faults(
        body, stock=stock.graph.body if stock else None, room=definitions.room_in(key)
    )
    return found or list(subflows.faults(key, body))


def draft_of(key: str) -> FlowDraft | None:
    return FlowDraft.objects.filter(key=key).select_related("updated_by").first()


def drawing_of(key: str, graph: Any = None) -> dict[str, Any]:
    """What somebody asks about: the graph they send, else the draft, else what is in force."""
    if graph is not None:
        return dict(graph)
    draft = draft_of(key)
    return dict(draft.body if draft else definitions.active(key).graph.body)


def _locked(key: str, edit: int) -> FlowDraft:
    draft = FlowDraft.objects.select_for_update().filter(key=key).first()
    if draft is None:
        raise NoDraft("这个流程没有草稿，可能已经发布或放弃，请刷新页面。")
    if draft.edit != edit:
        raise _changed(draft)
    return draft


def _changed(draft: FlowDraft | None) -> DraftChanged:
    if draft is None:
        return DraftChanged("草稿已被发布或放弃，请刷新页面后再改。", edit=0)
    return DraftChanged(
        f"{draft.updated_by.name}刚刚保存了这份草稿，您的改动没有覆盖它。请载入最新草稿后再改。",
        by=draft.updated_by.name,
        at=draft.updated_at.isoformat(),
        edit=draft.edit,
    )


def _is_known(key: str) -> bool:
    drafted = FlowDraft.objects.filter(key=key).exists()
    return drafted or Definition.objects.filter(key=key).exists()


def _free_key(name: str) -> str:
    spelled = re.sub(r"[^a-z0-9]+", "", pinyin(name).lower())[:40] or "flow"
    key, number = f"own.{spelled}", 1
    while _is_known(key):
        number += 1
        key = f"own.{spelled}{number}"
    return key


def _refuse_large(graph: dict[str, Any]) -> None:
    if len(str(graph)) > LARGEST:
        raise TooLarge("流程图过大，请拆成几个流程。")
