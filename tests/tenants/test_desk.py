"""The operator's desk: manage.py unit …"""

import json
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import Error, connection, transaction

from tenants import health, roles
from tenants.models import Domain, Unit, UnitEvent
from tests.make import tenants as make
from tests.tenants.processes import manage

Ask = Callable[..., dict]
ASKED = ["--code=T1", "--name=试验镇人民政府", "--short-name=试验镇", "--kind=town"]


@pytest.fixture
def ask(db: None, capsys: pytest.CaptureFixture[str]) -> Ask:
    """One command with --json: its exit code and its answer."""

    def run(*words: str) -> dict:
        code = 0
        try:
            call_command("unit", *words, "--json")
        except SystemExit as left:
            code = int(left.code)
        return {"exit": code, **json.loads(capsys.readouterr().out)}

    return run


def test_create_says_what_it_made_and_that_it_was_there(ask: Ask) -> None:
    first = ask("create", *ASKED, "--subdomain=shiyan", "--parent=ZFB")
    second = ask("create", *ASKED, "--subdomain=shiyan", "--parent=ZFB")
    other = ask("create", *ASKED, "--subdomain=elsewhere")

    assert (first["exit"], first["created"], first["unit"]["parent"]) == (0, True, "ZFB")
    assert (second["exit"], second["created"]) == (0, False)
    assert (other["exit"], other["code"]) == (1, "unit.refused")


def test_list_and_show(ask: Ask) -> None:
    listed = ask("list", "--kind=town")
    by_code, by_subdomain = ask("show", "500117124"), ask("show", "taihe")
    nobody = ask("show", "nowhere")

    assert [unit["short_name"] for unit in listed["units"]] == ["太和镇"]
    assert by_code == by_subdomain
    assert by_code["unit"]["domains"] == ["taihe.heshu.test"]
    assert by_code["unit"]["tables"] > 5
    assert (nobody["exit"], nobody["code"]) == (1, "not_found")


def test_people_see_a_table(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("unit", "list")
    call_command("unit", "show", "taihe")

    said = capsys.readouterr().out
    assert "太和镇" in said
    assert "共 2 个单位" in said


def test_suspending_needs_a_reason_and_leaves_a_record(ask: Ask) -> None:
    silent = ask("suspend", "taihe", "--why= ")
    done = ask("suspend", "taihe", "--why=机构改革", "--by=值班员")
    twice = ask("suspend", "taihe", "--why=机构改革")
    back = ask("resume", "taihe", "--why=改革推迟", "--by=值班员")
    idle = ask("resume", "taihe", "--why=改革推迟")

    assert (silent["exit"], silent["code"]) == (1, "unit.reason_missing")
    assert done["unit"]["status"] == "suspended"
    assert (twice["exit"], twice["code"]) == (1, "unit.not_active")
    assert back["unit"]["status"] == "active"
    assert (idle["exit"], idle["code"]) == (1, "unit.not_suspended")
    events = ask("show", "taihe")["unit"]["events"]
    assert [(said["verb"], said["by"], said["why"]) for said in events] == [
        ("resumed", "值班员", "改革推迟"),
        ("suspended", "值班员", "机构改革"),
    ]


def test_the_record_cannot_be_changed(ask: Ask) -> None:
    ask("suspend", "taihe", "--why=机构改革")

    for change in ("UPDATE tenants_unitevent SET why = ''", "DELETE FROM tenants_unitevent"):
        with pytest.raises(Error, match="只增不改"), transaction.atomic():
            connection.cursor().execute(change)
    assert UnitEvent.objects.get().why == "机构改革"


def test_a_healthy_city_passes(ask: Ask, settings) -> None:
    settings.SECRET_KEY, settings.JOURNAL_KEY, settings.SEAL_KEY = "s" * 40, "j" * 40, "k" * 40

    answer = ask("check")

    assert (answer["exit"], answer["findings"], answer["units"]) == (0, [], 2)


@pytest.mark.parametrize(
    ("damage", "what", "unit", "said"),
    [
        (
            "ALTER TABLE unit_zfb.organization_staff ADD extra int",
            "structure",
            "ZFB",
            "多出 column organization_staff.extra integer",
        ),
        (
            "ALTER TABLE unit_zfb.organization_staff DROP name CASCADE",
            "structure",
            "ZFB",
            "缺少 column organization_staff.name",
        ),
        (
            "DELETE FROM unit_zfb.django_migrations WHERE app = 'journal'",
            "history",
            "ZFB",
            "请运行 migrate_units",
        ),
        (
            "REVOKE UPDATE ON unit_zfb.organization_staff FROM {zfb}",
            "rights",
            "ZFB",
            "用不了自己的表：organization_staff",
        ),
        ("GRANT CREATE ON SCHEMA unit_zfb TO {zfb}", "rights", "ZFB", "能在自己的模式里建表"),
        ("GRANT USAGE ON SCHEMA unit_zfb TO {taihe}", "rights", "500117124", "能进入别人的模式"),
        ("GRANT DELETE ON tenants_unit TO {zfb}", "rights", "", "public.tenants_unit 多了 DELETE"),
        ("REVOKE ALL ON tenants_unit FROM {units}", "rights", "", "少了 SELECT 权限"),
        ("DELETE FROM tenants_domain WHERE domain ~ '^zfb'", "domains", "ZFB", "没有域名"),
    ],
)
def test_check_says_which_unit_differs_and_how(
    ask: Ask, settings, damage: str, what: str, unit: str, said: str
) -> None:
    settings.SECRET_KEY, settings.JOURNAL_KEY, settings.SEAL_KEY = "s" * 40, "j" * 40, "k" * 40
    make.town("T1")  # of two units neither is usual
    names = {schema: f'"{roles.of_unit(f"unit_{schema}")}"' for schema in ("zfb", "taihe")}
    with connection.cursor() as cursor:
        cursor.execute(damage.format(**names, units=f'"{roles.units()}"'))

    answer = ask("check")

    assert (answer["exit"], answer["code"]) == (3, "unit.check")
    found = [(finding["what"], finding["unit"]) for finding in answer["findings"]]
    assert (what, unit) in found
    assert any(said in finding["message"] for finding in answer["findings"])


def test_check_knows_weak_keys(ask: Ask, settings) -> None:
    settings.SECRET_KEY = settings.JOURNAL_KEY = settings.SEAL_KEY = "short"

    messages = [finding["message"] for finding in ask("check")["findings"]]

    assert len(messages) == 4
    assert any("不应相同" in message for message in messages)


def test_migrate_units_says_its_plan_and_its_end(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("migrate_units", "--plan", "--json")
    plan = json.loads(capsys.readouterr().out)
    call_command("migrate_units", "--json")
    done = json.loads(capsys.readouterr().out)

    assert plan == {"ok": True, "groups": []}
    assert done == {"ok": True, "migrated": 0, "current": 2, "failed": []}


def test_a_unit_without_schema_stops_the_run(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    Unit.objects.create(
        schema_name="unit_gone", code="GONE", name="无", subdomain="gone", status="active"
    )

    with pytest.raises(SystemExit, match="1"):
        call_command("migrate_units", "--json")

    assert json.loads(capsys.readouterr().out)["code"] == "migrating.unbuilt"


@pytest.mark.django_db
def test_as_a_program_it_ends_with_its_code() -> None:
    shown = manage("unit", "show", "nowhere")
    misused = manage("unit", "show")
    silent = manage("unit", "list", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")

    assert (shown.returncode, "没有代码或域名前缀" in shown.stderr) == (1, True)
    assert misused.returncode == 2
    assert (silent.returncode, "数据库没有应答" in silent.stderr) == (1, True)
    assert Domain.objects.count() == 2


def test_admin_hands_out_one_link_for_each_of_the_three(ask: Ask) -> None:
    answer = ask("admin", "taihe", "system=张三", "security=李四:lisi", "audit=王五")

    assert answer["exit"] == 0
    assert [link["name"] for link in answer["links"]] == ["张三", "李四", "王五"]
    assert all("taihe.heshu.test" in link["url"] for link in answer["links"])


def test_migrate_city_gives_a_restored_unit_its_rights_again(
    ground: None, capsys: pytest.CaptureFixture[str]
) -> None:
    unit = make.town("T1")
    role = roles.of_unit(unit.schema_name)
    with connection.cursor() as cursor:  # a dump that is restored elsewhere brings no roles
        cursor.execute(f'DROP OWNED BY "{role}"')
        cursor.execute(f'DROP ROLE "{role}"')

    bare = roles.unsettled([unit.schema_name, "unit_taihe"])
    call_command("migrate_city", "--json")

    assert bare == [unit.schema_name]
    assert roles.unsettled([unit.schema_name, "unit_taihe"]) == []
    assert json.loads(capsys.readouterr().out)["current"] == 3
    assert dict(health.examine([*Unit.objects.standing()]))["角色与权限"] == []


def test_a_city_without_units_has_nothing_to_settle(db: None) -> None:
    assert roles.unsettled([]) == []
