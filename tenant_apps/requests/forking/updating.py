"""Three versions of one kind side by side: what it began with, the city's newest, the unit's own.

Ours is what the unit works on: the draft where there is one, else what is in force.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from shared_apps.kernel import merging
from shared_apps.kernel.merging import Change, Side
from shared_apps.templates import queries as templates
from shared_apps.templates.models import Template
from tenant_apps.forms import merging as forms
from tenant_apps.forms import queries as form_queries
from tenant_apps.forms.models import Form
from tenant_apps.requests.forking import saying
from tenant_apps.requests.kinds import CARD
from tenant_apps.requests.models import RequestKind
from tenant_apps.workflow import designing, wording
from tenant_apps.workflow import merging as flows
from tenant_apps.workflow.models import FlowDraft

PARTS = ("card", "form", "flow", "settings")
Body = Mapping[str, Any]
Items = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Row:
    """One change as a person decides about it."""

    place: str
    part: str
    name: str
    label: str
    base: str
    city: str
    ours: str
    by: Side | None  # None: both changed it, and somebody must choose


@dataclass(frozen=True)
class Outcome:
    """What the choices make of the unit's kind."""

    form: dict[str, Any]
    flow: dict[str, Any]
    card: dict[str, Any]
    settings: dict[str, Any]
    lost: list[str]
    taken: list[str]
    kept: list[str]


@dataclass
class Update:
    """From the version a kind began with to another one of the city's."""

    kind: RequestKind
    base: Body
    city: Template
    form: Form
    draft: FlowDraft | None
    flow: Body

    @property
    def ui(self) -> Body:
        if self.form.draft is not None:
            return dict(self.form.draft)
        return dict(self.form.current.ui) if self.form.current else {"title": "", "fields": []}

    @cached_property
    def items(self) -> dict[str, tuple[Items, Items, Items]]:
        """Part → base, city, ours."""
        now = self.city.body
        uis = self.base["form"]["ui"], now["form"]["ui"], self.ui
        graphs = {"nodes": self.base["flow"]["nodes"]}, {"nodes": now["flow"]["nodes"]}, self.flow
        common = forms.common_fields(*uis)
        card = {name: getattr(self.kind, name) for name in CARD}
        return {
            "card": (_flat(_card(self.base)), _flat(_card(now)), _flat(card)),
            "form": tuple(forms.items(ui, common) for ui in uis),  # type: ignore[dict-item]
            "flow": tuple(flows.items(one) for one in graphs),  # type: ignore[dict-item]
            "settings": (
                _flat(self.base["settings"]),
                _flat(now["settings"]),
                _flat(self.kind.settings),
            ),
        }

    @cached_property
    def changes(self) -> dict[str, list[Change]]:
        return {part: list(merging.changes(*self.items[part])) for part in PARTS}

    @cached_property
    def names(self) -> wording.Names:
        titles = {
            one["name"]: str(one.get("label") or one["name"])
            for ui in (self.base["form"]["ui"], self.city.body["form"]["ui"], self.ui)
            for one in ui["fields"]
        }
        bodies = [{"nodes": body["flow"]["nodes"]} for body in (self.base, self.city.body)]
        found = wording.names_in(*bodies, self.flow, fields=titles)
        return replace(found, nodes=flows.titles(*bodies, self.flow))

    @cached_property
    def rows(self) -> list[Row]:
        return [self._row(part, one) for part in PARTS for one in self.changes[part]]

    def undecided(self, choices: Mapping[str, Side]) -> list[Row]:
        open_ = {
            f"{part}/{one.place}"
            for part in PARTS
            for one in merging.undecided(self.changes[part], _of(part, choices))
        }
        return [row for row in self.rows if row.place in open_]

    def outcome(self, choices: Mapping[str, Side]) -> Outcome:
        mixed = {
            part: merging.merged(self.changes[part], self.items[part][2], _of(part, choices))
            for part in PARTS
        }
        ui = forms.together(mixed["form"], ours=self.ui, city=self.city.body["form"]["ui"])
        others = [{"nodes": body["flow"]["nodes"]} for body in (self.city.body, self.base)]
        flow, lost = flows.together(mixed["flow"], self.flow, *others)
        sides = {row.place: choices.get(row.place, row.by) for row in self.rows}
        return Outcome(
            form=ui,
            flow=flow,
            card=mixed["card"][""],
            settings=mixed["settings"][""],
            lost=lost,
            taken=[place for place, side in sides.items() if side == "city"],
            kept=[place for place, side in sides.items() if side == "ours"],
        )

    # ---- in words ----------------------------------------------------------------------

    def _row(self, part: str, one: Change) -> Row:
        say = {"form": self._form_words, "flow": self._flow_words}.get(part, self._words)
        name, label, said = say(one)
        base, city, ours = said
        return Row(f"{part}/{one.place}", part, name, label, base, city, ours, one.by)

    def _words(self, one: Change) -> tuple[str, str, list[str]]:
        label = {**saying.SETTINGS, **saying.CARD}.get(one.setting, one.setting)
        if one.setting == "title":
            label = saying.SETTINGS["title"]
        said = [saying.of_setting(one.setting, v, self.names) for v in _sides(one)]
        return label, "", said

    def _form_words(self, one: Change) -> tuple[str, str, list[str]]:
        if one.item == forms.WHOLE:
            said = [saying.of_setting(one.setting, v, self.names) for v in _sides(one)]
            return saying.label_of(one.setting), "", said
        name = self.names.fields.get(one.item, one.item)
        if not one.setting:
            return name, _came_or_went(one), [saying.of_field(v) for v in _sides(one)]
        said = [saying.of_setting(one.setting, v, self.names) for v in _sides(one)]
        return name, saying.label_of(one.setting), said

    def _flow_words(self, one: Change) -> tuple[str, str, list[str]]:
        facts = [side.get(one.item) for side in self.items["flow"]]
        known = next((found for found in reversed(facts) if found), {})
        if not one.setting:
            return flows.named(known), _came_or_went(one), [self._step(v) for v in _sides(one)]
        if one.item == flows.AROUND:
            said = [saying.of_setting(one.setting, v, self.names) for v in _sides(one)]
            return "流程", one.setting, said
        kind = str(known.get("type"))
        said = [flows.said(one.setting, v, kind, self.names) for v in _sides(one)]
        return flows.named(known), flows.label(one.setting, self.names), said

    def _step(self, facts: Body | None) -> str:
        if facts is None:
            return ""
        who = wording.who(facts["who"], self.names) if facts.get("who") else ""
        way = flows.said("next", facts.get("next"), str(facts["type"]), self.names)
        return "，".join(part for part in (who, way) if part)


def of(kind: RequestKind) -> Update:
    """Between the version a kind began with and the city's newest."""
    draft = designing.draft_of(kind.flow_key)
    return Update(
        kind=kind,
        base=templates.version(kind.template, kind.template_number).body,
        city=templates.newest(kind.template),
        form=form_queries.find(kind.form_key),
        draft=draft,
        flow=designing.drawing_of(kind.flow_key),
    )


def _card(body: Body) -> dict[str, Any]:
    return {name: body[name] for name in CARD}


def _flat(settings: Body) -> Items:
    return {"": dict(settings)}


def _of(part: str, choices: Mapping[str, Side]) -> dict[str, Side]:
    head = f"{part}/"
    return {
        place.removeprefix(head): side for place, side in choices.items() if place.startswith(head)
    }


def _sides(one: Change) -> tuple[Any, Any, Any]:
    return one.base, one.city, one.ours


def _came_or_went(one: Change) -> str:
    if one.base is None:
        return "新增"
    return "删除" if one.city is None else "本单位已删除"
