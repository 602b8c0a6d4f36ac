"""postgresql.conf and pg_hba.conf of the embedded server, written by the supervisor at each start.

They lie beside the data, not in it, so that no superuser session and no restored data folder can change them.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from rianru.config.embedded.account import Account
from rianru.config.embedded.place import PORT, ROLE

CONNECTIONS = 60
SETTINGS: dict[str, str] = {
    "listen_addresses": "",  # no TCP: the socket folder is the only door
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": str(CONNECTIONS),
    "password_encryption": "scram-sha-256",
    "authentication_timeout": "10s",
    "work_mem": "8MB",
    "maintenance_work_mem": "96MB",
    "temp_buffers": "32MB",
    "max_worker_processes": "4",
    "max_parallel_workers": "2",
    "max_parallel_workers_per_gather": "1",
    "jit": "off",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "wal_level": "replica",
    "wal_compression": "off",
    "wal_buffers": "4MB",
    "min_wal_size": "80MB",
    "max_wal_size": "1GB",
    "checkpoint_completion_target": "0.9",
    "random_page_cost": "1.1",
    "tcp_keepalives_idle": "60",
    "logging_collector": "off",
    "log_destination": "stderr",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_checkpoints": "off",
    "log_lock_waits": "on",
    # Statements and details carry people's data, and a log cannot be erased: only the server's own lines are kept.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length_on_error": "0",
    "log_timezone": "UTC",
    "timezone": "UTC",
    "datestyle": "iso, ymd",
    "lc_messages": "C",
    "cluster_name": ROLE,
}
ACCESS = f"""# Only the role of the platform signs in, by password, and only to its own databases' socket.
# The superuser of this cluster signs in nowhere: the supervisor uses it in single-user mode, with the server stopped.
local  all          {ROLE}   scram-sha-256
local  all          all      reject
"""


def write(base: Path, *, socket: Path, major: int, account: Account) -> list[str]:
    """Writes both files; returns the arguments for `postgres` that name them."""
    settings = SETTINGS | for_memory(_memory()) | {"unix_socket_directories": str(socket)}
    if major >= 17:
        settings["allow_alter_system"] = "off"
    lines = [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in settings.items()]
    files = {
        "config_file": ("postgresql.conf", "# Written at each start; changes are lost.\n" + "\n".join(lines) + "\n"),
        "hba_file": ("pg_hba.conf", ACCESS),
        "ident_file": ("pg_ident.conf", "# No maps.\n"),
    }
    for name, text in files.values():
        _replace(base / name, text, account=account)
    return [part for option, (name, _) in files.items() for part in ("-c", f"{option}={base / name}")]


def for_memory(size: int) -> dict[str, str]:
    """What depends on the machine's memory (bytes): a sixteenth for the server's own pages, from 128 MB to 1,000 MB.

    Less than the quarter that PostgreSQL's manual advises for a machine of its own: ours also serves the pages.
    """
    megabytes = size >> 20
    return {
        "shared_buffers": f"{min(max(megabytes // 16, 128), 1000)}MB",
        "effective_cache_size": f"{max(megabytes // 4, 512)}MB",
    }


def _memory() -> int:
    """Of the machine, or of the container where that is less; bytes."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        limit = Path("/sys/fs/cgroup/memory.max").read_text().strip()
    except OSError:
        return whole
    return min(whole, int(limit)) if limit.isdigit() else whole


def _replace(path: Path, text: str, *, account: Account) -> None:
    """A whole new file owned by `account`. Never follows a link that the account may have put there."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogateescape") as stream:
        stream.write(text)
        if account.switch:
            os.fchown(descriptor, account.uid, account.gid)
    fresh.replace(path)


