"""One group: who dies is started again and reported, and nobody outlives the group."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tools.supervisor import Child, Supervisor

PROJECT = Path(__file__).resolve().parents[2]
# A parent that starts a child of its own, as a web server starts its workers.
FAMILY = "sleep 300 & echo $! > {pids}/{name}.grandchild; echo $$ > {pids}/{name}.child; wait"
STUBBORN = "trap '' TERM; echo $$ > {pids}/{name}.child; while :; do sleep 0.1; done"
GROUP = """
import sys
from pathlib import Path
from tools.supervisor import Child, Supervisor

folder = Path(sys.argv[1])
children = [
    Child(name, ["sh", "-c", script], folder / f"{name}.log")
    for name, script in zip(sys.argv[2::2], sys.argv[3::2])
]
group = Supervisor(children, lambda text: print(text, flush=True))
group.listen()
group.start()
try:
    group.watch()
finally:
    group.end()
print("ended", flush=True)
"""


@pytest.fixture
def group(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    families = [
        part
        for name in ("web", "worker")
        for part in (name, FAMILY.format(pids=tmp_path, name=name))
    ]
    process = subprocess.Popen(
        [sys.executable, "-c", GROUP, str(tmp_path), *families],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    _until(lambda: len(_pids(tmp_path)) == 4)
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()
    for pid in filter(_lives, _pids(tmp_path).values()):
        os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_all_of_them_and_their_children(group, tmp_path, number):
    everybody = _pids(tmp_path)

    group.send_signal(number)

    assert group.communicate(timeout=15)[0].endswith("ended\n")
    assert group.returncode == 0
    assert _gone(everybody)


def test_who_dies_is_reported_and_started_again_without_leftovers(group, tmp_path):
    before = _pids(tmp_path)

    os.kill(before["web.child"], signal.SIGKILL)
    _until(lambda: _pids(tmp_path)["web.child"] != before["web.child"])

    assert _gone({name: pid for name, pid in before.items() if name.startswith("web")})
    assert _pids(tmp_path)["worker.child"] == before["worker.child"]
    group.send_signal(signal.SIGTERM)
    said = group.communicate(timeout=15)[0]
    assert "web 意外退出（-9），0.5 秒后重启（第 1 次）" in said
    assert "web 已重新启动" in said


def test_a_killed_supervisor_takes_its_children_along(group, tmp_path):
    children = {name: pid for name, pid in _pids(tmp_path).items() if name.endswith(".child")}

    group.kill()

    _until(lambda: _gone(children))


def test_a_child_that_does_not_listen_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr("tools.supervisor.GRACE", 0.3)
    said: list[str] = []
    script = STUBBORN.format(pids=tmp_path, name="deaf")
    group = Supervisor([Child("deaf", ["sh", "-c", script], tmp_path / "log")], said.append)
    group.start()
    _until(lambda: "deaf.child" in _pids(tmp_path))

    group.end()

    assert _gone(_pids(tmp_path))
    assert said == ["deaf 没有按时退出，强制结束"]


def test_the_pauses_grow_and_begin_anew_after_a_healthy_life(tmp_path):
    child = Child("flaky", ["false"], tmp_path / "log")
    pauses, now = [], 100.0
    for life in (0.0, 0.0, 0.0, 0.0, 120.0):
        child.start(now=now)
        child.process.wait()
        now += life
        assert child.has_died(now=now)
        pauses.append(child.due_at - now)

    assert pauses == [0.5, 1.0, 2.0, 4.0, 0.5]


def test_its_last_words_are_kept_for_the_report(tmp_path):
    child = Child("loud", ["sh", "-c", "seq 20; echo 数据库连接失败 >&2"], tmp_path / "log")

    child.start(now=0.0)
    child.process.wait()

    assert child.last_words(2) == "20\n数据库连接失败"


def _pids(folder: Path) -> dict[str, int]:
    texts = {place.name: place.read_text().strip() for place in folder.glob("*.*child")}
    return {name: int(text) for name, text in texts.items() if text}


def _gone(pids: dict[str, int]) -> bool:
    return not any(_lives(pid) for pid in pids.values())


def _lives(pid: int) -> bool:
    """A zombie waits only for somebody to read its exit code."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _until(true: Callable[[], bool], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
