from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "tenants"
    verbose_name = "单位"

    def ready(self) -> None:
        from tenants import checks  # noqa: F401  registers itself
