"""What is typed is kept for its owner alone, and gone when the act is done; 常用语; 已打开."""

import pytest

from shared_apps.kernel.errors import DomainError
from tenant_apps.workflow import drafts
from tenant_apps.workflow.models import Event, Item, Run
from tests.make import workflow as make
from tests.make.lending import LATER, approve
from tests.make.workflow import item_of, task
from tests.workflow.conftest import People


@pytest.fixture
def item(staff: People) -> Item:
    flow = make.flow(
        {"a": task("审核", "b", staff["head"]), "b": task("复核", "end", staff["mayor"])}
    )
    run = make.run(flow, staff["clerk"])
    return item_of(run, staff["head"])


def test_kept_as_typed_and_gone_with_the_act(item: Item, staff: People) -> None:
    drafts.keep(item.pk, "经费来源 ", by=staff["head"], at=LATER)
    drafts.keep(item.pk, "经费来源请写明。", by=staff["head"], at=LATER)
    item.refresh_from_db()
    assert item.draft == "经费来源请写明。"

    approve(Run.objects.get(pk=item.run_id), staff["head"])
    item.refresh_from_db()
    assert (item.draft, item.opinion) == ("", "同意。")
    said = [str(event.fx) + str(event.detail) for event in Event.objects.filter(run=item.run_id)]
    assert "经费来源" not in "".join(said)


def test_nobody_else_keeps_or_sees_and_nothing_after_the_act(item: Item, staff: People) -> None:
    for act in (
        lambda who: drafts.keep(item.pk, "代写", by=staff[who], at=LATER),
        lambda who: drafts.see(item.pk, by=staff[who], at=LATER),
    ):
        with pytest.raises(DomainError, match="没有这件待办，或您无权查看"):
            act("mayor")
    item.refresh_from_db()
    assert (item.draft, item.seen_at) == ("", None)
    approve(Run.objects.get(pk=item.run_id), staff["head"])

    with pytest.raises(DomainError, match=r"此件已由 王主任 于 .* 办理"):
        drafts.keep(item.pk, "补充", by=staff["head"], at=LATER)


def test_opened_is_said_once(item: Item, staff: People) -> None:
    drafts.see(item.pk, by=staff["head"], at=LATER)
    drafts.see(item.pk, by=staff["head"], at=LATER.replace(hour=16))
    item.refresh_from_db()

    assert item.seen_at == LATER


def test_phrases_are_ones_own(staff: People) -> None:
    kept = drafts.add_phrase("  请财政所 核实。 ", by=staff["head"])

    assert kept.text == "请财政所 核实。"
    assert drafts.add_phrase("请财政所 核实。", by=staff["head"]) == kept
    assert drafts.phrases(staff["mayor"]) == []
    with pytest.raises(DomainError, match="没有这条常用语"):
        drafts.drop_phrase(kept.pk, by=staff["mayor"])
    drafts.drop_phrase(kept.pk, by=staff["head"])
    assert drafts.phrases(staff["head"]) == []


@pytest.mark.parametrize("text", ["", "   ", "长" * 201])
def test_phrases_that_are_none(staff: People, text: str) -> None:
    with pytest.raises(DomainError, match="常用语须在 1 至 200 字之间"):
        drafts.add_phrase(text, by=staff["head"])


def test_thirty_are_enough(staff: People) -> None:
    for n in range(drafts.MOST_PHRASES):
        drafts.add_phrase(f"第{n}条", by=staff["head"])

    with pytest.raises(DomainError, match="常用语最多 30 条，请先删去不用的"):
        drafts.add_phrase("又一条", by=staff["head"])
