"""前加签 of several people: who speaks for whom, and what is remembered of who was asked."""

from tenant_apps.organization.models import Staff
from tenant_apps.workflow import actions
from tenant_apps.workflow.models import Item, Run
from tests.workflow.test_adding import act, agree, holders
from tests.workflow.test_adding import run as run

People = dict[str, Staff]


def test_of_several_the_first_word_counts_when_whom_it_asked_have_spoken(
    staff: People, run: Run, chief: Staff
) -> None:
    """One of them agrees but asks somebody else first: nobody is sent home before that one."""
    asked = [staff["mayor"].pk, staff["deputy"].pk]
    act(actions.add, run, staff["head"], place="before", people=asked, method="any")

    act(actions.add, run, staff["mayor"], place="after", people=[chief.pk], opinion="同意。")
    assert holders(run) == ["吴副镇长", chief.name]

    agree(run, chief)
    assert holders(run) == ["王主任"]


def test_whom_one_of_several_hands_it_to_speaks_for_them(
    staff: People, run: Run, chief: Staff
) -> None:
    asked = [staff["mayor"].pk, staff["deputy"].pk]
    act(actions.add, run, staff["head"], place="before", people=asked, method="any")
    act(actions.transfer, run, staff["mayor"], to=chief.pk, opinion="请代为把关。")

    agree(run, chief)

    assert holders(run) == ["王主任"]


def test_the_same_person_is_asked_three_times(staff: People, run: Run) -> None:
    for opinion in ("一稿", "二稿", "三稿"):
        asked = [staff["mayor"].pk]
        act(actions.add, run, staff["head"], place="before", people=asked, opinion=opinion)
        assert holders(run) == ["周镇长"]
        agree(run, staff["mayor"])
        assert holders(run) == ["王主任"]

    seats = Item.objects.filter(run=run, owner=staff["mayor"], status="done")
    assert len(set(seats.values_list("slot", flat=True))) == 3
