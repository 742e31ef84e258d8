from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "tenant_apps.workflow"
    verbose_name = "流程"
