"""全文检索: what documents and attachments say, to those who may see them and nobody else."""

import pytest
from django.core.management import call_command

from shared_apps.kernel.paging import SIZE
from tenant_apps.files import actions as files
from tenant_apps.search.models import Passage
from tests.make import correspondence as make
from tests.make import files as make_files
from tests.make.organization import token

CANARY = "碧鳍金丝雀"


@pytest.fixture
def office(unit):
    return make.office()


@pytest.fixture
def draft(office, unit, client_at):
    def run(**content):
        client = client_at(unit, token(office.drafter))
        asked = make.draft_content(signatory=str(office.leader.pk), **content)
        return client.post("/api/correspondence/outgoing", asked, format="json").json()["id"]

    return run


@pytest.fixture
def ask(office, unit, client_at):
    def run(q, *, who="drafter", **more):
        client = client_at(unit, token(getattr(office, who)))
        answer = client.get("/api/search", {"q": q, **more})
        assert answer.status_code == 200, answer.json()
        return answer.json()

    return run


@pytest.fixture
def attach(office, noon):
    def run(document, name, content):
        return files.attach(
            subject_kind="outgoing",
            subject_id=document,
            name=name,
            chunks=[content],
            size=len(content),
            by=office.drafter,
            at=noon,
        )

    return run


def titles(found):
    return ["".join(piece["text"] for piece in hit["title"]) for hit in found["results"]]


def test_a_document_is_found_by_what_it_says(draft, ask, relay):
    document = draft(title="关于申请防汛资金的请示", body="今年以来，我镇遭受暴雨。妥否，请批示。")
    draft(title="关于召开会议的通知", body="请准时参加。")
    relay()
    found = ask("遭受暴雨")
    (hit,) = found["results"]

    assert (hit["id"], hit["label"], hit["page"]) == (document, "发文", f"/outgoing/{document}")
    assert {"text": "遭受暴雨", "hit": True} in hit["snippet"]
    assert found["total"] == 1


@pytest.mark.parametrize(
    ("q", "count"),
    [("防汛 资金", 1), ("防汛 会议", 0), ("雨", 1), ("暴我", 0), ("！？", 0), ("' | 防汛:* &", 1)],
)
def test_all_that_is_asked_must_be_there(draft, ask, relay, q, count):
    draft(title="关于申请防汛资金的请示", body="我镇遭受暴雨。")
    relay()

    assert len(ask(q)["results"]) == count


def test_who_may_not_see_it_learns_nothing(draft, ask, relay, attach):
    document = draft(title=f"关于{CANARY}的请示", body=CANARY)
    attach(document, f"{CANARY}.txt", CANARY.encode())
    relay()

    assert len(ask(CANARY)["results"]) == 2
    for who in ("stranger", "handler"):
        answer = ask(CANARY, who=who)
        assert (answer["results"], answer["total"], answer["next"]) == ([], 0, None)
        assert CANARY not in str(answer)


def test_the_neighbours_find_nothing_of_ours(draft, ask, relay, other_unit, client_at):
    from tenants.crossing import in_unit

    draft(title=f"关于{CANARY}的请示", body=CANARY)
    relay()
    with in_unit(other_unit):
        theirs = make.office()
        answer = client_at(other_unit, token(theirs.registrar)).get("/api/search", {"q": CANARY})

    assert answer.json()["results"] == []


def test_an_attachment_is_found_with_its_document(draft, ask, relay, attach):
    document = draft(title="关于申请防汛资金的请示", body="见附件。")
    attachment = attach(document, "测算表.docx", make_files.docx("核定每亩补助壹佰元"))
    relay()
    (hit,) = ask("每亩补助")["results"]

    assert (hit["attachment"], hit["of"]) == (str(attachment.pk), "关于申请防汛资金的请示")
    assert titles({"results": [hit]}) == ["测算表.docx"]


def test_what_is_removed_or_rewritten_is_not_found_any_more(
    draft, ask, relay, attach, office, unit, client_at, noon
):
    document = draft(title="关于甲的请示", body="原来的字句")
    attachment = attach(document, "表.txt", "旧表的内容".encode())
    relay()
    files.remove(attachment_id=attachment.pk, by=office.drafter, at=noon)
    client_at(unit, token(office.drafter)).patch(
        f"/api/correspondence/outgoing/{document}",
        {"body": "后来的字句"},
        format="json",
        HTTP_IF_MATCH="1",
    )
    relay()

    assert ask("旧表的内容")["results"] == []
    assert ask("原来的字句")["results"] == []
    assert len(ask("后来的字句")["results"]) == 1


def test_by_kind_and_by_date(draft, ask, relay):
    draft(title="关于防汛的请示", body="防汛")
    relay()

    assert len(ask("防汛", kind="outgoing")["results"]) == 1
    assert ask("防汛", kind="incoming")["results"] == []
    assert ask("防汛", until="2020-01-01")["results"] == []
    assert len(ask("防汛", since="2020-01-01")["results"]) == 1


def test_it_reads_on_where_it_stopped(draft, ask, relay):
    for number in range(SIZE + 2):
        draft(title=f"关于防汛的第{number}号请示", body="防汛")
    relay()
    first = ask("防汛")
    rest = ask("防汛", cursor=first["next"])

    assert first["total"] == SIZE + 2
    assert len(set(titles(first) + titles(rest))) == SIZE + 2
    assert rest["next"] is None


def test_the_index_can_be_made_anew(draft, ask, relay, attach, unit):
    document = draft(title="关于防汛的请示", body="防汛")
    attach(document, "表.txt", "每亩补助".encode())
    relay()
    Passage.objects.all().delete()
    call_command("rebuild_search", unit=unit.code, verbosity=0)

    assert len(ask("每亩补助")["results"]) == 1
    assert len(ask("防汛")["results"]) == 1


def test_a_search_costs_so_many_statements(draft, ask, relay, statements):
    draft(title="关于防汛的请示", body="防汛")
    relay()
    ask("防汛")
    with statements() as sql:
        ask("防汛")

    assert len(sql) == 7
