"""manage.py worker: hear, lease, execute and keep the time, until SIGTERM."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from shared_apps.outbox import engines


class Command(BaseCommand):
    help = "后台任务：投递公文、发送通知、定时任务。收到 SIGTERM 后办完手头的再退出。"

    def handle(self, **options: Any) -> None:
        engines.chosen().run(timezone.now)
