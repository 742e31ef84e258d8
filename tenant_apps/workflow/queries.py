"""Where runs stand, and whose desk they lie on."""

from uuid import UUID

from django.db.models import QuerySet

from shared_apps.kernel.errors import NotFound
from tenant_apps.organization.models import Staff
from tenant_apps.workflow import allowances, rules
from tenant_apps.workflow.models import Item, Run, Step


def live_items(run: Run) -> QuerySet[Item]:
    """All open and waiting items with their owners and steps: what `rules.why_not_at` asks for."""
    live = Item.objects.filter(run=run, status__in=Item.LIVE)
    return live.select_related("owner", "step").order_by("step__opened_seq", "slot")


def open_item(*, run_id: UUID, node: str, by: Staff) -> Item:
    """The caller's own open item at a node; else a refusal: where it is, and who has it."""
    run = Run.objects.visible_to(by).filter(pk=run_id).first()
    if run is None:
        raise NotFound("没有这件办理事项，或您无权查看。")
    return seat_of(run, node=node, by=by)


def seat_of(run: Run, *, node: str, by: Staff) -> Item:
    """The same for a run the caller has already been let see."""
    live = list(live_items(run))
    if refusal := rules.why_not_at(live, run, node, by):
        raise refusal
    mine = next(
        item
        for item in live
        if (item.step.node, item.owner_id, item.status) == (node, by.pk, Item.Status.OPEN)
    )
    if not allowances.decides(mine):
        raise allowances.OnlyAdvises("同事请您对此件提意见：请在“待办”中填写意见交回，由其办理。")
    return mine


def holders(run_id: UUID | None) -> list[str]:
    """By name, on whose desks it lies now."""
    open_ = Item.objects.filter(run=run_id, status=Item.Status.OPEN).order_by("slot")
    return list(open_.values_list("owner__name", flat=True)) if run_id else []


def current_nodes(run_id: UUID) -> list[str]:
    """The steps where somebody has to act now."""
    open_ = Step.objects.filter(run=run_id, status=Step.Status.OPEN, items__status="open")
    return list(open_.order_by("opened_seq").values_list("node", flat=True).distinct())
