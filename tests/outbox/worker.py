"""A worker process that knows the tests' subscribers: python -m tests.outbox.worker."""

import importlib

import django
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()
    importlib.import_module("tests.outbox.probe")
    call_command("worker")
