"""Forms for tests."""

from typing import Any

from tenant_apps.forms import fields


def field(name: str, widget: str = "text", **settings: Any) -> dict[str, Any]:
    return {"name": name, "widget": widget, "label": settings.pop("label", name), **settings}


def options(*labels: str) -> list[dict[str, str]]:
    return [{"value": label, "label": label} for label in labels]


def ui(*drawn: dict[str, Any], title: str = "用车申请单") -> dict[str, Any]:
    return {"title": title, "fields": list(drawn)}


def shape(*drawn: dict[str, Any]) -> fields.Shape:
    return fields.shape(ui(*drawn))


COST_COLUMNS = [
    field("what", label="项目", required=True),
    field("price", "money", label="单价", required=True),
    field("count", "number", label="数量", decimals=0),
    field(
        "amount",
        "money",
        label="小计",
        computed={"op": "*", "args": [{"field": "price"}, {"field": "count"}]},
    ),
]
FAR = {"field": "km", "op": ">", "value": 60}
TOTAL = {"op": "sum", "args": [{"field": "costs.amount"}]}
DAYS = {"op": "days", "args": [{"field": "trip"}]}


def car_form() -> dict[str, Any]:
    """用车: a bit of everything that an office asks."""
    return ui(
        field("h1", "heading", label="事由与行程"),
        field("reason", label="用车事由", required=True, max_length=50),
        field("trip", "range", label="用车时间", required=True),
        field("place", label="目的地", required=True, width="half"),
        field("km", "number", label="往返里程", decimals=0, min=1, width="half", suffix="公里"),
        field("riders", "people", label="同乘人", multiple=True),
        field("far", "textarea", label="长途说明", required=True, visible=FAR),
        field("driver", "people", label="驾驶员"),
        field("costs", "table", label="费用", columns=COST_COLUMNS, sums=["amount"]),
        field("total", "money", label="合计", computed=TOTAL),
        field("days", "number", label="天数", computed=DAYS),
    )
