"""The embedded PostgreSQL comes up whatever was left behind, and never as root."""

import os
import secrets
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from tenants.postgres import Cluster, places

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    cluster = Cluster(f"trial-{secrets.token_hex(3)}", port=_free_port())
    cluster.start()
    yield cluster
    cluster.destroy()
    assert not cluster.home.exists()


@pytest.fixture
def running(cluster: Cluster) -> Cluster:
    cluster.start()
    return cluster


def test_both_logins_get_in_and_neither_is_a_superuser(running):
    for login in ("owner", "app"):
        assert (
            _ask(running, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user", login)
            is False
        )

    assert (
        _ask(running, "SELECT upper('straße') || current_setting('max_locks_per_transaction')")
        == "STRASSE256"
    )
    assert (
        _ask(running, "SELECT datlocale FROM pg_database WHERE datname = 'heshu'")
        == "PG_UNICODE_FAST"
    )


def test_a_wrong_password_does_not_get_in(running):
    url = running.url().replace("heshu:", "heshu:wrong", 1)

    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(url)


def test_the_superuser_is_not_reachable_over_the_network(running):
    with pytest.raises(psycopg2.OperationalError, match="rejects connection"):
        psycopg2.connect(host="127.0.0.1", port=running.port(), user="postgres", password="x")


def test_a_unit_role_cannot_leave_through_set_config(running):
    role = f"trial_{secrets.token_hex(3)}"

    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        _ask(
            running,
            f"CREATE ROLE {role}; SET ROLE {role}; SELECT set_config('role', 'none', false)",
        )


def test_secrets_are_for_the_owner_only_and_the_server_is_not_root(running):
    for login in ("owner", "app"):
        assert stat.S_IMODE(running.password_file(login).stat().st_mode) == 0o600
    assert stat.S_IMODE(running.data.stat().st_mode) == 0o700
    assert Path(f"/proc/{running.pid()}").stat().st_uid == places.owner().uid != 0


def test_no_folder_above_the_project_is_opened_for_it(cluster):
    modes = {folder: folder.stat().st_mode for folder in PROJECT.parents}

    another = Cluster(f"trial-{secrets.token_hex(3)}", port=_free_port(), durable=False)
    try:
        another.start()
    finally:
        another.destroy()

    assert {folder: folder.stat().st_mode for folder in PROJECT.parents} == modes


def test_started_twice_at_once_it_is_one_server(cluster):
    cluster.stop()
    code = (
        "from tenants.postgres import Cluster; "
        f"print(Cluster({cluster.name!r}, port={cluster.preferred_port}).start())"
    )

    both = [
        subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    urls = {process.communicate()[0].decode().strip() for process in both}

    assert urls == {cluster.url()}
    assert _ask(cluster, "SELECT 1") == 1


def test_started_again_it_is_the_same_server(running):
    before = running.pid()

    running.start()

    assert running.pid() == before


def test_after_kill_9_it_recovers_with_everything_committed(running):
    _ask(
        running,
        "CREATE TABLE kept (name text); INSERT INTO kept VALUES ('太和镇') RETURNING 1",
    )
    busy = psycopg2.connect(running.url())
    busy.cursor().execute("SELECT 1")

    os.kill(running.pid(), signal.SIGKILL)
    running.start()

    assert _ask(running, "SELECT name FROM kept LIMIT 1") == "太和镇"
    busy.close()


def test_a_pid_file_that_now_names_another_process_is_forgotten(cluster):
    cluster.stop()
    account = places.owner()
    change = {"user": account.uid, "group": account.gid} if account.another else {}
    stranger = subprocess.Popen(["sleep", "60"], cwd="/", **change)
    try:
        stale = cluster.data / "postmaster.pid"
        stale.write_text(f"{stranger.pid}\n{cluster.data}\n1\n{cluster.preferred_port}\n")
        stale.chmod(0o644)
        assert cluster.pid() is None

        cluster.start()

        assert cluster.pid() not in (None, stranger.pid)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_server_that_does_not_answer_yet_is_waited_for(running):
    before = running.pid()
    os.kill(before, signal.SIGSTOP)
    threading.Timer(1.0, os.kill, (before, signal.SIGCONT)).start()
    began = time.monotonic()

    running.start()

    assert running.pid() == before
    assert time.monotonic() - began >= 0.9


def test_a_taken_port_is_left_to_whoever_has_it(cluster):
    cluster.stop()
    with closing(socket.socket()) as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", cluster.preferred_port))
        taken.listen()

        cluster.start()

        assert cluster.port() != cluster.preferred_port
        assert _ask(cluster, "SELECT 1") == 1
    cluster.stop()


def test_half_an_initdb_is_begun_anew(cluster):
    half = Cluster(f"trial-{secrets.token_hex(3)}", port=_free_port(), durable=False)
    (half.home / "data.new" / "base").mkdir(parents=True)
    (half.home / "data.new" / "PG_VERSION").write_text("18\n")
    try:
        half.start()

        assert _ask(half, "SELECT 1") == 1
    finally:
        half.destroy()


def test_a_cluster_of_a_project_that_is_gone_is_set_aside(cluster):
    old = Cluster(f"trial-{secrets.token_hex(3)}", port=_free_port())
    aside = old.home.with_name(f"{old.name}.old")
    try:
        old.start()
        _ask(old, "CREATE TABLE mine (); SELECT 1")
        for login in ("owner", "app"):
            old.password_file(login).unlink()

        old.start()

        assert _ask(old, "SELECT to_regclass('mine')") is None
        assert (aside / "data" / "PG_VERSION").exists()
    finally:
        old.destroy()
        subprocess.run(["rm", "-rf", aside], check=True)


def test_stopped_it_says_so_and_its_address_can_still_be_asked_for(cluster):
    cluster.start()

    assert cluster.stop() is True
    assert cluster.stop() is False
    assert cluster.pid() is None
    assert cluster.url(login="app").startswith("postgresql://heshu_app:")


def _ask(cluster: Cluster, sql: str, login: str = "owner") -> object:
    with closing(psycopg2.connect(cluster.url(login=login))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql)
            row = cursor.fetchone()
    return row[0] if row else None


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
