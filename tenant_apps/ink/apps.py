from django.apps import AppConfig


class InkConfig(AppConfig):
    name = "tenant_apps.ink"
    verbose_name = "手写批注"
