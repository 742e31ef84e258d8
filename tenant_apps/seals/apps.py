from django.apps import AppConfig


class SealsConfig(AppConfig):
    name = "tenant_apps.seals"
    verbose_name = "印章"
