from importlib import import_module

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "tenant_apps.webhooks"
    verbose_name = "事件通知"

    def ready(self) -> None:
        import_module("tenant_apps.webhooks.handlers")
