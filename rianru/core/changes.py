"""The change log: what readers outside the database (the search index) must look at again.

Rows of a long transaction appear after rows of short ones that began later. So a row carries its transaction id,
and readers stop at the oldest transaction still running: below it nothing can appear any more.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

CHANNEL = "core_change"
_COMING = 7421  # a lock of the session: with it ends what it says, also where a kill ends it


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """How far a reader has read: transaction id, then row id."""

    xid: int = 0
    row: int = 0


@dataclass(frozen=True, slots=True)
class Changed:
    """One entry of the log."""

    position: Position
    kind: str
    object_id: UUID


def touch(kind: str, ids: Iterable[UUID]) -> None:
    """Says that objects changed, in the caller's transaction. Set-based writers insert into core_change in SQL."""
    rows = list(ids)
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_change (kind, object_id, touched_at) SELECT %s, unnest(%s::uuid[]), clock_timestamp()",
            [kind, rows],
        )
    wake()


def wake() -> None:
    """Wakes readers at commit (PostgreSQL sends one notification however often this is called)."""
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {CHANNEL}")


@contextmanager
def coming() -> Iterator[None]:
    """Says for as long as it lasts that many changes are coming: who gathers them waits for its end, and is woken then.

    Not within a transaction. Several may say so at once.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock_shared(%s, 0)", [_COMING])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_shared(%s, 0)", [_COMING])
        wake()


def more_coming() -> bool:
    """Whether anybody says so now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = 0 "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [_COMING],
        )
        return bool(cursor.fetchone()[0])


def read(after: Position, *, limit: int) -> list[Changed]:
    """At most `limit` entries after a position, in order, below the oldest running transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT xid::text::bigint, id, kind, object_id FROM core_change
            WHERE (xid, id) > (%s::text::xid8, %s) AND xid < pg_snapshot_xmin(pg_current_snapshot())
            ORDER BY xid, id LIMIT %s
            """,
            [str(after.xid), after.row, limit],
        )
        return [Changed(Position(xid, row), kind, id) for xid, row, kind, id in cursor.fetchall()]


def horizon() -> Position:
    """A position below which every entry is committed: where a reader that has just read everything else begins."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        (xid,) = cursor.fetchone()
    return Position(xid - 1, 2**62)


def lag(after: Position) -> tuple[int, float]:
    """How many committed entries wait after a position, and the age of the oldest in seconds (0 when none)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(touched_at)), 0)::float8
            FROM (SELECT touched_at FROM core_change WHERE (xid, id) > (%s::text::xid8, %s)
                  ORDER BY xid, id LIMIT 100000) AS waiting
            """,
            [str(after.xid), after.row],
        )
        count, age = cursor.fetchone()
    return count, age


def pruned_to() -> Position:
    """The last entry that was pruned: a reader that stands before it has missed something and must rebuild."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT xid, row FROM core_follower WHERE name = 'pruned'")
        found = cursor.fetchone()
    return Position(int(found[0]), found[1]) if found else Position()


def prune(*, before: datetime) -> int:
    """Deletes entries older than `before` and notes how far, in one transaction; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH gone AS (DELETE FROM core_change WHERE touched_at < %s
                          AND xid < pg_snapshot_xmin(pg_current_snapshot()) RETURNING xid, id),
            last AS (SELECT xid, id FROM gone ORDER BY xid DESC, id DESC LIMIT 1),
            noted AS (INSERT INTO core_follower (name, xid, row) SELECT 'pruned', xid::text, id FROM last
                      ON CONFLICT (name) DO UPDATE SET xid = excluded.xid, row = excluded.row)
            SELECT count(*) FROM gone
            """,
            [before],
        )
        return int(cursor.fetchone()[0])
