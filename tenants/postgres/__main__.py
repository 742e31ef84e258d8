"""python -m tenants.postgres start|stop|status|url|psql|destroy [--test|--bench]"""

import argparse
import os
import sys

from tenants.postgres import PORTS, Cluster, ClusterError, cluster
from tenants.postgres.places import binaries
from tenants.postgres.settings import DATABASE, LOGINS


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tenants.postgres", description=__doc__)
    parser.add_argument("verb", choices=["start", "stop", "status", "url", "psql", "destroy"])
    parser.set_defaults(name="main")
    for name in PORTS:
        parser.add_argument(f"--{name}", dest="name", action="store_const", const=name)
    parser.add_argument("--database", default=DATABASE, help="数据库名")
    parser.add_argument("--login", default="owner", choices=LOGINS, help="以哪个登录名")
    asked = parser.parse_args()
    try:
        return _answer(asked.verb, cluster(asked.name), asked.login, asked.database)
    except ClusterError as refused:
        sys.stderr.write(f"{refused}\n")
        return 1


def _answer(verb: str, server: Cluster, login: str, database: str) -> int:
    if verb == "start":
        server.start()
    if verb in ("start", "url"):
        sys.stdout.write(f"{server.url(login=login, database=database)}\n")
    elif verb == "stop":
        sys.stderr.write("已停止\n" if server.stop() else "本来就没有运行\n")
    elif verb == "destroy":
        _destroy(server)
    elif verb == "psql":
        sys.stdout.flush()
        os.execv(binaries() / "psql", ["psql", server.url(login=login, database=database)])
    elif server.pid() is None:
        sys.stdout.write(f"{server.name}：没有运行（{server.home}）\n")
        return 3
    else:
        sys.stdout.write(
            f"{server.name}：运行中，进程 {server.pid()}，端口 127.0.0.1:{server.port()}，"
            f"数据 {server.data}\n"
        )
    return 0


def _destroy(server: Cluster) -> None:
    if server.name == "main":
        raise ClusterError("这里只删除 --test 和 --bench；演示数据：make run ARGS=--rebuild")
    server.destroy()


if __name__ == "__main__":
    sys.exit(main())
