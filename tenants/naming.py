"""What a unit may be called: the rules of one row, whoever brings it."""

import re
from dataclasses import dataclass

from tenants.models import Unit

RESERVED = {
    *("admin", "api", "app", "cdn", "city", "events", "ftp", "localhost", "mail", "ns", "public"),
    *("smtp", "static", "status", "www"),
}
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_SUBDOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")


def schema_of(subdomain: str) -> str:
    """taihe → unit_taihe; host names have no underscores, so two units never meet here."""
    return f"unit_{subdomain.replace('-', '_')}"


@dataclass(frozen=True)
class UnitFacts:
    """What the operator says about a unit."""

    code: str
    name: str
    short_name: str
    kind: str
    subdomain: str
    parent_code: str = ""
    provenance: str = ""
    position: int = 0

    @property
    def schema_name(self) -> str:
        return schema_of(self.subdomain)

    def problems(self) -> list[str]:
        """Everything wrong with the row itself; what concerns other rows is not known here."""
        return [*self._lengths(), *self._forms()]

    def _lengths(self) -> list[str]:
        said = []
        for field, label in LABELS.items():
            value, limit = getattr(self, field), Unit._meta.get_field(field).max_length
            if not value.strip() and field != "provenance":
                said.append(f"缺少{label}")
            elif limit and len(value) > limit:
                said.append(f"{label}超过 {limit} 个字")
        return said

    def _forms(self) -> list[str]:
        said = []
        if self.code and not _CODE.fullmatch(self.code):
            said.append(f"单位代码“{self.code}”只能由字母、数字、横线和下划线组成")
        if self.subdomain in RESERVED:
            said.append(f"域名前缀“{self.subdomain}”是系统保留的名字")
        elif self.subdomain and not _SUBDOMAIN.fullmatch(self.subdomain):
            said.append(f"域名前缀“{self.subdomain}”只能用小写字母、数字和中间的横线")
        if self.kind and self.kind not in Unit.Kind.values:
            said.append(f"不认识的单位类别“{self.kind}”，可用：{'、'.join(Unit.Kind.values)}")
        if self.parent_code and self.parent_code == self.code:
            said.append("上级单位不能是自己")
        return said


LABELS = {
    "code": "单位代码",
    "name": "单位名称",
    "short_name": "简称",
    "kind": "单位类别",
    "subdomain": "域名前缀",
    "provenance": "来源",
}
