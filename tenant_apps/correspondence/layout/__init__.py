"""公文版面: official documents laid out after GB/T 9704-2012, as PDF and as page images."""

from .redhead import RedHead, Unsettled, written
from .rendering import page_count, render_pages, render_pdf

__all__ = ["RedHead", "Unsettled", "page_count", "render_pages", "render_pdf", "written"]
