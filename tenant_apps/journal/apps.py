from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "tenant_apps.journal"
    verbose_name = "台账"
