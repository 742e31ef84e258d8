"""make run: the demonstration city, from nothing to its addresses, as one group of processes.

Runs in the project's own Python, after tools.__main__ has made it.
"""

import argparse
import fcntl
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TextIO

from rich.console import Console

from tenants import postgres
from tools import demo, frontend, machine
from tools.places import PROJECT, PYTHON, VAR, Refused
from tools.supervisor import Child, Supervisor

console = Console(highlight=False)
LOCK = VAR / "run.lock"
LOGS = (VAR / "log").relative_to(PROJECT)
CITY = "city.localhost"
FACES = PROJECT / "tenant_apps" / "correspondence" / "layout" / "fonts"


def main() -> int:
    parser = argparse.ArgumentParser(prog="make run", description=__doc__)
    parser.add_argument("--rebuild", action="store_true", help="删除演示数据，从头建立")
    parser.add_argument("--port", type=int, default=8000, help="网页端口；实时消息用下一个")
    parser.add_argument("--stop", action="store_true", help="停止正在运行的一组服务和数据库")
    asked = parser.parse_args()
    try:
        return stop() if asked.stop else run(port=asked.port, rebuild=asked.rebuild)
    except (Refused, postgres.ClusterError) as refused:
        console.print(str(refused), style="red", markup=False)
        return 1
    except KeyboardInterrupt:
        return 130


def run(*, port: int, rebuild: bool) -> int:
    os.chdir(PROJECT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    web, events = free_ports(port)
    os.environ |= {"HESHU_PORT": f":{web}", "HESHU_EVENTS_PORT": f":{events}"}
    with only_one(), _database(rebuild=rebuild):
        _prepare()
        group = Supervisor(processes(web, events), _tell)
        group.listen()
        try:
            group.start()
            group.watch(until=lambda: _answers(web))
            if not group.stopping:
                demo.welcome(console, web=web)
            group.watch()
        finally:
            console.print("\n正在停止……")
            group.end()
    console.print("已全部停止。")
    return 0


def stop() -> int:
    """End the group that runs, if one does, and its cluster if that was left behind."""
    VAR.mkdir(exist_ok=True)
    with LOCK.open("a+") as lock:
        if not _take(lock):
            number = _holder(lock)
            os.kill(number, signal.SIGTERM)
            fcntl.flock(lock, fcntl.LOCK_EX)
            console.print(f"已停止（进程 {number}）")
    # the other clusters stop with the tests and benches that started them
    if postgres.cluster().stop():
        console.print("数据库已停止")
    return 0


def _prepare() -> None:
    """The front end is built while the database fills: the two wait for different things."""
    (VAR / "log").mkdir(parents=True, exist_ok=True)
    with (VAR / "log" / "build.log").open("w+") as log, ThreadPoolExecutor(1) as beside:
        building = beside.submit(frontend.build, log)
        demo.prepare()
        try:
            building.result()
        except Refused as refused:
            log.seek(0)
            raise Refused(f"{log.read()[-2000:]}\n{refused}") from None


def processes(web: int, events: int) -> list[Child]:
    serve: list[str | Path] = [
        *(PYTHON.with_name("granian"), "--host", "127.0.0.1", "--no-ws"),
        # an open event stream would keep a worker alive for ever
        *("--respawn-failed-workers", "--workers-kill-timeout", "5"),
    ]
    pages = ["--interface", "wsgi", "--workers", "2", "--blocking-threads", "4"]
    stream = ["--interface", "asginl", "--workers", "1"]
    return [
        Child(
            "网页服务",
            [*serve, *pages, "--port", str(web), "config.wsgi:application"],
            LOGS / "web.log",
        ),
        Child(
            "实时消息",
            [*serve, *stream, "--port", str(events), "config.asgi:application"],
            LOGS / "events.log",
        ),
        Child(
            "后台任务",
            [PYTHON, "manage.py", "worker"],
            LOGS / "worker.log",
            env={"HESHU_LOGIN": "app"},
        ),
        *_converter(),
    ]


def _converter() -> list[Child]:
    """LibreOffice, where there is one: in the system's Python, which alone can speak to it."""
    python = Path("/usr/bin/python3")
    missing = [need.package for need in machine.OFFICE if not need.met()]
    if missing or not python.exists():
        console.print(
            f"没有 LibreOffice（{'、'.join(missing)}）：Office 文件不能在线预览，其余照常。",
            markup=False,
        )
        return []
    serving = ["-m", "tenant_apps.files.office.serving"]
    where: list[str | Path] = ["--socket", VAR / "converter.sock", "--faces", FACES]
    # none of our settings: it reads strangers' files
    return [
        Child(
            "文档转换",
            ["/usr/bin/env", "-i", f"PYTHONPATH={PROJECT}", python, "-B", *serving, *where],
            LOGS / "converter.log",
        )
    ]


@contextmanager
def only_one() -> Iterator[None]:
    """The lock is the kernel's: it goes with the process, however that ends."""
    VAR.mkdir(exist_ok=True)
    with LOCK.open("a+") as lock:
        if not _take(lock):
            raise Refused(f"已经在运行（进程 {_holder(lock)}）。要停止它：make stop")
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
        lock.truncate(0)


def _take(lock: TextIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(lock: TextIO) -> int:
    lock.seek(0)
    return int(lock.read() or 0)


@contextmanager
def _database(*, rebuild: bool) -> Iterator[None]:
    """The embedded cluster, unless DATABASE_URL names another; stopped again if we started it."""
    if os.environ.get("DATABASE_URL"):
        if rebuild:
            raise Refused("--rebuild 只用于内置数据库；DATABASE_URL 指向的库请自行处理。")
        yield
        return
    server = postgres.cluster()
    if rebuild:
        console.print("删除演示数据……")
        server.destroy()
        demo.forget()
    ran_before = server.pid() is not None
    server.start()
    try:
        yield
    finally:
        if not ran_before:
            server.stop()


def free_ports(wanted: int) -> tuple[int, int]:
    """The wanted port and the next; if one is taken, the next free pair, and say so."""
    for web in range(wanted, wanted + 200, 2):
        if _is_free(web) and _is_free(web + 1):
            if web != wanted:
                console.print(f"端口 {wanted} 或 {wanted + 1} 已被占用，改用 {web} 和 {web + 1}。")
            return web, web + 1
    raise Refused(f"从 {wanted} 起没有找到两个相邻的空闲端口，请用 --port 指定。")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _answers(port: int) -> bool:
    """True once the city's first page comes."""
    page = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        page.request("GET", "/", headers={"Host": f"{CITY}:{port}"})
        return page.getresponse().status == 200
    except OSError:
        return False
    finally:
        page.close()


def _tell(text: str) -> None:
    console.print(f"{time.strftime('%H:%M:%S')} {text}", markup=False, soft_wrap=True)


if __name__ == "__main__":
    sys.exit(main())
