"""One document of each road, standing where most may see it and few may act."""

import pytest
from django.utils import timezone

from shared_apps.kernel import storage
from shared_apps.kernel.ids import new_id
from tenant_apps.correspondence.actions import drafting
from tenant_apps.correspondence.layout import RedHead, render_pdf
from tenant_apps.correspondence.models import IncomingDocument
from tenant_apps.organization.models import Duty
from tests.make import organization as make

CANARY = "金丝雀只属于太和镇"


@pytest.fixture
def outgoing(unit):
    """A draft on the desk of somebody without any further duty."""
    drafter = make.staff("拟稿人", duties=["drafter"])
    content = {"doc_kind": "notice", "title": f"关于{CANARY}的通知", "body": CANARY}
    return drafting.draft(content=content, by=drafter, at=timezone.now())


@pytest.fixture
def incoming(unit):
    """A copy waiting at the post desk."""
    now = timezone.now()
    page = RedHead(
        letterhead="文件", title="标题", body=CANARY, author="署名", printed_by="印发", draft=True
    )
    sheet, _ = storage.put(unit.schema_name, [render_pdf(page)])
    return IncomingDocument.objects.create(
        envelope_id=new_id(),
        source_id=new_id(),
        from_code="ZFB",
        from_name="重庆市合川区人民政府办公室",
        from_short_name="区政府办公室",
        doc_kind="notice",
        urgency="none",
        title=f"关于{CANARY}的通知",
        number="合川府办〔2026〕1号",
        body=CANARY,
        digest="0" * 64,
        sealed_at=now,
        received_at=now,
        pdf_sha256=sheet,
        page_count=1,
    )


@pytest.fixture
def ids(outgoing, incoming):
    """What a path's placeholders are filled with: rows that exist in 太和镇."""
    colleague = make.staff("同事")
    return {
        "outgoing": str(outgoing.pk),
        "incoming": str(incoming.pk),
        "run_id": str(outgoing.run_id),
        "item_id": str(outgoing.run.items.get(status="open").pk),
        "staff_id": str(colleague.pk),
        "department_id": str(make.department("待改科").pk),
        "duty_id": str(Duty.objects.get(code="handler").pk),
    }
