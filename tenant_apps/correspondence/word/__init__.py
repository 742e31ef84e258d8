"""Word 稿: the same document as .docx, for desks that go on writing in Word or WPS."""

from tenant_apps.correspondence.word.copying import DOCX, word_copy

__all__ = ["DOCX", "word_copy"]
