from django.apps import AppConfig


class PassportConfig(AppConfig):
    name = "shared_apps.passport"
    verbose_name = "通行"
