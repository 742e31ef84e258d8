from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "shared_apps.exchange"
    verbose_name = "公文交换"
