"""收发文簿: the two registers of a unit, as a list, as a workbook and on paper."""

from tenant_apps.correspondence.registers.books import BOOKS, Book, Column, Line, lines_of
from tenant_apps.correspondence.registers.sheets import MOST_PRINTED, sheet
from tenant_apps.correspondence.registers.workbooks import MOST_EXPORTED, XLSX, workbook

__all__ = [
    "BOOKS",
    "MOST_EXPORTED",
    "MOST_PRINTED",
    "XLSX",
    "Book",
    "Column",
    "Line",
    "lines_of",
    "sheet",
    "workbook",
]
