from django.apps import AppConfig

from shared_apps.kernel import clock


class ReferenceConfig(AppConfig):
    name = "shared_apps.reference"
    verbose_name = "基础资料"

    def ready(self) -> None:
        from shared_apps.reference import calendar

        clock.use(calendar.of_the_city)
