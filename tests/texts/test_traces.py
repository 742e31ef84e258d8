"""痕迹: who changed what at which step; the marked copy and the clean one of any two versions."""

import pytest

from tenant_apps.correspondence.models import TracingRule
from tenant_apps.texts import comparing, gate, words
from tenant_apps.texts.models import Redline
from tests.make import texts

FIRST = "今年以来，我镇受灾群众约2万人，请尽快拨付到位。"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
SECOND = "今年以来，我镇累计受灾群众23614人，请于12月10日前拨付到位。"


@pytest.fixture
def three_hands(text, submit):
    text("drafter").word(FIRST, base=1)
    submit("drafter")
    text("head").word(SECOND, base=2)
    return text


def test_saves_in_a_row_are_one_hand_and_each_hand_says_what_it_changed(three_hands):
    hands = three_hands("drafter").read().json()["hands"]

    assert [(one["author_name"], one["step"], one["first"], one["last"]) for one in hands] == [
        ("王晓敏", "draft", 1, 2),
        ("陈思雨", "review", 3, 3),
    ]
    assert (hands[1]["added"] > 0, hands[1]["removed"] > 0) == (True, True)


def test_two_versions_side_by_side(three_hands):
    found = three_hands("drafter").read("/compare", before=2, after=3).json()

    assert found["changes"] == [
        {"line": 0, "removed": "", "added": "累计"},
        {"line": 0, "removed": "约2万", "added": "23614"},
        {"line": 0, "removed": "尽快", "added": "于12月10日前"},
    ]
    pieces = found["lines"][0]
    assert "".join(one["text"] for one in pieces if one["kind"] != "ins") == FIRST
    assert "".join(one["text"] for one in pieces if one["kind"] != "del") == SECOND


@pytest.mark.parametrize(
    ("before", "after"),
    [("", "一"), ("一\n二\n三", "一\n三"), ("甲乙丙", "丁戊己"), ("同", "同"), ("a" * 5000, "b")],
)
def test_a_comparison_holds_both_texts_whole(before, after):
    lines = comparing.compare(before, after)

    def side(kind):
        kept = ["".join(p.text for p in line if p.kind in ("same", kind)) for line in lines]
        other = {"del": "ins", "ins": "del"}[kind]
        only = [all(p.kind == other for p in line) and bool(line) for line in lines]
        return "\n".join(text for text, gone in zip(kept, only, strict=True) if not gone)

    assert (side("del"), side("ins")) == (before, after)


@pytest.mark.timeout(180)
def test_the_server_marks_the_changes_as_word_does(three_hands, relay):
    mine = three_hands("drafter")
    asked = mine.post("/redline", before=2, after=3)
    assert asked.json() == {"state": "waiting"}
    assert mine.read("/redline", before=2, after=3).status_code == 404

    relay()

    assert mine.post("/redline", before=2, after=3).json() == {"state": "ready"}
    marked = words.parts(mine.read("/redline", before=2, after=3).content)
    body = words.body_of(marked)
    authors = {node.get(f"{words.W}author") for node in body.iter(f"{words.W}ins")}
    assert authors == {"陈思雨"}
    assert words.text_of(body) == SECOND
    assert words.text_of(body, gone=words.KEPT) == FIRST
    assert Redline.objects.count() == 1


def test_the_clean_copy_has_no_marks(text):
    marked = texts.said("原有") + texts.struck("旧") + texts.inserted("新")
    text("drafter").word(marked, base=1)

    clean = text("drafter").read("/versions/2/clean").content

    body = words.body_of(words.parts(clean))
    assert words.text_of(body) == "原有新"
    assert [node for tag in ("ins", "del") for node in body.iter(f"{words.W}{tag}")] == []


def test_who_may_not_see_the_document_sees_no_version(three_hands):
    stranger = three_hands("stranger")
    for path in ("", "/versions/1/file", "/versions/2/clean", "/compare?before=1&after=2"):
        assert stranger.read(path).status_code == 404
    assert stranger.post("/redline", before=1, after=2).status_code == 404


def test_long_numbers_of_changes_are_shortened(text):
    text("drafter").word(texts.inserted("新", id=1790000000123) + texts.struck("旧", id=7), base=1)

    body = words.body_of(words.parts(text("drafter").read("/versions/2/file").content))

    ids = [int(n.get(f"{words.W}id")) for t in ("ins", "del") for n in body.iter(f"{words.W}{t}")]
    assert sorted(ids) == [7, 8]


@pytest.mark.parametrize(
    ("paragraph", "said"),
    [
        ("<w:r><w:pict/></w:r>", "旧式图形或水印"),
        ("<w:r><w:object/></w:r>", "嵌入的对象（表格、公式或其他文件）"),
        ("<w:smartTag><w:r><w:t>一</w:t></w:r></w:smartTag>", "智能标记"),
        ('<w:r><w:rPr><w:rPrChange w:id="1"/></w:rPr><w:t>一</w:t></w:r>', "格式修订"),
        (
            '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"/>',
            "公式",
        ),
    ],
)
def test_what_the_browser_cannot_carry_goes_to_the_desktop(text, paragraph, said):
    answer = text("drafter").word(paragraph, base=1)

    assert answer.json()["obstacles"] == [said]


def test_an_ordinary_file_may_be_edited_in_the_browser(text):
    marked = texts.said("原有") + texts.struck("旧") + texts.inserted("新")
    assert text("drafter").word(marked, base=1).json()["obstacles"] == []


BOOKMARK = '<w:bookmarkStart w:id="9" w:name="一"/><w:bookmarkEnd w:id="9"/>'


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        ("原文不变。", texts.said("原文不变。") + texts.inserted("加一句。", by="王晓敏"), []),
        ("原文改写。", texts.said("原文") + texts.struck("改写。", by="王晓敏"), []),
        (texts.said("我的") + texts.inserted("再想", by="王晓敏"), "我的", []),
        ("原文不变。", "原文变。", ["没有修订标记就消失的文字 1 字"]),
        (texts.said("一") + BOOKMARK, "一", ["书签 1 → 0 处"]),
        (texts.said("一") + texts.inserted("他"), "一", ["插入修订 1 → 0 处"]),
    ],
)
def test_what_a_save_dropped_is_seen(before, after, lost):
    old, new = words.parts(texts.word(before)), words.parts(texts.word(after))

    assert gate.losses(old, new, by="王晓敏") == lost


def test_silent_loss_is_refused_until_the_person_lets_it_go(text):
    text("drafter").word(texts.said("一") + BOOKMARK, base=1)

    refused = text("drafter").word("一", base=2, way="browser")
    assert (refused.status_code, refused.json()["code"]) == (409, "texts.silent_loss")
    assert refused.json()["lost"] == ["书签 1 → 0 处"]

    agreed = text("drafter").word("一", base=2, way="browser", lost=["书签 1 → 0 处"])
    assert (agreed.status_code, agreed.json()["number"]) == (201, 3)


# ---- 留痕 after 送核 -------------------------------------------------------------------

MARKED = texts.said("今年以来，") + texts.inserted("我镇") + texts.said("受灾。")


@pytest.fixture
def rule(unit):
    def set_(**ruled: bool) -> None:
        TracingRule.objects.update_or_create(id=1, defaults=ruled)

    return set_


@pytest.fixture
def sent(text, submit):
    text("drafter").word("今年以来，受灾。", base=1)
    submit("drafter")
    return text


@pytest.mark.parametrize("plain", [False, True])
def test_after_it_was_sent_a_change_without_a_mark_is_not_saved(sent, plain):
    head = sent("head")
    told = head.read().json()["marked"]

    refused = head.word("今年以来，我镇受灾。", base=2, way="browser", is_plain=plain)
    saved = head.word(MARKED, base=2, way="browser")

    assert told == "本单位规定，送核以后的修改一律留痕。"
    assert (refused.status_code, refused.json()["code"]) == (409, "texts.unmarked")
    assert "有 2 字的改动没有修订标记" in refused.json()["message"]
    assert (saved.status_code, saved.json()["number"]) == (201, 3)


def test_accepting_the_changes_of_others_is_a_change_too(sent):
    sent("head").word(MARKED, base=2, way="browser")

    accepted = sent("head").word("今年以来，我镇受灾。", base=3, way="browser")

    assert accepted.json()["code"] == "texts.unmarked"


def test_before_it_is_sent_the_drafter_may_do_without(text):
    mine = text("drafter")
    mine.word("今年以来，受灾。", base=1)

    careless = mine.word("今年以来。", base=2, way="browser")
    meant = mine.word("今年以来。", base=2, way="browser", is_plain=True)

    assert mine.read().json()["marked"] == ""
    assert (careless.status_code, careless.json()["code"]) == (409, "texts.silent_loss")
    assert meant.status_code == 201, meant.json()


def test_sent_back_the_drafter_may_do_without_where_the_unit_says_so(sent, submit, rule):
    submit("head", "send_back", opinion="请改", to="draft")
    drafter = sent("drafter")
    strict = drafter.read().json()["marked"]
    rule(is_asked=True, drafter_may_stop=True)

    loose = drafter.read().json()["marked"]
    saved = drafter.word("今年以来，我镇受灾。", base=2, way="browser", is_plain=True)

    assert (bool(strict), loose, saved.status_code) == (True, "", 201)
    submit("drafter")
    assert sent("head").read().json()["marked"].endswith("退回后只有拟稿人可以不留痕。")


def test_where_the_unit_does_not_ask_nobody_is_made_to(sent, rule):
    rule(is_asked=False)

    saved = sent("head").word("今年以来，我镇受灾。", base=2, way="browser", is_plain=True)

    assert saved.status_code == 201


def test_what_a_program_of_ones_own_saves_is_marked_by_the_server(sent):
    saved = sent("head").word("今年以来，我镇受灾。", base=2)

    redline = Redline.objects.get()
    versions = {one["number"]: one["sha256"] for one in saved.json()["versions"]}
    assert saved.status_code == 201
    assert (redline.before, redline.after) == (versions[2], versions[3])
