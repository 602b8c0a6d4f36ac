"""Whether this node may be sent readers: /readyz asks each of these."""

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db import DatabaseError, connection

from rianru.core import changes
from rianru.core.search import store


@dataclass(frozen=True, slots=True)
class Check:
    """One question, its answer, and a detail without anything secret."""

    name: str
    ok: bool
    detail: str


def readiness() -> list[Check]:
    """Draining, database write, migrations, index lag, queue age, disk."""
    if settings.DRAINING_FILE.exists():
        return [Check("draining", False, "draining")]
    database = _database()
    if not database.ok:
        return [database, _disk()]
    return [database, _migrations(), _index(), _queue(), _disk()]


def _database() -> Check:
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO core_follower (name, xid, row) VALUES ('readyz', '0', 0) "
                "ON CONFLICT (name) DO UPDATE SET row = (core_follower.row + 1) % 1000000"
            )
    except DatabaseError as error:
        connection.close()
        return Check("database", False, type(error).__name__)
    return Check("database", True, "ok")


_migrated: set[str] = set()


def _migrations() -> Check:
    """Looked at until they are complete; a running process does not become unmigrated."""
    from django.db.migrations.executor import MigrationExecutor

    if _migrated:
        return Check("migrations", True, "ok")
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not missing:
        _migrated.add("ok")
    return Check("migrations", not missing, "ok" if not missing else f"{missing} missing")


def _index() -> Check:
    generation = store.current()
    if generation is None:
        return Check("index", False, "no index yet")
    waiting, age = changes.lag(generation.position())
    return Check("index", age < settings.INDEX_LAG_READY_SECONDS, f"{waiting} waiting, {age:.0f} s")


def _queue() -> Check:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(extract(epoch FROM now() - min(at)), 0)::float8 FROM ("
            "SELECT min(event.at) AS at FROM procrastinate_jobs AS job JOIN procrastinate_events AS event "
            "ON event.job_id = job.id WHERE job.status = 'todo' AND job.lock IS NULL "
            "AND (job.scheduled_at IS NULL OR job.scheduled_at < now()) GROUP BY job.id) AS waiting"
        )
        (age,) = cursor.fetchone()
    return Check("queue", age < settings.QUEUE_AGE_READY_SECONDS, f"{age:.0f} s")


def _disk() -> Check:
    free = shutil.disk_usage(settings.VAR).free // 1024**2
    return Check("disk", free >= settings.DISK_READY_MB, f"{free} MB free")


def backup_age() -> float | None:
    """Seconds since the last `rianru backup` of this var folder; None where there was none."""
    try:
        noted = json.loads((settings.VAR / "backup.json").read_text())
        return max(0.0, (now() - datetime.fromisoformat(noted["at"])).total_seconds())
    except (OSError, ValueError, KeyError, TypeError):
        return None


def now() -> datetime:
    """The clock of the web face."""
    return datetime.now(UTC)
