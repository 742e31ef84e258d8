from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "tenant_apps.organization"
    verbose_name = "组织"
