"""公文版面: official documents laid out after GB/T 9704-2012, as PDF and as page images."""

from .faces import FACE_CLASSES, Face, FaceClass, Faces
from .redhead import Closing, Format, Partner, RedHead, Unsettled, written
from .rendering import Place, page_count, render_pages, render_pdf, seal_places

__all__ = [
    "FACE_CLASSES",
    "Closing",
    "Face",
    "FaceClass",
    "Faces",
    "Format",
    "Partner",
    "Place",
    "RedHead",
    "Unsettled",
    "page_count",
    "render_pages",
    "render_pdf",
    "seal_places",
    "written",
]
