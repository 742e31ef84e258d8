"""Documents and the people who carry them: call these inside a unit."""

from dataclasses import dataclass
from uuid import uuid4

from rest_framework.test import APIClient

from tenant_apps.organization.models import Staff
from tests.make import organization as make


@dataclass
class Office:
    """A town's office: who drafts, reviews, signs, registers, handles."""

    drafter: Staff
    head: Staff
    leader: Staff
    registrar: Staff
    handler: Staff
    stranger: Staff


def office() -> Office:
    return Office(
        drafter=make.staff("王晓敏", duties=["drafter"]),
        head=make.staff("陈思雨", duties=["drafter", "office_head"], title="党政办公室主任"),
        leader=make.staff("李静", duties=["leader", "principal"], title="镇长"),
        registrar=make.staff("林登记", duties=["registrar"], title="机要文书"),
        handler=make.staff("吴晓琳", duties=["handler"]),
        stranger=make.staff("赵某", duties=["drafter"]),
    )


def said(**more: object) -> dict[str, object]:
    """The body of an office verb, as a browser sends it."""
    return {"request_id": str(uuid4())} | more


def draft_content(**more: object) -> dict[str, object]:
    return {
        "doc_kind": "request",
        "urgency": "urgent",
        "title": "关于申请拨付冬春生活救助资金的请示",
        "body": "今年以来，我镇先后遭受暴雨。\n一、基本情况\n受灾群众二千余人。\n妥否，请批示。",
        "addressees": ["ZFB"],
    } | more


class Desk:
    """One person at the unit's door: `desk.post("…/submit")` as they would click it."""

    root = "/api/correspondence"

    def __init__(self, client: APIClient) -> None:
        self.client = client

    def get(self, path: str):
        return self.client.get(f"{self.root}/{path}")

    def post(self, path: str, **content: object):
        return self.client.post(f"{self.root}/{path}", said(**content), format="json")
