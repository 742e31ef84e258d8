"""BPMN 2.0: out and in again without loss; what does not run here is refused by its id."""

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from rest_framework.test import APIClient

from shared_apps.templates import queries as templates
from tenant_apps.correspondence.flows import ROADS
from tenant_apps.workflow import graphs
from tenant_apps.workflow.bpmn.exporting import export
from tenant_apps.workflow.bpmn.expressions import Unreadable, rule
from tenant_apps.workflow.bpmn.importing import NotExecutable, graph_of
from tenant_apps.workflow.bpmn.reading import BPMN, NotBpmn, read
from tenants.models import Unit
from tests.make import organization as people
from tests.make.workflow import graph
from tests.workflow.conftest import People
from tests.workflow.test_simulate_flows import nodes

HEAD = f'<definitions xmlns="{BPMN}" id="d" targetNamespace="t"><process id="p" name="报销">'
FOOT = "</process></definitions>"


def flow(start: str, end: str, inside: str = "") -> str:
    ends = f'sourceRef="{start}" targetRef="{end}"'
    return f'<sequenceFlow id="{start}-{end}" {ends}>{inside}</sequenceFlow>'


def drawing(*parts: str) -> str:
    return HEAD + "".join(parts) + FOOT


def condition(text: str) -> str:
    return f"<conditionExpression>{text}</conditionExpression>"


PLAIN = (
    '<startEvent id="s"/>',
    '<userTask id="write" name="填写"/>',
    '<exclusiveGateway id="big" default="big-meet"/>',
    '<userTask id="chief" name="领导会签"><multiInstanceLoopCharacteristics>'
    "<completionCondition>${nrOfCompletedInstances/nrOfInstances &gt;= 0.6}</completionCondition>"
    "</multiInstanceLoopCharacteristics></userTask>",
    '<boundaryEvent id="clock" attachedToRef="chief"><timerEventDefinition>'
    "<timeDuration>P2D</timeDuration></timerEventDefinition></boundaryEvent>",
    '<exclusiveGateway id="meet"/>',
    '<endEvent id="e"/>',
    flow("s", "write"),
    flow("write", "big"),
    flow("big", "chief", condition("${amount &gt;= 10000 &amp;&amp; kind == '采购'}")),
    flow("big", "meet"),
    flow("chief", "meet"),
    flow("meet", "e"),
)


def test_what_others_drew_becomes_ours() -> None:
    name, body = graph_of(read(drawing(*PLAIN)))

    found = body["nodes"]
    assert (name, set(found)) == ("报销", {"s", "write", "big", "chief", "e"})
    assert (found["chief"]["mode"], found["chief"]["percent"], found["chief"]["due"]) == (
        "vote",
        60,
        960,
    )
    assert found["big"]["next"] == [
        {
            "to": "chief",
            "when": {
                "all": [
                    {"field": "amount", "op": ">=", "value": 10000},
                    {"field": "kind", "op": "==", "value": "采购"},
                ]
            },
        },
        {"to": "e", "default": True},
    ]


def test_out_and_in_again_is_the_same(unit: Unit, staff: People) -> None:
    body = graph(nodes(staff), "write") | {"form": "own.money"}
    body["nodes"]["chief"] |= {"mode": "vote", "percent": 66, "due": 240, "compulsory": True}

    xml = export(key="own.flow", name="用款 <一>", graph=body)
    name, again = graph_of(read(xml))

    assert (name, again) == ("用款 <一>", body)


def test_every_stock_flow_travels_without_loss(unit: Unit) -> None:
    shipped = {key: {"nodes": nodes} for key, (_, nodes) in ROADS.items()}
    shipped |= {one.key: {"nodes": one.body["flow"]["nodes"]} for one in templates.in_force()}

    assert len(shipped) > 5
    for key, body in shipped.items():
        assert graph_of(read(export(key=key, name=key, graph=body))) == (key, body)


def test_everything_has_its_place_on_the_page(unit: Unit, staff: People) -> None:
    xml = export(key="own.flow", name="用款", graph=graph(nodes(staff), "write"))

    root = ElementTree.fromstring(xml)  # noqa: S314 - our own
    process = root.find(f"{{{BPMN}}}process")
    assert process is not None
    ids = {one.get("id") for one in process}
    drawn = {one.get("bpmnElement") for one in root.iter() if one.get("bpmnElement")}
    assert drawn - ids == {process.get("id")}
    assert ids <= drawn
    boxes = [
        tuple(int(one.get(side, "")) for side in ("x", "y", "width", "height"))
        for one in root.iter("{http://www.omg.org/spec/DD/20100524/DC}Bounds")
    ]
    assert len(boxes) == len(ids) - len(process.findall(f"{{{BPMN}}}sequenceFlow"))
    assert not [(a, b) for a in boxes for b in boxes if a < b and overlap(a, b)]


def overlap(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
    beside = a[0] + a[2] <= b[0] or b[0] + b[2] <= a[0]
    return not beside and not (a[1] + a[3] <= b[1] or b[1] + b[3] <= a[1])


@pytest.mark.parametrize(
    ("parts", "ids"),
    [
        (('<scriptTask id="x"/>', flow("s", "x"), flow("x", "e")), {"x"}),
        (
            (
                '<serviceTask id="x"/>',
                '<eventBasedGateway id="y"/>',
                flow("s", "x"),
                flow("x", "y"),
                flow("y", "e"),
            ),
            {"x", "y"},
        ),
        (('<userTask id="x"/>', flow("s", "e")), {"x"}),
        (
            (
                '<userTask id="x"/>',
                '<exclusiveGateway id="y" default="y-x"/>',
                flow("s", "x"),
                flow("x", "y"),
                flow("y", "x"),
                flow("y", "e", condition("a &gt; 1")),
            ),
            {"x"},
        ),
        (
            (
                '<parallelGateway id="x"/>',
                '<userTask id="a"/>',
                '<userTask id="b"/>',
                flow("s", "x"),
                flow("x", "a"),
                flow("x", "b"),
                flow("a", "e"),
                flow("b", "e"),
            ),
            {"e"},
        ),
        (
            (
                '<exclusiveGateway id="x"/>',
                '<userTask id="a"/>',
                flow("s", "x"),
                flow("x", "a", condition("${execution.kill()}")),
                flow("x", "e"),
                flow("a", "e"),
            ),
            {"x-a"},
        ),
    ],
)
def test_what_does_not_run_here_is_named(parts: tuple[str, ...], ids: set[str]) -> None:
    ends = ('<startEvent id="s"/>', '<endEvent id="e"/>')

    with pytest.raises(NotExecutable) as refused:
        graph_of(read(drawing(*ends, *parts)))

    assert {one["id"] for one in refused.value.extra["elements"]} >= ids  # type: ignore[attr-defined]
    assert all(one in refused.value.message for one in sorted(ids)[:3])


def test_branches_that_cross_are_refused() -> None:
    crossing = [
        '<startEvent id="s"/>',
        '<endEvent id="e"/>',
        *(f'<exclusiveGateway id="{one}"/>' for one in "xyz"),
        *(f'<userTask id="{one}"/>' for one in "ab"),
        flow("s", "x"),
        flow("x", "y", condition("amount &gt; 1")),
        flow("x", "z"),
        flow("y", "a", condition("amount &gt; 2")),
        flow("y", "b"),
        flow("z", "a", condition("amount &gt; 3")),
        flow("z", "b"),
        flow("a", "e"),
        flow("b", "e"),
    ]

    with pytest.raises(NotExecutable, match="分支相互交叉"):
        graph_of(read(drawing(*crossing)))


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "<a>",
        "<html/>",
        '<!DOCTYPE d [<!ENTITY x "lol">]><definitions xmlns="u">&x;</definitions>',
        '<!DOCTYPE d SYSTEM "file:///etc/passwd"><d/>',
        "<a>" * 200 + "</a>" * 200,
        "<a>" + "<b/>" * 50_000 + "</a>",
        "x" * 2_100_000,
    ],
)
def test_a_hostile_file_is_refused(xml: str) -> None:
    with pytest.raises(NotBpmn):
        read(xml)


@pytest.mark.parametrize(
    "text", ["", "a >", "f(x)", "a.b > 1", "__import__('os')", "a == b", "(" * 50]
)
def test_what_is_no_comparison_is_not_guessed(text: str) -> None:
    with pytest.raises(Unreadable):
        rule(text)


def test_the_file_is_kept_to_the_letter(
    client_at: Callable[..., APIClient], unit: Unit, staff: People
) -> None:
    client = client_at(unit, people.token(people.staff("钱系统", duties=("system_admin",))))
    xml = drawing(*PLAIN) + "<!-- 原样 -->\n"

    page = client.post("/api/workflow/flows/import", {"xml": xml}, format="json").json()

    path = f"/api/workflow/flows/{page['key']}"
    assert (page["name"], page["imported"], page["draft"]["edit"]) == ("报销", True, 1)
    assert client.get(f"{path}/bpmn", {"original": "true"}).content.decode() == xml
    exported = client.get(f"{path}/bpmn").content.decode()
    assert graph_of(read(exported))[1] == page["draft"]["graph"]
    asked = client.post(f"{path}/check", {"graph": page["draft"]["graph"]}, format="json")
    faults = asked.json()["faults"]
    assert {(one["node"], one["field"]) for one in faults} == {("write", "who"), ("chief", "who")}


def test_a_refused_file_leaves_nothing(
    client_at: Callable[..., APIClient], unit: Unit, staff: People
) -> None:
    client = client_at(unit, people.token(people.staff("钱系统", duties=("system_admin",))))
    before = client.get("/api/workflow/flows").json()
    xml = drawing('<startEvent id="s"/>', '<scriptTask id="脚本"/>', flow("s", "脚本"))

    refused = client.post("/api/workflow/flows/import", {"xml": xml}, format="json")

    assert (refused.status_code, refused.json()["code"]) == (400, "workflow.bpmn_not_executable")
    assert "脚本" in refused.json()["message"]
    assert client.get("/api/workflow/flows").json() == before


def test_a_graph_without_settings_is_still_ours(unit: Unit, staff: People) -> None:
    assert graphs.check(
        graph_of(read(export(key="k", name="n", graph=graph(nodes(staff), "write"))))[1]
    )


def box(*inside: str, attributes: str = "") -> str:
    return f'<subProcess id="box" name="审核" {attributes}>{"".join(inside)}</subProcess>'


AROUND = (
    '<startEvent id="s"/>',
    '<userTask id="write" name="填写"/>',
    '<userTask id="keep" name="归档"/>',
    '<endEvent id="e"/>',
    flow("s", "write"),
    flow("write", "box"),
    flow("box", "keep"),
    flow("keep", "e"),
)
INSIDE = (
    '<startEvent id="s2"/>',
    '<userTask id="check" name="初审"/>',
    '<exclusiveGateway id="big" default="big-e3"/>',
    '<userTask id="chief" name="复审"/>',
    '<endEvent id="e2"/>',
    '<endEvent id="e3"/>',
    flow("s2", "check"),
    flow("check", "big"),
    flow("big", "chief", condition("amount &gt; 5")),
    flow("big", "e3"),
    flow("chief", "e2"),
)


def test_what_is_in_a_box_is_drawn_into_the_flow() -> None:
    nested = box(
        '<startEvent id="s1"/>',
        '<endEvent id="e1"/>',
        box(*INSIDE).replace('id="box"', 'id="inner"'),
        flow("s1", "inner"),
        flow("inner", "e1"),
    )
    for one in (box(*INSIDE), nested):
        body = graph_of(read(drawing(*AROUND, one)))[1]

        chart = graphs.check(
            {"nodes": {key: staffed(facts) for key, facts in body["nodes"].items()}}
        )
        assert [node.name for node in chart.tasks()] == ["填写", "初审", "复审", "归档"]
        assert body["nodes"]["big"]["next"] == [
            {"to": "chief", "when": {"field": "amount", "op": ">", "value": 5}},
            {"to": "keep", "default": True},
        ]
        assert set(body["nodes"]) == {"s", "write", "check", "big", "chief", "keep", "e"}


def staffed(facts: dict[str, object]) -> dict[str, object]:
    return {**facts, "who": [{"starter": True}]} if facts["type"] == "task" else facts


SPLIT = (
    '<startEvent id="s2"/>',
    '<parallelGateway id="x"/>',
    '<userTask id="a"/>',
    '<userTask id="b"/>',
    '<endEvent id="e2"/>',
    flow("s2", "x"),
    flow("x", "a"),
    flow("x", "b"),
    flow("a", "e2"),
    flow("b", "e2"),
)
CLOCK = '<boundaryEvent id="c" attachedToRef="box"><timerEventDefinition/></boundaryEvent>'


@pytest.mark.parametrize(
    ("parts", "ids"),
    [
        ((box(*SPLIT),), {"box"}),
        ((box(*INSIDE[1:]),), {"box"}),
        ((box(*INSIDE, attributes='triggeredByEvent="true"'),), {"box"}),
        ((box(*INSIDE, "<multiInstanceLoopCharacteristics/>"),), {"box"}),
        ((box(*INSIDE), CLOCK), {"box", "c"}),
        ((box(*INSIDE), flow("box", "e")), {"box"}),
        ((box(*INSIDE, '<scriptTask id="z"/>', flow("z", "e2")),), {"z"}),
        ((box(),), {"box"}),
    ],
)
def test_a_box_that_is_not_whole_is_refused_by_its_id(
    parts: tuple[str, ...], ids: set[str]
) -> None:
    with pytest.raises(NotExecutable) as refused:
        graph_of(read(drawing(*AROUND, *parts)))

    found = {one["id"] for one in refused.value.extra["elements"]}  # type: ignore[attr-defined]
    assert found >= ids


LANES = """<laneSet id="lanes">
  <lane id="l1" name="申请人"><flowNodeRef>s</flowNodeRef><flowNodeRef>write</flowNodeRef></lane>
  <lane id="l2" name="机要室"><childLaneSet id="c"><lane id="l3" name="机要文书">
    <flowNodeRef>keep</flowNodeRef></lane></childLaneSet></lane>
  <lane id="l4" name="审计科"><flowNodeRef>box</flowNodeRef></lane>
</laneSet>"""


@pytest.mark.parametrize("there", [True, False])
def test_a_lane_says_who_where_the_unit_knows_the_name(
    client_at: Callable[..., APIClient], unit: Unit, staff: People, there: bool
) -> None:
    client = client_at(unit, people.token(people.staff("钱系统", duties=("system_admin",))))
    clerk = people.staff("林登记", duties=("registrar",))
    audit = people.department("审计科") if there else None
    xml = drawing(LANES, *AROUND, box(*INSIDE))

    page = client.post("/api/workflow/flows/import", {"xml": xml}, format="json").json()

    drawn = page["draft"]["graph"]["nodes"]
    assert drawn["write"]["who"] == [{"starter": True}]
    assert str(clerk.pk) in drawn["keep"]["who"][0]["staff"]
    wanted = [{"head_of": str(audit.pk)}] if audit else None
    assert (drawn["check"].get("who"), drawn["chief"].get("who")) == (wanted, wanted)
    path = f"/api/workflow/flows/{page['key']}/publish"
    answer = client.post(path, {}, format="json", HTTP_IF_MATCH=str(page["draft"]["edit"]))
    if there:
        assert answer.status_code == 201, answer.json()
    else:
        assert answer.status_code == 400
        assert "「初审」没有设置办理人" in answer.json()["message"]
