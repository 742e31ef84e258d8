from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "shared_apps.trust"
    verbose_name = "签章信任"
