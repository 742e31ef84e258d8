from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "tenant_apps.files"
    verbose_name = "文件"

    def ready(self) -> None:
        from tenant_apps.files import ofd  # noqa: F401  registers how it is drawn
