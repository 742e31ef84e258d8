"""Every endpoint of both hosts, from the OpenAPI document itself, and how to knock at it."""

import re
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import yaml
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.response import Response
from rest_framework.test import APIClient

from tests.make.texts import word

NOBODYS_ID = "01900000-0000-7000-8000-000000000000"
METHODS = ("get", "post", "patch", "put", "delete")


@dataclass(frozen=True)
class Door:
    method: str
    path: str  # as in the document, with its placeholders

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def is_city(self) -> bool:
        return self.path.startswith("/api/city/")

    def knock(self, client: APIClient, ids: dict[str, str] | None = None) -> Response:
        """With a well-formed body, at the given ids or at nobody's."""
        known = {"number": "1", "year": "2026", "face": "kaiti"} | (ids or {})
        kind = "incoming" if "/incoming/" in self.path else "outgoing"
        known |= {"document_id": known.get(kind, NOBODYS_ID)}
        if self.path.startswith(("/api/files/", "/api/texts/", "/api/ink/")):
            known |= {"kind": kind, "subject_id": known["document_id"]}
        path = re.sub(r"{(\w+)}", lambda found: known.get(found[1], NOBODYS_ID), self.path)
        if self.method == "get":
            between = path.endswith(("/compare", "/redline"))
            return client.get(path, {"before": "0", "after": "1"} if between else {})
        with_file = (
            *("/attachments", "/picture", "/balances/table", "/fonts/{face}", "/files"),
            "/city/verify",
        )
        if self.method == "post" and self.path.endswith(with_file):
            return client.post(path, {"file": SimpleUploadedFile("一.txt", b"text")})
        if self.path.endswith("/word"):
            return client.post(
                path, {"file": SimpleUploadedFile("一.docx", word("一")), "base": 1}
            )
        head = {"HTTP_IF_MATCH": "1"}  # some say 428 without it, before they look for anything
        body = {
            name: known.get(value, value) if isinstance(value, str) else value
            for name, value in body_of(self).items()
        }
        return getattr(client, self.method)(path, body, format="json", **head)


WHY = {"request_id": "door", "reason": "理由"}
BODIES: dict[str, dict[str, object]] = {
    "POST /api/correspondence/outgoing": {"doc_kind": "notice", "title": "一"},
    "PATCH /api/correspondence/outgoing/{document_id}": {"title": "二"},
    "POST /api/correspondence/incoming/{document_id}/return_to_sender": {"grounds": ["ours"]}
    | WHY,
    "POST /api/correspondence/outgoing/{document_id}/amend": {"version": 1, "content": {}} | WHY,
    "POST /api/correspondence/outgoing/{document_id}/explain": {"rule": "X7"} | WHY,
    "POST /api/correspondence/letterheads": {
        "mark": "某某文件",
        "prefix": "某府",
        "signature": "某某",
    },
    "POST /api/correspondence/numbers": {"prefix": "某府"} | WHY,
    "PUT /api/correspondence/limits": {"longest": 5000, "longest_special": 4000},
    "PUT /api/correspondence/tracing": {"is_asked": True, "drafter_may_stop": False},
    "POST /api/custody": {
        "number": "密2026-001",
        "copy_number": "000012",
        "level": "secret",
        "holder": "staff_id",
        "place": "机要室2号柜",
        "received_on": "2026-01-05",
    },
    "POST /api/custody/{paper_id}/hand_over": {"holder": "staff_id", "place": "机要室3号柜"},
    "POST /api/custody/{paper_id}/give_back": {
        "closed_on": "2026-01-06",
        "approved_by": "staff_id",
    },
    "POST /api/custody/{paper_id}/destroy": {
        "closed_on": "2026-01-06",
        "approved_by": "staff_id",
        "witness": "staff_id",
    },
    "POST /api/correspondence/paper/{folder}": {
        "title": "关于一的函",
        "doc_kind": "letter",
        "from_name": "某某公司",
        "shelf_mark": "一号柜",
    }
    | WHY,
    "POST /api/organization/calendar/{year}/days": {
        "days": [{"date": "2026-11-23", "kind": "rest"}],
        "reason": "镇人大会议",
    },
    "POST /api/organization/calendar/{year}/import": {"lines": "2026-11-23,休,镇人大会议"},
    "POST /api/forms": {"name": "新表单"},
    "PUT /api/forms/{key}/draft": {"name": "表单", "ui": {"title": "", "fields": []}},
    "POST /api/forms/{key}/try": {"answers": {}},
    "PUT /api/workflow/flows/{key}/draft": {"name": "流程", "graph": {"nodes": {}}},
    "POST /api/workflow/flows/{key}/check": {"graph": {"nodes": {}}},
    "POST /api/workflow/flows/{key}/simulate": {"starter": "staff_id"},
    "POST /api/organization/departments": {"name": "新设科", "parent": "department_id"},
    "PATCH /api/organization/departments/{department_id}": {"name": "改名科"},
    "POST /api/organization/duties": {"name": "新职责", "permissions": [], "scope": "own"},
    "PATCH /api/organization/duties/{duty_id}": {"name": "改名"},
    "PUT /api/organization/duties/{duty_id}/holders": {"staff_ids": []},
    "POST /api/organization/posts": {"name": "新岗位", "department": "department_id"},
    "POST /api/organization/staff": {
        "name": "新来",
        "account": "xinlai",
        "department": "department_id",
    },
    "PATCH /api/organization/staff/{staff_id}": {"title": "科员"},
    "POST /api/requests": {
        "kind": "leave",
        "form": NOBODYS_ID,
        "data": {},
        "request_id": "door",
    },
    "POST /api/requests/balances": {
        "staff": "staff_id",
        "account": "annual",
        "year": 2026,
        "days": "5.0",
        "reason": "核定",
        "request_id": "door",
    },
    "POST /api/requests/kinds/{key}/preview": {"data": {}},
    "PUT /api/requests/kinds/{key}/draft": {"form": NOBODYS_ID, "data": {}},
    "POST /api/requests/templates/{key}/update": {
        "number": 2,
        "form_revision": 1,
        "flow_edit": 0,
        "choices": {},
    },
    "POST /api/requests/resources": {"kind": "car", "name": "渝A·00001"},
    "PATCH /api/requests/resources/{resource_id}": {"note": "一"},
    "POST /api/session": {"account": "nobody", "password": "wrong-password"},
    "POST /api/session/claim": {"token": "none", "password": "a-long-enough-1"},
    "POST /api/session/password": {"old": "wrong-password", "new": "a-long-enough-1"},
    "POST /api/tokens": {"account": "nobody", "password": "wrong-password", "label": "程序"},
    "POST /api/city/session": {"ticket": "none"},
}
PERIOD = {"starts_at": "2100-01-04T00:00:00+08:00", "ends_at": "2100-01-09T00:00:00+08:00"}
BODIES |= {
    "POST /api/seals": {
        "name": "新章",
        "kind": "official",
        "keepers": [NOBODYS_ID],
        "width_mm": 42,
        "height_mm": 42,
    },
    "POST /api/correspondence/outgoing/{document_id}/seal": {
        "request_id": "door",
        "seal": NOBODYS_ID,
        "pdf_sha256": "0" * 64,
    },
    "POST /api/correspondence/outgoing/{document_id}/joint/urge": {
        "request_id": "door",
        "unit": "nobody",
    },
    "POST /api/correspondence/joint/{matter_id}/seal": {
        "request_id": "door",
        "seal": NOBODYS_ID,
        "pdf_sha256": "0" * 64,
    },
    "POST /api/correspondence/outgoing/{document_id}/repeal": {
        "request_id": "door",
        "reason": "理由",
        "from_on": "2100-01-04",
    },
    "PATCH /api/seals/{seal_id}": {"doc_kinds": ["notice"]},
    "POST /api/workflow/mandates": {"agent": "staff_id", "request_id": "door"} | PERIOD,
    "POST /api/workflow/mandates/preview": {"agent": "staff_id"} | PERIOD,
    "POST /api/workflow/notices/read": {"ids": [NOBODYS_ID]},
    "POST /api/workflow/runs/{run_id}/reassign": {"item": NOBODYS_ID, "to": "staff_id"} | WHY,
    "POST /api/workflow/runs/{run_id}/edit": {"graph": {}} | WHY,
    "POST /api/workflow/runs/{run_id}/undo": {"event": NOBODYS_ID} | WHY,
    "POST /api/workflow/runs/{run_id}/tell": {"text": "请抓紧办理。"} | WHY,
    "POST /api/texts/{kind}/{subject_id}/redline": {"before": 1, "after": 1},
    "POST /api/workflow/phrases": {"text": "同意。"},
    "POST /api/workflow/items/{item_id}/draft": {"text": "拟同意"},
    "POST /api/workflow/items/{item_id}/add": {"place": "before", "people": [NOBODYS_ID]} | WHY,
    "POST /api/workflow/items/{item_id}/remove": {"item": NOBODYS_ID, "opinion": "不必"} | WHY,
}
BODIES["POST /api/ink/{kind}/{subject_id}/marks"] = {
    "sheet": "0" * 64,
    "seat": NOBODYS_ID,
    "drawn": [],
}
BODIES |= {
    f"POST /api/texts/{{kind}}/{{subject_id}}/pen/{verb}": {"key": "door"}
    for verb in ("take", "renew", "take_over", "release")
}
SPOKEN = {"opinion": "意见", "reason": "理由", "result": "结果", "answer": "答复", "unit": "ZFB"}
NAMED = {
    "leader": NOBODYS_ID,
    "handlers": [NOBODYS_ID],
    "people": [NOBODYS_ID],
    "to": NOBODYS_ID,
}


def body_of(door: "Door") -> dict[str, object]:
    """What a browser would send there. Office verbs all take from the same few words."""
    if str(door) in BODIES:
        return BODIES[str(door)]
    where = {"to": "draft"} if door.path.endswith("/send_back") else {}
    return {"request_id": str(uuid4())} | SPOKEN | NAMED | where


def every_door() -> list[Door]:
    document = yaml.safe_load(Path(settings.BASE_DIR, "frontend/openapi.yaml").read_text())
    return [
        Door(method, path)
        for path, operations in sorted(document["paths"].items())
        for method in METHODS
        if method in operations
    ]


def unit_doors() -> list[Door]:
    return [door for door in every_door() if not door.is_city]


def city_doors() -> list[Door]:
    return [door for door in every_door() if door.is_city]
