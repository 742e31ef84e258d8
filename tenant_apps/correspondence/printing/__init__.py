"""办公用纸: 发文稿纸、发文单、收文处理单、版式检测单, as PDF."""

from tenant_apps.correspondence.printing.measured import certificate_sheet
from tenant_apps.correspondence.printing.slips import dispatch_slip, draft_paper, incoming_slip

__all__ = ["certificate_sheet", "dispatch_slip", "draft_paper", "incoming_slip"]
