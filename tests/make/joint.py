"""Units that issue together, and how they knock at each other's doors."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from shared_apps.exchange.receiving import Arrival
from shared_apps.kernel.ids import new_id
from tenant_apps.correspondence.models import OutgoingDocument
from tenant_apps.workflow.models import Item
from tenants.crossing import in_unit
from tenants.models import Unit
from tests.make import correspondence as make
from tests.make.organization import token

TITLE = "关于开展秋冬季防火联合检查的通知"
TEXT = "现将有关事项通知如下。\n一、时间安排\n十二月上旬。"
FOURTH = {"name": "重庆市合川区水利局", "short_name": "区水利局", "kind": "bureau"}
THIRD = {"name": "重庆市合川区应急管理局", "short_name": "区应急局", "kind": "bureau"}


@dataclass
class House:
    """A unit with its people, and how they knock at its door."""

    unit: Unit
    people: make.Office
    client_at: Any

    def desk(self, who: str) -> make.Desk:
        with in_unit(self.unit):
            key = token(getattr(self.people, who))
        return make.Desk(self.client_at(self.unit, key))

    def matter(self) -> dict[str, Any]:
        (row,) = self.desk("registrar").get("joint").json()["results"]
        return self.desk("registrar").get(f"joint/{row['id']}").json()

    def turn(self, who: str, verb: str = "approve", opinion: str = "同意。"):
        """Their own desk, in their own flow."""
        with in_unit(self.unit):
            person = getattr(self.people, who)
            item = Item.objects.get(run__subject_kind="joint", owner=person, status="open")
        said = make.said(opinion=opinion)
        return self.desk(who).client.post(
            f"/api/workflow/items/{item.pk}/{verb}", said, format="json"
        )

    def sign(self) -> None:
        matter = self.matter()
        assert self.desk("registrar").post(f"joint/{matter['id']}/acknowledge").status_code == 200
        for who in ("head", "leader"):
            answer = self.turn(who)
            assert answer.status_code == 200, answer.json()


def table(host: House, document: str) -> list[dict[str, Any]]:
    return host.desk("registrar").get(f"outgoing/{document}/joint").json()["partners"]


def seal_of_host(host: House, document: str):
    said = host.desk("registrar").get(f"outgoing/{document}/seals").json()
    return host.desk("registrar").post(
        f"outgoing/{document}/seal",
        seal=said["choices"][0]["id"],
        pdf_sha256=said["pdf_sha256"],
    )


def seal_of_partner(house: House):
    matter = house.matter()
    return house.desk("registrar").post(
        f"joint/{matter['id']}/seal",
        seal=matter["choices"][0]["id"],
        pdf_sha256=matter["pdf_sha256"],
    )


def arrival(house: House, **more: Any) -> Arrival:
    facts = {
        "envelope_id": new_id(),
        "kind": "joint_answer",
        "from_unit": house.unit,
        "subject_id": new_id(),
        "title": TITLE,
        "number": "",
        "doc_kind": "notice",
        "urgency": "none",
        "content": {},
        "files": [],
        "digest": "0" * 64,
        "sealed_at": timezone.now(),
        "at": timezone.now(),
    }
    return Arrival(**facts | more)


def answer_to(house: House, document: str, **more: Any) -> dict[str, Any]:
    row = OutgoingDocument.objects.get(pk=document).partners.get(unit_code=house.unit.code)
    return {
        "document": document,
        "round": row.round,
        "text_hash": row.asked_hash,
        "agreed": True,
        "by": "李静",
        "by_post": "局长",
        "opinion": "同意。",
        "at": timezone.now().isoformat(),
    } | more
