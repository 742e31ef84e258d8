"""版式检测单 on paper."""

from tenant_apps.correspondence.certificate import VERDICTS
from tenant_apps.correspondence.models import Certificate, OutgoingDocument
from tenant_apps.correspondence.printing.press import printed
from tenant_apps.correspondence.printing.wording import minute
from tenants.current import current_unit

REMARK = (
    "按 GB/T 9704-2012《党政机关公文格式》逐条测量成品 PDF 的墨迹（300 点/英寸）。"
    "只有标准写明的“规定”才判为不符合；“一般”“推荐”“可以”及实务做法只作提示。字体为替代字体时，字形以外的尺寸不受影响。"
)


def certificate_sheet(certificate: Certificate, document: OutgoingDocument) -> bytes:
    facts = [
        ("公文", document.title),
        ("文号", document.number or ""),
        ("文件指纹", f"SHA-256 {certificate.pdf_sha256}"),
        ("检测时间", minute(certificate.measured_at)),
    ]
    return printed(
        {
            "form": "certificate",
            "red": False,
            "unit": current_unit().name,
            "heading": "公文版式检测单",
            "foot": document.number or "",
            "facts": [{"label": label, "value": value} for label, value in facts],
            "verdict": verdict(certificate),
            "findings": [
                one | {"verdict": VERDICTS[one["verdict"]]} for one in certificate.findings
            ],
            "remark": REMARK,
        }
    )


def verdict(certificate: Certificate) -> str:
    if certificate.failed:
        return f"有 {certificate.failed} 项规定不符合，{certificate.warned} 项提示。"
    if certificate.warned:
        return f"规定的项目全部符合，另有 {certificate.warned} 项提示。"
    return "测量的项目全部符合。"
