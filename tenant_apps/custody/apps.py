from django.apps import AppConfig


class CustodyConfig(AppConfig):
    name = "tenant_apps.custody"
    verbose_name = "涉密纸件保管"
