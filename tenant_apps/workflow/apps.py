from importlib import import_module

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "tenant_apps.workflow"
    verbose_name = "流程"

    def ready(self) -> None:
        import_module("tenant_apps.workflow.mandate_handlers")
        import_module("tenant_apps.workflow.subforms")
