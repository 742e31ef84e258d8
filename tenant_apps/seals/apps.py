from importlib import import_module

from django.apps import AppConfig


class SealsConfig(AppConfig):
    name = "tenant_apps.seals"
    verbose_name = "印章"

    def ready(self) -> None:
        import_module("tenant_apps.seals.handlers")
