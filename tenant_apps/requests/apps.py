from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "tenant_apps.requests"
    verbose_name = "办事"

    def ready(self) -> None:
        from tenant_apps.requests import (
            searching,
            subject,  # noqa: F401  says how the engine treats us
        )

        searching.register_all()
