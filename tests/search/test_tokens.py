"""Chinese words without a dictionary: what is asked for is found, and marked where it stands."""

import pytest

from tenant_apps.search import tokens


def test_pairs_carry_their_places_and_single_ones_none():
    assert tokens.vector("太和镇") == "'太和':1 '和镇':2 '和' '太' '镇'"


@pytest.mark.parametrize(
    ("asked", "question"),
    [
        ("太和镇", "('太和' <-> '和镇')"),
        ("防汛 物资", "('防汛') & ('物资')"),
        ("镇", "('镇')"),
        ("ＡＢ，Ｃ", "('ab' <-> 'bc')"),
        ("' | !", ""),
        ("", ""),
    ],
)
def test_what_is_asked_becomes_a_question(asked, question):
    assert tokens.question(asked) == question


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "合川府发〔2026〕3号",
            "合川府发[2026]3号",
            "合川府发（2026）3号",
            "合川府发【2026】第3号",
        ),
        *(
            "合川府发2026第3号",
            "合川府发〔2026〕003号",
            "合川府发［２０２６］３号",
            "合川府发〔2026〕 3 号",
        ),
    ],
)
def test_a_number_is_found_however_it_is_typed(typed):
    assert tokens.phrases(typed) == ["合川府发20263号"]
    assert tokens.marked("依据合川府发〔2026〕3号，", typed)[1].text == "合川府发〔2026〕3号"


def test_what_only_looks_like_a_number_is_left_alone():
    assert tokens.phrases("项目2026003号 2026年第3号") == ["项目2026003号", "2026年第3号"]


def test_what_was_found_is_marked_across_a_comma_and_a_line():
    pieces = tokens.marked("关于防汛，\n物资储备的通知", "防汛物资")

    assert [(piece.text, piece.hit) for piece in pieces] == [
        ("关于", False),
        ("防汛，\n物资", True),
        ("储备的通知", False),
    ]


def test_a_long_text_is_cut_so_that_nothing_is_lost_at_the_seams():
    text = "".join(chr(0x4E00 + number % 20000) for number in range(40_000))
    parts = tokens.parts(text)

    assert max(map(len, parts)) == tokens.LONGEST_PART
    seam = text[tokens.LONGEST_PART - 25 : tokens.LONGEST_PART + 25]
    assert any(seam in part for part in parts)
    assert parts[-1].endswith(text[-10:])
    assert tokens.parts("") == [""]
