from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "tenant_apps.correspondence"
    verbose_name = "公文"

    def ready(self) -> None:
        from tenant_apps.correspondence import handlers  # noqa: F401  registers what we answer to
