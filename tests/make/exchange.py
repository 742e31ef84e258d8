"""What two units send each other in tests: a kind of its own, and a desk that keeps notes."""

from dataclasses import dataclass, field
from typing import Any

from shared_apps.exchange import receiving
from shared_apps.exchange.models import Delivery, Receipt
from shared_apps.exchange.posting import post
from shared_apps.exchange.sealing import FileRef
from shared_apps.kernel import storage
from shared_apps.kernel.ids import new_id
from shared_apps.outbox.models import Dispatch
from shared_apps.oversight.models import ProgressLine
from tenants.current import current_unit, public_floor
from tenants.models import Domain, Unit
from tests.make import tenants

KIND = "tests.note"
CONTENT = "经费测算表".encode()


@dataclass
class Desk:
    """What arrived, what was heard back, and how this unit answers a plea."""

    arrivals: list[receiving.Arrival] = field(default_factory=list)
    news: list[receiving.News] = field(default_factory=list)
    pleas: list[receiving.Plea] = field(default_factory=list)
    places: list[str] = field(default_factory=list)  # the unit each of them ran in
    grants: bool = True
    fails_with: Exception | None = None

    def receive(self, arrival: receiving.Arrival) -> None:
        if self.fails_with:
            raise self.fails_with
        self.arrivals.append(arrival)
        self.places.append(current_unit().subdomain)

    def hear(self, news: list[receiving.News]) -> None:
        self.news.extend(news)
        self.places.append(current_unit().subdomain)

    def decide(self, plea: receiving.Plea) -> bool:
        self.pleas.append(plea)
        self.places.append(current_unit().subdomain)
        return self.grants


def desk() -> Desk:
    made = Desk()
    receiving.receives(KIND)(made.receive)
    receiving.hears_back(KIND)(made.hear)
    receiving.withdraws(KIND)(made.decide)
    return made


def file(name: str = "附件一 经费测算表.xlsx", content: bytes = CONTENT) -> FileRef:
    """A file in the folder of the unit we stand in."""
    sha256, size = storage.put(current_unit().schema_name, [content])
    return FileRef(name, sha256, size, "application/vnd.ms-excel")


def envelope(to: list[Any], *, at: Any, **facts: Any) -> Any:
    given = {
        "source_entry": new_id(),
        "kind": KIND,
        "from_unit": current_unit(),
        "to_units": to,
        "subject_id": new_id(),
        "title": "关于解决太和镇农村饮水安全工程资金的请示",
        "number": "太和府〔2026〕12号",
        "doc_kind": "request",
        "urgency": "urgent",
        "content": {"body": "区政府：\n我镇……妥否，请批示。", "signatory": "张镇长"},
        "at": at,
    }
    return post(**{**given, **facts})


def forget(*units: Unit) -> None:
    """Take every trace of these units out of the public tables, and then the units themselves."""
    with public_floor():
        Dispatch.objects.all().delete()
        Receipt.objects.filter(delivery__envelope__from_unit__in=units).delete()
        Delivery.objects.filter(envelope__from_unit__in=units).delete()
        ProgressLine.objects.filter(unit_code__in=[unit.code for unit in units]).delete()
        for relation in Unit._meta.get_fields(include_hidden=True):
            if relation.one_to_many and relation.related_model not in (Unit, Domain):
                found = {f"{relation.field.name}__in": units}
                relation.related_model._base_manager.filter(**found)._raw_delete("default")
    for unit in units:
        tenants.raze(unit)
