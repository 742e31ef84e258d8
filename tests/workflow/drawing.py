"""Flows drawn at random for the model test. People are numbers; 9 has left."""

from typing import Any

from hypothesis import strategies as st

MODES = ("all", "any", "in_turn", "vote")
# What a sub-flow is: whoever starts it says something, then one of two agrees.
CHILD: dict[str, Any] = {
    "c1": {"type": "task", "name": "意见", "who": ["starter"], "next": [{"to": "c2"}]},
    "c2": {
        "type": "task",
        "name": "审核",
        "mode": "any",
        "who": [3, 4],
        "next": [{"to": "end"}],
    },
}
OVER = {"field": "amount", "op": ">", "value": 50}


class Drawing:
    """A flow drawn from its end to its beginning."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.nodes: dict[str, Any] = {}

    def add(self, letter: str, **node: Any) -> str:
        key = f"{letter}{len(self.nodes)}"
        self.nodes[key] = {"name": key, **node}
        return key

    def block(self, depth: int, to: str) -> str:
        """Something that leads on to `to`; branches more often than not."""
        kinds = (
            ["both", "both", "one", "one", "either", "sub"],
            ["one", "one", "two", "both", "sub"],
            ["one"],
        )
        kind = self.draw(st.sampled_from(kinds[min(depth, 2)]))
        key: str = getattr(self, kind)(depth + 1, to)
        return key

    def one(self, depth: int, to: str) -> str:
        crowd = st.lists(st.integers(1, 6), min_size=1, max_size=3, unique=True)
        mode = self.draw(st.sampled_from(MODES))
        collects = mode == "all" and self.draw(st.booleans())
        return self.add(
            "t",
            type="task",
            mode=mode,
            reject="collect" if collects else "veto",
            percent=self.draw(st.sampled_from([34, 50, 67, 100])),
            who=self.draw(crowd) if self.draw(st.integers(0, 5)) else [9],
            empty="skip",
            free=self.draw(st.integers(0, 3)) == 0,
            next=[{"to": to}],
        )

    def sub(self, depth: int, to: str) -> str:
        crowd = st.lists(st.integers(1, 6), min_size=1, max_size=2, unique=True)
        wait = self.draw(st.sampled_from(["all", "any", 1, 2]))
        who = self.draw(crowd)
        return self.add("u", type="sub", who=who, wait=wait, empty="skip", next=[{"to": to}])

    def two(self, depth: int, to: str) -> str:
        return self.block(depth, self.block(depth, to))

    def either(self, depth: int, to: str) -> str:
        first, other = self.block(depth, to), self.block(depth, to)
        ways = [{"to": first, "when": OVER}, {"to": other, "default": True}]
        return self.add("x", type="xor", next=ways)

    def both(self, depth: int, to: str) -> str:
        join = self.add("j", type="join", next=[{"to": to}])
        count = self.draw(st.integers(2, 3))
        branches: list[dict[str, Any]] = [{"to": self.block(depth, join)} for _ in range(count)]
        if self.draw(st.booleans()):
            branches[0]["when"] = OVER
        return self.add("p", type="split", next=branches)


@st.composite
def flows(draw: st.DrawFn) -> dict[str, Any]:
    drawing, to = Drawing(draw), "end"
    for _ in range(draw(st.integers(2, 4))):
        to = drawing.block(0, to)
    first = {"type": "task", "name": "拟稿", "who": [1], "next": [{"to": to}]}
    after = drawing.nodes[to]
    if after["type"] == "task" and draw(st.booleans()):
        after["on_reject"] = "draft"
    return {"draft": first, **drawing.nodes}


def leads(body: dict[str, Any], start: str, end: str) -> bool:
    following = [edge["to"] for edge in body.get(start, {}).get("next", [])]
    return any(to == end or leads(body, to, end) for to in following)
