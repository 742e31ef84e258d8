"""What is otherwise in the next version of a template, for the city's operator to read."""

from collections.abc import Iterator, Mapping
from typing import Any

from shared_apps.templates.craft import Difference
from tenant_apps.forms import comparing as forms
from tenant_apps.requests.forking import saying
from tenant_apps.workflow import comparing as flows
from tenant_apps.workflow.wording import Names

Body = Mapping[str, Any]


def differences(was: Body, now: Body) -> list[Difference]:
    names = Names(fields=titles(was) | titles(now))
    return [
        *_of_words("card", saying.CARD, was, now, names),
        *_of_form(was["form"]["ui"], now["form"]["ui"], names),
        *_of_flow(was, now, names),
        *_of_words("settings", saying.SETTINGS, was["settings"], now["settings"], names),
    ]


def titles(body: Body) -> dict[str, str]:
    return {
        one["name"]: str(one.get("label") or one["name"]) for one in body["form"]["ui"]["fields"]
    }


def _of_words(
    part: str, words: Mapping[str, str], was: Body, now: Body, names: Names
) -> Iterator[Difference]:
    for name, label in words.items():
        before, after = was.get(name), now.get(name)
        if before != after:
            said = [saying.of_setting(name, value, names) for value in (before, after)]
            yield Difference(part, "changed", label, "", *said)


def _of_form(was: Body, now: Body, names: Names) -> Iterator[Difference]:
    old = {one["name"]: one for one in was["fields"]}
    new = {one["name"]: one for one in now["fields"]}
    words = {label: name for name, label in forms.WORDS.items()}
    for one in forms.differences(was, now):
        before, after = old.get(one.field), new.get(one.field)
        if one.change == "changed" and before and after:
            for label in one.what:
                name = words[label]
                said = [
                    saying.of_setting(name, facts.get(name), names) for facts in (before, after)
                ]
                yield Difference("form", "changed", one.label, label, *said)
        elif one.change == "changed":
            yield Difference("form", "changed", "表单标题", "", was["title"], now["title"])
        else:
            kept = one.change != "moved"
            said = [saying.of_field(facts) if kept else "" for facts in (before, after)]
            yield Difference("form", one.change, one.label, "", *said)


def _of_flow(was: Body, now: Body, names: Names) -> Iterator[Difference]:
    before, after = ({"nodes": body["flow"]["nodes"]} for body in (was, now))
    for row in flows.compare(before, after, fields=names.fields):
        yield Difference("flow", row.kind, row.name, row.label, row.was, row.now)
