"""联合行文 of three towns, then 撤销 of what they issued, in real browsers."""

import re
import time
from contextlib import closing
from dataclasses import dataclass

import psycopg2
import pytest
from playwright.sync_api import Page, expect

from tests.browser.city import DATABASE, Account, City, address
from tests.browser.programs import Office, Program, knock

TITLE = "关于联合开展三镇秋冬季森林防火检查的通知"
BODY = "为做好秋冬季森林防火工作，现将有关事项通知如下。\n一、检查时间\n十二月上旬。\n特此通知。"
DUTIES = {"registrar": "机要文书", "office_head": "办公室主任", "principal": "单位领导"}


def somebody(city: City, subdomain: str, duty: str) -> Account:
    """Of a unit that stands on no list of ours: by the duty they hold there."""
    with (
        closing(psycopg2.connect(address(DATABASE))) as line,
        line.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT t.schema_name FROM public.tenants_unit t"
            " JOIN public.tenants_domain d ON d.tenant_id = t.id WHERE d.domain LIKE %s",
            [f"{subdomain}.%"],
        )
        (schema,) = cursor.fetchone()
        cursor.execute("SELECT set_config('search_path', %s, false)", [schema])
        cursor.execute(
            "SELECT s.account, s.name FROM organization_staff s"
            " JOIN organization_dutyholder h ON h.staff_id = s.id"
            " JOIN organization_duty d ON d.id = h.duty_id"
            " WHERE d.code = %s AND s.is_active ORDER BY s.account LIMIT 1",
            [duty],
        )
        account, name = cursor.fetchone()
    shared = next(one for one in city.accounts if (one.subdomain, one.role) == ("city", ""))
    return Account(subdomain, DUTIES[duty], name, account, shared.password)


@dataclass
class Partner:
    """A town that is asked to sign, with its people and programs of theirs."""

    subdomain: str
    accounts: dict[str, Account]
    registrar: Program
    head: Program
    leader: Program

    @classmethod
    def of(cls, city: City, subdomain: str) -> "Partner":
        accounts = {duty: somebody(city, subdomain, duty) for duty in DUTIES}
        return cls(subdomain, accounts, *(Program(city, one) for one in accounts.values()))

    def matter(self) -> dict:
        return self.registrar.get("/api/correspondence/joint")["results"][0]

    def approve(self, person: Program) -> None:
        rows = person.get("/api/workflow/items?box=todo")["results"]
        item = next(row for row in rows if row["subject_kind"] == "joint")
        said = {"request_id": item["id"], "opinion": "同意联合行文。"}
        person.post(f"/api/workflow/items/{item['id']}/approve", said)

    def owed_seal(self) -> str:
        """用印, once the paper has come to the keeper's desk."""
        for _ in range(100):
            rows = self.registrar.get("/api/workflow/items?box=todo")["results"]
            if found := [row["id"] for row in rows if row["subject_kind"] == "joint_seal"]:
                return found[0]
            time.sleep(0.2)
        raise AssertionError("the paper never came")

    def have_seal(self) -> None:
        unit = self.head.get("/api/session")["unit"]["name"]
        keepers = [self.registrar.staff_id]
        size = {"width_mm": 42, "height_mm": 42}
        self.head.post(
            "/api/seals",
            {"name": unit, "kind": "official", "doc_kinds": [], "keepers": keepers} | size,
        )


@dataclass
class Table:
    """Who is at it, and what lies on it."""

    host: Office
    tongxi: Partner
    shuangfeng: Partner
    document: str = ""
    matter: str = ""


@pytest.fixture(scope="module")
def table(city) -> Table:
    found = Table(
        Office(city, "taihe"), Partner.of(city, "tongxi"), Partner.of(city, "shuangfeng")
    )
    found.host.have_seal()
    for one in (found.tongxi, found.shuangfeng):
        one.have_seal()
    return found


@pytest.fixture(scope="module")
def clerk(city, sit_down) -> Page:
    return sit_down(city.person("taihe", "机要文书"))


@pytest.fixture(scope="module")
def partner(table, sit_down) -> Page:
    return sit_down(table.tongxi.accounts["registrar"])


def open_paper(page: Page, city: City, table: Table, tab: str) -> None:
    page.goto(city.url("taihe", f"/outgoing/{table.document}"))
    page.get_by_role("tab", name=re.compile(tab)).click()


def test_1_a_draft_names_its_partners(city, table, sit_down, picture):
    drafter = table.host.drafter
    found = drafter.draft(
        TITLE, ["ZFB"], table.host.leader, doc_kind="notice", body=BODY,
        partners=["500117109"],
    )  # fmt: skip
    table.document = found
    page = sit_down(city.person("taihe", "拟稿人"))
    page.goto(city.url("taihe", f"/outgoing/{found}"))
    field = page.get_by_role("combobox", name="联署机关")
    field.fill("双凤")
    page.get_by_role("listbox", name="联署机关").get_by_role("option").first.click()
    expect(page.get_by_text(re.compile("已保存")).first).to_be_visible()
    field.scroll_into_view_if_needed()
    picture(page, "joint-draft")
    partners = drafter.get(f"/api/correspondence/outgoing/{found}")["partners"]

    assert [one["short_name"] for one in partners] == ["铜溪镇", "双凤镇"]


def test_2_it_goes_to_them_after_its_own_review(city, table, clerk, partner, picture):
    table.host.drafter.act(f"outgoing/{table.document}", "submit")
    table.host.head.act(f"outgoing/{table.document}", "review")
    partner.goto(city.url("tongxi", "/joint"))
    expect(partner.get_by_role("heading", name=re.compile(TITLE)).first).to_be_visible()
    picture(partner, "joint-arrived")
    partner.get_by_role("button", name="签收", exact=True).click()
    expect(partner.get_by_text("正按本单位流程审核、签发。")).to_be_visible()
    table.tongxi.approve(table.tongxi.head)


def test_3_the_host_sees_on_which_desk_it_lies_and_urges(city, table, clerk, partner, picture):
    open_paper(clerk, city, table, "联署")
    expect(clerk.get_by_text(re.compile("签发 .+（现在）")).first).to_be_visible()
    clerk.get_by_role("button", name="催办").first.click()
    expect(clerk.get_by_text(re.compile("已催办铜溪镇")).first).to_be_visible()
    expect(clerk.get_by_text(re.compile("催办过")).first).to_be_visible()
    picture(clerk, "joint-urged")
    partner.reload()
    expect(partner.get_by_text(re.compile("太和镇 .+催办")).first).to_be_visible()
    picture(partner, "joint-reminded")


def test_4_a_partner_signs_at_its_own_desk(city, table, sit_down, picture):
    page = sit_down(table.tongxi.accounts["principal"])
    page.goto(city.url("tongxi", "/todo"))
    page.get_by_role("link", name=re.compile(TITLE)).first.click()
    page.get_by_placeholder(re.compile("签发意见")).fill("同意联合行文。")
    picture(page, "joint-todo")
    page.get_by_role("button", name="同意", exact=True).click()
    page.goto(city.url("tongxi", f"/joint/{table.tongxi.matter()['id']}"))
    expect(page.get_by_text("已签发").first).to_be_visible()
    matter = table.shuangfeng.matter()
    table.shuangfeng.registrar.act(f"joint/{matter['id']}", "acknowledge")
    for person in (table.shuangfeng.head, table.shuangfeng.leader):
        table.shuangfeng.approve(person)


def test_5_the_host_sees_every_signature_and_its_hours(city, table, clerk, picture):
    table.host.leader.act(f"outgoing/{table.document}", "sign")
    open_paper(clerk, city, table, "联署")
    expect(clerk.get_by_text("已签发").filter(visible=True).nth(2)).to_be_visible()
    expect(clerk.get_by_text(re.compile("工时")).first).to_be_visible()
    picture(clerk, "joint-signed")


def test_6_all_seals_come_onto_one_paper(city, table, clerk, partner, picture):
    for verb in ("verify", "register", "print"):
        table.host.registrar.act(f"outgoing/{table.document}", verb)
    said = table.host.impression(table.document)
    table.host.registrar.act(f"outgoing/{table.document}", "seal", **said)
    item = table.tongxi.owed_seal()
    partner.goto(city.url("tongxi", f"/todo?item={item}"))
    expect(partner.get_by_role("button", name="查看用印文稿")).to_be_visible()
    picture(partner, "joint-seal-todo")
    open_paper(clerk, city, table, "联署")
    expect(clerk.get_by_text(re.compile("已送印，请于.*前用印")).first).to_be_visible()
    picture(clerk, "joint-seal-owed")
    partner.goto(city.url("tongxi", f"/joint/{table.tongxi.matter()['id']}"))
    partner.get_by_role("radio").first.check()
    picture(partner, "joint-seal")
    partner.get_by_role("button", name="用印", exact=True).click()
    expect(partner.get_by_text(re.compile("登记第 \\d+ 号")).first).to_be_visible()
    other = table.shuangfeng.registrar
    path = f"/api/correspondence/joint/{table.shuangfeng.matter()['id']}"
    found = other.get(path)
    for _ in range(100):  # the paper goes on to the next
        if found["choices"]:
            break
        clerk.wait_for_timeout(200)
        found = other.get(path)
    wish = {"seal": found["choices"][0]["id"], "pdf_sha256": found["pdf_sha256"]}
    other.act(f"joint/{found['id']}", "seal", **wish)
    open_paper(clerk, city, table, "联署")
    expect(clerk.get_by_text(re.compile("已用印")).filter(visible=True).nth(1)).to_be_visible()
    picture(clerk, "joint-sealed")
    table.host.registrar.act(f"outgoing/{table.document}", "release")


def test_7_it_is_revoked_and_every_holder_is_told(city, table, sit_down, picture):
    leader = sit_down(city.person("taihe", "单位领导"))
    open_paper(leader, city, table, "效力")
    picture(leader, "standing-acts")
    leader.get_by_role("button", name="撤销", exact=True).click()
    leader.get_by_label("撤销理由").fill("检查安排有重大调整")
    picture(leader, "standing-dialog")
    leader.get_by_role("dialog").get_by_role("button", name="撤销", exact=True).click()
    expect(leader.get_by_text(re.compile("自始无效")).first).to_be_visible()
    district = sit_down(city.person("zfb", "机要文书"))
    district.goto(city.url("zfb", "/incoming"))
    expect(district.get_by_role("button", name="签收告知").first).to_be_visible()
    picture(district, "standing-notice")
    district.get_by_role("link", name=TITLE).first.click()
    expect(district.get_by_text(re.compile("此件已撤销")).first).to_be_visible()
    picture(district, "standing-incoming")
    district.get_by_role("button", name="签收告知").last.click()
    open_paper(leader, city, table, "效力")
    expect(leader.get_by_role("cell", name="已签收").first).to_be_visible()
    picture(leader, "standing-told")


def test_8_so_is_every_body_that_signed(city, table, clerk, partner, picture):
    partner.goto(city.url("tongxi", f"/joint/{table.tongxi.matter()['id']}"))
    expect(partner.get_by_text(re.compile("此件已撤销")).first).to_be_visible()
    partner.get_by_role("button", name="签收告知").first.click()
    expect(partner.get_by_role("button", name="签收告知")).to_have_count(0)
    picture(partner, "standing-partner")
    open_paper(clerk, city, table, "效力")
    told = clerk.get_by_role("row", name=re.compile("铜溪镇 已签收"))
    expect(told.filter(visible=True).first).to_be_visible()
    expect(clerk.get_by_role("cell", name="双凤镇").first).to_be_visible()
    picture(clerk, "standing-signers")


def test_9_whoever_verifies_the_file_learns_it(city, table, chromium, tmp_path, picture):
    path = f"/api/correspondence/outgoing/{table.document}/pdf"
    answer = knock(city, "taihe", path, head=table.host.drafter.head)
    file = tmp_path / "一.pdf"
    file.write_bytes(answer.body)
    page = chromium.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page.goto(city.url("city", "/verify"))
    page.set_input_files("input[type=file]", str(file))

    expect(page.get_by_text(re.compile("已撤销")).first).to_be_visible()
    expect(page.get_by_text("3 枚印章全部有效", exact=False).first).to_be_visible()
    picture(page, "standing-verify")
    page.close()
