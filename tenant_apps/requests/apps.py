from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "tenant_apps.requests"
    verbose_name = "办事"

    def ready(self) -> None:
        from shared_apps.templates import craft
        from tenant_apps.requests import (
            handlers,  # noqa: F401  says what we listen to
            searching,
            subject,  # noqa: F401  says how the engine treats us
        )
        from tenant_apps.requests.forking import differing, judging

        searching.register_all()
        craft.use(craft.Craft(judging.faults, differing.differences))
