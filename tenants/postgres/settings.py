"""What our clusters are told: how they are made, who may enter, how they are tuned."""

from pathlib import Path

# The superuser has no password: only the owner's own account gets in as it, through the socket.
SUPERUSER = "postgres"

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


def first_statements(login: str, password: str) -> dict[str, str]:
    """Statements for a server in single-user mode, one a line, by database.

    The login may make databases and roles but is no superuser. A role it makes it may also SET, which is how a request
    enters its unit. set_config is taken from everybody else: with it a unit's role could leave its schema.
    """
    guard = (
        "REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC;\n"
        "GRANT EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) TO {login};\n"
    ).format(login=login)
    return {
        "template1": (
            f"CREATE ROLE {login} LOGIN CREATEDB CREATEROLE PASSWORD '{password}';\n"
            f"ALTER ROLE {login} SET createrole_self_grant = 'set, inherit';\n" + guard
        ),
        "postgres": f"CREATE DATABASE {login} OWNER {login};\n",
    }


def configuration(*, socket: Path, durable: bool, name: str) -> str:
    """heshu.conf, written anew at every start."""
    told = {
        "cluster_name": name,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": str(socket),
        "max_connections": 200,
        "max_locks_per_transaction": 256,  # a hundred units × a thousand relations in one statement
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
