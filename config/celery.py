"""The engine for several machines: celery --app config.celery worker. Each also dispatches."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
os.environ.setdefault("HESHU_LOGIN", "app")

import django

django.setup()

from django.utils import timezone  # noqa: E402

from shared_apps.outbox.engines import celery_app, dispatch_beside  # noqa: E402

app = celery_app()
dispatch_beside(app, timezone.now)
