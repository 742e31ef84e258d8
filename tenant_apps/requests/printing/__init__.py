"""打印件: a request as one sheet of paper, with everything that was said on its way."""

from tenant_apps.requests.printing.rendering import render
from tenant_apps.requests.printing.sheet import on_paper

__all__ = ["on_paper", "render"]
