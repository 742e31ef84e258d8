from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    name = "shared_apps.outbox"
    verbose_name = "待发"

    def ready(self) -> None:
        """Whoever records must know all subscribers; whoever carries, all handlers and jobs."""
        autodiscover_modules("handlers", "jobs")
