"""密级标志: refused by name, by the head of the text, inside old files; words alone are none."""

import pytest

from shared_apps.kernel import storage
from tenant_apps.files import secrecy
from tenant_apps.files.models import Attachment
from tests.make import files as make


@pytest.mark.parametrize(
    "name",
    ["机密★会议纪要.docx", "【秘密】名单.xlsx", "(绝密)方案.pdf", "秘密-台账.doc", "机密.docx"],
)
def test_a_name_that_bears_a_mark(name):
    assert secrecy.is_marked_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "保守国家秘密法学习材料.docx",
        "商业秘密保护通知.pdf",
        "机密文件管理办法.docx",
        "保密工作.doc",
    ],
)
def test_a_name_that_speaks_of_secrets_bears_none(name):
    assert not secrecy.is_marked_name(name)


@pytest.mark.parametrize(
    "head", ["机密★10年", "秘 密", "密级：绝密", "绝密★长期", "000001\n机密☆"]
)
def test_a_paper_that_begins_with_a_mark(head):
    assert secrecy.is_marked_text(f"{head}\n重庆市合川区人民政府文件\n正文")


@pytest.mark.parametrize(
    "text",
    [
        "关于加强国家秘密载体管理的通知\n各科室：\n要严格保管机密文件。",
        "正文正文\n" * 600 + "机密★10年",
    ],
)
def test_a_paper_about_secrets_bears_none(text):
    assert not secrecy.is_marked_text(text)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("机密★名单.xlsx", make.xlsx()),
        ("会议材料.docx", make.docx("机密★10年")),
        ("会议材料.txt", "秘密\n会议材料".encode()),
        ("旧文稿.doc", make.ole("WordDocument") + "机密★长期".encode("utf-16-le")),
    ],
    ids=["name", "docx", "txt", "doc"],
)
def test_it_is_refused_and_its_bytes_do_not_stay(attach, unit, name, content):
    with pytest.raises(secrecy.Classified, match="非涉密系统"):
        attach(name, content)

    assert not Attachment.objects.exists()
    folder = storage.path(unit.schema_name, "0" * 64).parents[1]
    kept = [one for one in folder.rglob("*") if one.is_file() and one.read_bytes() == content]
    assert kept == []


def test_the_same_bytes_kept_before_are_not_taken_from_who_has_them(attach, unit):
    innocent = attach("会议材料.xlsx", make.xlsx())
    with pytest.raises(secrecy.Classified):
        attach("机密★名单.xlsx", make.xlsx())

    with storage.open_(unit.schema_name, innocent.sha256) as file:
        assert file.read(2) == b"PK"
