"""What must hold before anything runs: `manage.py check` refuses a house with a crooked floor."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.models)
def one_floor_per_app(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """An app in both lists reads its neighbour's rows wherever a unit's table is missing."""
    both = sorted(set(settings.SHARED_APPS) & set(settings.TENANT_APPS))
    return [
        Error(
            f"{app} is in SHARED_APPS and in TENANT_APPS.",
            hint="Decide which floor it belongs to; moving it later is not possible.",
            id="tenants.E001",
        )
        for app in both
    ]


@register(Tags.models)
def every_app_has_a_floor(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    listed = {*settings.SHARED_APPS, *settings.TENANT_APPS}
    return [
        Error(f"{app} is on no floor.", hint="List it in one of the two.", id="tenants.E002")
        for app in settings.INSTALLED_APPS
        if app not in listed
    ]
