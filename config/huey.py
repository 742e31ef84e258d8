"""The embedded engine's queue, for huey's own tools: huey_consumer config.huey.huey."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
os.environ.setdefault("HESHU_LOGIN", "app")

import django

django.setup()

from shared_apps.outbox.engines import huey_app  # noqa: E402

huey = huey_app()
