from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "shared_apps.oversight"
    verbose_name = "运行"

    def ready(self) -> None:
        from shared_apps.oversight import drawing  # noqa: F401  registers who draws
