"""Who executes what was leased: huey in this very process, or celery on several machines.

The truth of what is to be done is the outbox. An engine only carries ids, so losing one, with its
queue and all, costs a lease time and nothing else. settings.OUTBOX_ENGINE chooses.
"""

import logging
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings

from shared_apps.outbox import jobs
from shared_apps.outbox.dispatching import Dispatcher, LongLane

CARRY, TICK = "outbox.carry", "outbox.tick"
LANE_SECONDS = 3.0  # what takes long is given up: its lease runs out, and it is done anew
DRAIN_SECONDS = 20.0  # a worker that is asked to stop finishes what it has leased
Clock = Callable[[], datetime]
logger = logging.getLogger(__name__)


class Engine(Protocol):
    def submit(self, ids: Sequence[UUID]) -> None: ...

    def run(self, clock: Clock) -> None:
        """Dispatch and execute until the process is asked to stop."""


class UnknownEngine(Exception):
    pass


def chosen() -> Engine:
    if settings.OUTBOX_ENGINE == "huey":
        return Huey()
    if settings.OUTBOX_ENGINE == "celery":
        return Celery()
    raise UnknownEngine(f"OUTBOX_ENGINE 只能是 huey 或 celery，不能是“{settings.OUTBOX_ENGINE}”。")


class Huey:
    """Threads of this process over a queue in a SQLite file: nothing to install."""

    def __init__(self) -> None:
        self.app = huey_app()

    def submit(self, ids: Sequence[UUID]) -> None:
        self.app.heshu_carry([str(one) for one in ids])

    def run(self, clock: Clock) -> None:
        dispatcher = Dispatcher(self, clock=clock)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: dispatcher.stop())
        consumer, lane = self.start(), LongLane(jobs.execute, clock=clock)
        lane.start()
        dispatcher.run()
        self.stop(consumer)
        lane.stop(LANE_SECONDS)

    def start(self) -> Any:
        from huey.consumer import Consumer

        class Embedded(Consumer):
            def _set_signal_handlers(self) -> None:
                """Signals are the dispatcher's: it stops leasing first."""

        share_the_interpreter()
        consumer = Embedded(
            self.app,
            workers=settings.OUTBOX_THREADS,
            periodic=False,  # the dispatcher keeps the time
            initial_delay=0.01,
            max_delay=0.05,
        )
        consumer.start()
        return consumer

    def stop(self, consumer: Any) -> None:
        deadline = time.monotonic() + DRAIN_SECONDS
        while self.app.pending_count() and time.monotonic() < deadline:
            time.sleep(0.02)
        consumer.stop(graceful=True)


class Celery:
    """Processes here or elsewhere behind a broker; every one of them may dispatch as well."""

    def __init__(self) -> None:
        self.app = celery_app()

    def submit(self, ids: Sequence[UUID]) -> None:
        self.app.tasks[CARRY].apply_async(args=[[str(one) for one in ids]])

    def run(self, clock: Clock) -> None:
        dispatch_beside(self.app, clock)
        threads = str(settings.OUTBOX_THREADS)
        self.app.worker_main(["worker", "--loglevel", "INFO", "--concurrency", threads])


def share_the_interpreter() -> None:
    """Handlers wait for the database all the time; every wait would cost a turn of 5 ms."""
    sys.setswitchinterval(0.0005)


@cache
def huey_app() -> Any:
    from huey import SqliteHuey

    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    app = SqliteHuey("heshu", filename=str(settings.VAR_DIR / "huey.db"), results=False)
    app.heshu_carry = app.task(name=CARRY)(jobs.execute)
    return app


@cache
def celery_app() -> Any:
    import celery

    app = celery.Celery("heshu", broker=settings.CELERY_BROKER_URL, set_as_current=False)
    app.conf.update(
        task_ignore_result=True,
        task_default_queue="heshu",
        task_publish_retry_policy={"max_retries": 2, "interval_start": 0, "interval_step": 0.5},
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        timezone=settings.TIME_ZONE,
        beat_schedule={TICK: {"task": TICK, "schedule": 60.0}},
    )
    app.task(name=CARRY)(jobs.execute)
    app.task(name=TICK)(jobs.tick)
    return app


def dispatch_beside(app: Any, clock: Clock) -> None:
    """Run a dispatcher in the main process of a celery worker, for as long as that works."""
    from celery.signals import worker_ready, worker_shutting_down

    def begin(**_: object) -> None:
        dispatcher = Dispatcher(Celery(), clock=clock)
        thread = threading.Thread(target=dispatcher.run, name="dispatcher", daemon=True)
        lane = LongLane(jobs.execute, clock=clock)
        worker_shutting_down.connect(lambda **_: dispatcher.stop(), weak=False)
        worker_shutting_down.connect(lambda **_: lane.stop(LANE_SECONDS), weak=False)
        thread.start()
        lane.start()

    worker_ready.connect(begin, weak=False)
