"""What our clusters are told: how they are made, who may enter, how they are tuned."""

from pathlib import Path

# The superuser has no password: only the owner's own account gets in as it, through the socket.
SUPERUSER = "postgres"
LOGINS = {"owner": "heshu", "app": "heshu_app"}  # the one that builds, the one that serves
DATABASE = "heshu"

INITDB = (
    *("--username", SUPERUSER, "--encoding", "UTF8", "--no-instructions", "--no-sync"),
    *("--locale-provider", "builtin", "--builtin-locale", "PG_UNICODE_FAST", "--locale", "C"),
    *("--auth-local", "peer", "--auth-host", "scram-sha-256"),
)

HBA = """\
# TYPE  DATABASE  USER      ADDRESS       METHOD
local   all       postgres                peer map=owner
local   all       all                     scram-sha-256
host    all       postgres  127.0.0.1/32  reject
host    all       all       127.0.0.1/32  scram-sha-256
"""


def ident(account: str) -> str:
    return f"# MAP  ACCOUNT  ROLE\nowner {account} {SUPERUSER}\n"


def first_statements(passwords: dict[str, str]) -> dict[str, str]:
    """Statements for a server in single-user mode, one a line, by database.

    The owner makes databases and roles but is no superuser; a role it makes it may also SET. The
    app login owns nothing and inherits nothing: it may only step onto the floors the owner opened
    to it. set_config is taken from everybody else, because with it a unit's role could leave its
    schema. Django speaks UTC, so both logins begin there.
    """
    owner, app = LOGINS["owner"], LOGINS["app"]
    set_config = "FUNCTION pg_catalog.set_config(text, text, boolean)"
    lines = (
        f"CREATE ROLE {owner} LOGIN CREATEDB CREATEROLE PASSWORD '{passwords['owner']}'",
        f"CREATE ROLE {app} LOGIN NOINHERIT PASSWORD '{passwords['app']}'",
        f"ALTER ROLE {owner} SET createrole_self_grant = 'set, inherit'",
        f"ALTER ROLE {owner} SET timezone = 'UTC'",
        f"ALTER ROLE {app} SET timezone = 'UTC'",
        f"REVOKE EXECUTE ON {set_config} FROM PUBLIC",
        f"GRANT EXECUTE ON {set_config} TO {owner}, {app}",
    )
    return {
        "template1": "".join(f"{line};\n" for line in lines),
        "postgres": f"CREATE DATABASE {DATABASE} OWNER {owner};\n",
    }


def configuration(*, socket: Path, durable: bool, name: str) -> str:
    """heshu.conf, written anew at every start."""
    told = {
        "cluster_name": name,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": str(socket),
        "max_connections": 200,
        "max_locks_per_transaction": 256,  # a hundred units × a thousand relations
        "shared_buffers": "256MB",
        "effective_cache_size": "1GB",
        "maintenance_work_mem": "128MB",
        "work_mem": "8MB",
        "max_wal_size": "2GB",
        "random_page_cost": 1.1,
        "jit": "off",
        "password_encryption": "scram-sha-256",
        "timezone": "Asia/Shanghai",
        "log_timezone": "Asia/Shanghai",
        "log_line_prefix": "%m [%p] %q%u@%d ",
        "idle_in_transaction_session_timeout": "10min",
    }
    if not durable:
        told |= {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "wal_level": "minimal",
            "max_wal_senders": 0,
        }
    lines = (f"{key} = '{value}'" for key, value in told.items())
    return "# written at every start by tenants.postgres\n" + "\n".join(lines) + "\n"
