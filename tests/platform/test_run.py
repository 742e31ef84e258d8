"""make run: ports that are taken are said and stepped over; a second run is refused by name."""

import os
import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from tools import run
from tools.places import Refused


@pytest.fixture
def taken() -> Iterator[int]:
    """An even port somebody else listens on."""
    for port in range(18000, 18400, 2):
        with closing(socket.socket()) as listening:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listening.bind(("127.0.0.1", port))
            except OSError:
                continue
            listening.listen()
            yield port
            return


def test_a_taken_port_is_stepped_over_and_said(taken, capsys):
    web, events = run.free_ports(taken)

    assert web > taken
    assert events == web + 1
    assert (
        f"端口 {taken} 或 {taken + 1} 已被占用，改用 {web} 和 {events}" in capsys.readouterr().out
    )


def test_the_port_of_the_event_stream_counts_too(taken):
    assert run.free_ports(taken - 1)[0] > taken


def test_a_second_run_is_refused_by_the_number_of_the_first(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "LOCK", tmp_path / "run.lock")

    refused = pytest.raises(Refused, match=f"已经在运行（进程 {os.getpid()}）")
    with run.only_one(), refused, run.only_one():
        pytest.fail("it was let in")

    with run.only_one():
        assert (tmp_path / "run.lock").read_text() == str(os.getpid())
