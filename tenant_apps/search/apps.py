from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "tenant_apps.search"
    verbose_name = "全文检索"

    def ready(self) -> None:
        from tenant_apps.search import handlers  # noqa: F401  hears what can be read now
