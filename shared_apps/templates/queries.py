"""Questions about the city's templates; units ask them too."""

from collections import defaultdict

from shared_apps.kernel.errors import NotFound
from shared_apps.templates.models import Taking, Template


class UnknownTemplate(NotFound):
    code = "templates.unknown"


def in_force() -> list[Template]:
    """Every template in its newest version, in the order of the page where one applies."""
    return sorted(Template.objects.newest(), key=lambda one: (one.body["position"], one.key))


def newest(key: str) -> Template:
    found = Template.objects.filter(key=key).order_by("-number").first()
    if found is None:
        raise UnknownTemplate("没有这个市级模板。")
    return found


def version(key: str, number: int) -> Template:
    found = Template.objects.filter(key=key, number=number).first()
    if found is None:
        raise UnknownTemplate(f"这个市级模板没有第 {number} 版。")
    return found


def versions(key: str) -> list[Template]:
    """Newest first."""
    found = list(Template.objects.filter(key=key).order_by("-number"))
    if not found:
        raise UnknownTemplate("没有这个市级模板。")
    return found


def takings(key: str) -> dict[int, list[str]]:
    """采用情况: version → the units that work with it, as they have told, in the city's order."""
    rows = Taking.objects.filter(key=key).order_by("unit__position", "unit__code")
    found: dict[int, list[str]] = defaultdict(list)
    for number, name in rows.values_list("number", "unit__short_name"):
        found[number].append(name)
    return found
