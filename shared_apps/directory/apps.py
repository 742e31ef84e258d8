from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "shared_apps.directory"
    verbose_name = "全区通讯录"
