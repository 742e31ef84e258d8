"""Names of files, safe to show and to save again."""

import pytest

from tenant_apps.files.naming import LONGEST, cleaned, ending, unused


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("关于防火的请示.docx", "关于防火的请示.docx"),
        ("C:\\Users\\王科员\\桌面\\预算表.xlsx", "预算表.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("a:b*c?.txt", "a_b_c_.txt"),
        ("通知\u202efdp.exe", "通知fdp.exe"),
        ("行一\r\n行二\0.pdf", "行一行二.pdf"),
        ("  . 名单.doc . ", "名单.doc"),
        ("CON.txt", "_CON.txt"),
        ("cafe\u0301.pdf", "caf\u00e9.pdf"),
        ("...", ""),
        ("\u200b", ""),
        ("", ""),
    ],
)
def test_cleaned(given, expected):
    assert cleaned(given) == expected


def test_a_long_name_keeps_its_ending_and_fits_a_disk():
    name = cleaned("长" * 300 + ".docx")

    assert len(name.encode()) <= LONGEST
    assert name.endswith("长.docx")


def test_the_same_name_again_is_numbered():
    taken = {"预算表.xlsx", "预算表(2).xlsx", "说明"}

    assert unused("预算表.xlsx", taken) == "预算表(3).xlsx"
    assert unused("说明", taken) == "说明(2)"
    assert unused("另一份.pdf", taken) == "另一份.pdf"


@pytest.mark.parametrize(("name", "expected"), [("a.EXE", "exe"), ("a.pdf.js", "js"), ("无", "")])
def test_ending(name, expected):
    assert ending(name) == expected
