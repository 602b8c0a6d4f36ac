"""What every benchmark shares: a database of its own, the machine's state, one line a result."""

import contextlib
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def scratch_database() -> Iterator[Path]:
    """An embedded server with its durability on, in a folder that goes away; Django set up and migrated over it.

    With DATABASE_URL set that server is used and must be empty.
    """
    with tempfile.TemporaryDirectory(prefix="rianru-bench-") as folder:
        Path(folder).chmod(0o755)
        var = Path(os.environ.setdefault("RIANRU_VAR", folder))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rianru.config.settings")
        os.environ.setdefault("RIANRU_LOG_LEVEL", "ERROR")
        from rianru.config.embedded import Embedded

        server = None if os.environ.get("DATABASE_URL") else Embedded(var)
        if server:
            server.start()
        try:
            import django
            from django.core.management import call_command

            django.setup()
            call_command("migrate", verbosity=0)
            print(json.dumps(machine()), file=sys.stderr)
            yield var
        finally:
            from django.db import connections

            connections.close_all()
            if server:
                server.stop()


def machine() -> dict[str, object]:
    """What a figure depends on: processor count, load before, Python, PostgreSQL, durability."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT version(), current_setting('fsync'), current_setting('synchronous_commit')")
        version, fsync, commit = cursor.fetchone()
    return {
        "cores": os.cpu_count(), "load": os.getloadavg()[0], "python": platform.python_version(),
        "postgresql": version.split(",")[0], "fsync": fsync, "synchronous_commit": commit,
    }


def report(
    name: str, *, ours: float, peer: float | None = None, peer_name: str = "", unit: str = "",
    at_least: float | None = None, at_most: float | None = None,
) -> bool:
    """Prints one JSON line with the ratio ours / peer and whether the figure holds; returns that."""
    holds = (at_least is None or ours >= at_least) and (at_most is None or ours <= at_most)
    line = {"name": name, "ours": round(ours, 4), "unit": unit, "holds": holds}
    if peer:
        line |= {"peer": round(peer, 4), "peer_name": peer_name, "ratio": round(ours / peer, 3)}
    if at_least is not None:
        line["at_least"] = at_least
    if at_most is not None:
        line["at_most"] = at_most
    print(json.dumps(line, ensure_ascii=False), flush=True)
    return holds
