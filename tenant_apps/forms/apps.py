from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "tenant_apps.forms"
    verbose_name = "表单"
