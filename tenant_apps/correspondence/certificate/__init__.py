"""版式检测: the finished PDF measured against GB/T 9704-2012, clause by clause."""

from tenant_apps.correspondence.certificate import bodies, ends, heads
from tenant_apps.correspondence.certificate.findings import VERDICTS, Finding, Subject
from tenant_apps.correspondence.certificate.ruler import measured
from tenant_apps.correspondence.layout import RedHead

__all__ = ["VERDICTS", "Finding", "certify"]


def certify(pdf: bytes, page: RedHead) -> list[Finding]:
    """Every demand that this page meets or misses, in the order of the standard."""
    subject = Subject(measured(pdf), page)
    found = [finding for part in (bodies, heads, ends) for finding in part.checked(subject)]
    return sorted(found, key=_by_clause)


def _by_clause(finding: Finding) -> list[int]:
    return [int(part) for part in finding.clause.split(".")]
