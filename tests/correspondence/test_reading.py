"""读要素: what stands clearly on a paper is read, what does not is left empty."""

from dataclasses import replace
from datetime import date

import pytest

from shared_apps.kernel import storage
from tenant_apps.correspondence.layout import Partner, RedHead, render_pdf
from tenant_apps.correspondence.reading import Fields, normal_number, read
from tenant_apps.files import extracting

NOTICE = RedHead(
    letterhead="重庆市合川区教育委员会文件",
    title="重庆市合川区教育委员会关于做好2026年冬季校园安全工作的通知",
    body="各镇街要高度重视。\n一、压实责任\n按照2026年11月1日会议部署执行。",
    author="重庆市合川区教育委员会",
    printed_by="重庆市合川区教育委员会办公室",
    dated_on=date(2026, 11, 20),
    printed_on=date(2026, 11, 21),
    number="合川教发〔2026〕58号",
    signatory="李静",
    addressees="各镇人民政府、街道办事处",
    copies="区政府办公室",
    urgency="特急",
)


@pytest.fixture
def printed(unit):
    """What the text layer of a printed page says, through the confined reader."""

    def run(page: RedHead) -> Fields:
        sha256, _ = storage.put(unit.schema_name, [render_pdf(page)])
        return read(extracting.read(sha256, "pdf"))

    return run


def test_a_printed_document_is_read_whole(printed):
    assert printed(NOTICE) == Fields(
        from_name="重庆市合川区教育委员会",
        number="合川教发〔2026〕58号",
        title="关于做好2026年冬季校园安全工作的通知",
        doc_kind="notice",
        urgency="extra_urgent",
        written_on="2026-11-20",
    )


def test_a_document_going_up_names_its_signatory(printed):
    up = replace(
        NOTICE,
        title="重庆市合川区教育委员会关于增加校车购置经费的请示",
        upward=True,
        urgency=None,
    )

    found = printed(up)

    assert (found.signer, found.doc_kind, found.urgency) == ("李静", "request", "")
    assert found.title == "关于增加校车购置经费的请示"


def test_a_letter_bears_its_number_on_the_right(printed):
    letter = replace(
        NOTICE,
        format="letter",
        letterhead="重庆市合川区教育委员会",
        title="重庆市合川区教育委员会关于商请协助核查校外培训机构的函",
    )

    found = printed(letter)

    assert (found.from_name, found.doc_kind) == ("重庆市合川区教育委员会", "letter")
    assert found.number == "合川教发〔2026〕58号"


def test_joint_issue_is_its_hosts(printed):
    joint = replace(
        NOTICE, partners=(Partner(name="重庆市合川区公安局", author="重庆市合川区公安局"),)
    )

    assert printed(joint).number == "合川教发〔2026〕58号"
    assert printed(joint).title.endswith("校园安全工作的通知")


TYPED = """加 急
太 和 镇 人 民 政 府 文 件
太和府﹝2025﹞ 第007 号
太和镇人民政府
关于印发值班安排的
通知（试行）
各村（居）委会：
现印发给你们。
二〇二五年十二月三日
"""


def test_old_habits_of_writing_are_understood():
    assert read(TYPED) == Fields(
        from_name="太和镇人民政府",
        number="太和府〔2025〕7号",
        title="关于印发值班安排的通知（试行）",
        doc_kind="notice",
        urgency="urgent",
        written_on="2025-12-03",
    )


@pytest.mark.parametrize(
    "text",
    ["", "今天天气很好。", "会议记录\n参加：张三\n根据渝府发〔2024〕3号文件精神，讨论如下。"],
)
def test_what_is_not_there_is_not_guessed(text):
    assert read(text) == Fields()


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("渝府发(2024)003号", "渝府发〔2024〕3号"),
        ("渝府发【2024】 18 号", "渝府发〔2024〕18号"),
        ("来信1号", "来信1号"),
        ("", ""),
    ],
)
def test_a_number_is_written_as_the_standard_wants(typed, normal):
    assert normal_number(typed) == normal
