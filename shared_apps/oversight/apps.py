from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "shared_apps.oversight"
    verbose_name = "运行"
