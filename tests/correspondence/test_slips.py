"""稿纸, 发文单 and 收文处理单: the opinions stand in their boxes."""

import pytest

from tenant_apps.correspondence.certificate.ruler import measured


def words(content):
    return words_of(line for sheet in measured(content) for line in sheet.lines)


def words_of(lines):
    return "".join(line.text for line in lines)


def test_the_draft_paper_has_its_boxes_before_anything_was_said(office, desk, drafted):
    text = words(desk(office.drafter).get(f"outgoing/{drafted}/draft_paper").content)

    assert text.startswith("重庆市合川区太和镇人民政府发文稿纸")
    for label in ("签发", "核稿", "主送", "抄送", "拟稿", "王晓敏"):
        assert label in text
    assert "今年以来，我镇先后遭受暴雨。" in text


def test_the_dispatch_slip_bears_the_opinions_and_the_number(office, desk, drafted):
    path = f"outgoing/{drafted}"
    for who, verb, opinion in (
        (office.drafter, "submit", ""),
        (office.head, "review", "文字已核。"),
        (office.leader, "sign", "同意，请速发。"),
        (office.registrar, "verify", ""),
        (office.registrar, "register", ""),
        (office.registrar, "print", ""),
        (office.registrar, "release", ""),
    ):
        assert desk(who).post(f"{path}/{verb}", opinion=opinion).status_code == 200

    text = words(desk(office.registrar).get(f"{path}/dispatch_slip").content)

    assert text.index("签发同意，请速发。") < text.index("镇长李静") < text.index("文字已核。")
    assert "〕1号" in text
    assert "发往区政府办公室" in text
    assert "林登记20" in text.replace(" ", "")


def test_the_longest_opinion_goes_on_overleaf_with_its_name(office, desk, drafted):
    path = f"outgoing/{drafted}"
    desk(office.drafter).post(f"{path}/submit")
    opinion = "文字已核。" * 399
    assert desk(office.head).post(f"{path}/review", opinion=opinion).status_code == 200

    sheets = measured(desk(office.drafter).get(f"{path}/draft_paper").content)

    lines = [line for sheet in sheets for line in sheet.lines]
    assert max(line.box.bottom for line in lines) < 290  # the foot of the form
    assert words_of(lines).count("已") == 399
    assert "陈思雨" in words_of(lines)


@pytest.mark.parametrize("paper", ["draft_paper", "dispatch_slip"])
def test_who_may_not_see_the_document_may_not_print_it(office, desk, drafted, paper):
    answer = desk(office.stranger).get(f"outgoing/{drafted}/{paper}")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
