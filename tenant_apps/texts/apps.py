from django.apps import AppConfig


class TextsConfig(AppConfig):
    name = "tenant_apps.texts"
    verbose_name = "正文"

    def ready(self) -> None:
        from tenant_apps.texts import handlers  # noqa: F401  registers what we answer to
