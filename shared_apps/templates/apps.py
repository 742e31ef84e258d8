from django.apps import AppConfig


class TemplatesConfig(AppConfig):
    name = "shared_apps.templates"
    verbose_name = "市级模板"
