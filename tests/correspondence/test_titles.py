"""Title lines keep words whole and make a trapezium or a diamond."""

import pytest

from tenant_apps.correspondence.layout.titles import balanced, width

NAMES = ("重庆市合川区人民政府办公室", "太和镇人民政府", "区应急管理局")


def lines(title):
    return balanced([title], names=NAMES)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("关于召开安全生产工作会议的通知", ["关于召开安全生产工作会议的通知"]),
        (
            "太和镇人民政府关于申请拨付2026年森林防火专项资金的请示",
            ["太和镇人民政府关于申请拨付", "2026年森林防火专项资金的请示"],
        ),
        (
            "太和镇人民政府关于解决危房改造补助资金和农村饮水安全工程经费缺口问题的请示",
            ["太和镇人民政府关于", "解决危房改造补助资金和农村", "饮水安全工程经费缺口问题的请示"],
        ),
    ],
)
def test_known_titles(title, expected):
    assert lines(title) == expected


@pytest.mark.parametrize(
    ("title", "whole"),
    [
        (
            "重庆市合川区人民政府办公室关于进一步加强全区政务信息化项目建设管理工作的通知",
            ["重庆市合川区人民政府办公室", "加强", "信息化", "建设", "管理", "通知"],
        ),
        (
            "关于转发区应急管理局《今冬明春安全生产专项整治行动实施方案》的通知",
            ["区应急管理局", "安全生产", "的通知"],
        ),
        (
            "关于做好2026年11月22日至12月31日期间森林防火和安全生产工作的通知",
            ["2026年", "12月", "31日"],
        ),
    ],
)
def test_names_words_and_numbers_are_not_cut(title, whole):
    found = lines(title)

    assert "".join(found) == title
    for word in whole:
        assert any(word in line for line in found), (word, found)


@pytest.mark.parametrize("size", [*range(18, 60, 3), 120, 240])
def test_any_length_stays_on_the_sheet_and_loses_nothing(size):
    title = ("关于推进乡村振兴和森林防火工作的意见" * 20)[:size]
    found = lines(title)

    assert "".join(found) == title
    assert max(map(width, found)) <= 19


@pytest.mark.parametrize("size", range(40, 55, 2))
def test_three_lines_are_never_narrowest_in_the_middle(size):
    title = ("太和镇人民政府关于推进乡村振兴巩固脱贫成果工作若干措施的报告" * 3)[:size]
    first, middle, *_, last = map(width, lines(title))

    assert not (middle < first and middle < last)


def test_lines_broken_by_the_author_stay_as_they_are():
    assert balanced(["关于召开", "工作会议的通知"]) == ["关于召开", "工作会议的通知"]


def test_what_cannot_be_broken_well_is_broken_all_the_same():
    found = balanced(["《" + "很长的书名" * 3 + "》" + "A" * 90])

    assert "".join(found) == "《" + "很长的书名" * 3 + "》" + "A" * 90
    assert max(map(width, found)) <= 19


def test_a_line_never_begins_or_ends_with_the_blank_between_bodies():
    first, second = NAMES[0], "重庆市合川区应急管理局"
    found = balanced([f"{first} {second}关于联合开展防火检查的通知"], names=[first, second])

    assert found[0] == first
    assert [line.strip() for line in found] == found
