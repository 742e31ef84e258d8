from importlib import import_module

from django.apps import AppConfig

from shared_apps.kernel import clock


class OrganizationConfig(AppConfig):
    name = "tenant_apps.organization"
    verbose_name = "组织"

    def ready(self) -> None:
        import_module("tenant_apps.organization.api.schema")
        calendar = import_module("tenant_apps.organization.calendar")
        clock.use(calendar.here)
