"""Databases that come and go with a test or a bench."""

from typing import Any


def drop(cursor: Any, name: str) -> None:
    """Our own sessions first. WITH (FORCE) gives up where autovacuum is at work: a plain DROP
    sends that away."""
    cursor.execute(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
        " WHERE datname = %s AND usename IN (SELECT rolname FROM pg_roles"
        " WHERE pg_has_role(oid, 'MEMBER') AND NOT rolsuper) AND pid <> pg_backend_pid()",
        [name],
    )
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
