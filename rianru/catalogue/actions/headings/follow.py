"""How far headings have followed the works, in batches that each are one transaction with the place they reached.

A kill repeats at most one batch. Where there is no place yet (the first time, after a restore) or entries of the log
were pruned unread, every work is walked over once, in order, and the log is followed from where the walk began.
"""

from typing import Any
from uuid import UUID

from django.db import connection, transaction

from rianru.catalogue.actions.headings.told import told
from rianru.catalogue.actions.headings.write import write
from rianru.core import changes
from rianru.core.changes import Position

JOB = "catalogue.follow_headings"  # who changes what editions say wakes it
FOLLOWER = "headings"
BATCH = 2_000  # works, or entries of the log
_BEGIN = "INSERT INTO core_follower (name, xid, row) VALUES (%s, %s, %s) ON CONFLICT (name) DO NOTHING"
_MOVE = "UPDATE core_follower SET xid = %s, row = %s WHERE name = %s"
_WALK = """
    INSERT INTO catalogue_headingwalk (id, after) VALUES (1, %s) ON CONFLICT (id) DO UPDATE SET after = excluded.after
"""
_LEFT_BEHIND = """
    SELECT DISTINCT work_id FROM catalogue_headingwork AS own
    WHERE NOT EXISTS (SELECT FROM catalogue_work WHERE id = own.work_id) LIMIT %s
"""


def advance(*, limit: int = BATCH) -> int:
    """The next works: of the walk, else of the change log. How many entries were dealt with; 0 where all is done."""
    with transaction.atomic(), connection.cursor() as cursor:
        position = _place(cursor)
        cursor.execute("SELECT after FROM catalogue_headingwalk")
        walk = cursor.fetchone()
        return _walk(cursor, walk[0], limit) if walk else _follow(cursor, position, limit)


def catch_up() -> int:
    """Everything that is committed; how many entries."""
    done = 0
    while count := advance():
        done += count
    return done


def waiting() -> bool:
    """Whether changes wait for an older transaction to end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT xid::bigint, row FROM core_follower WHERE name = %s", [FOLLOWER])
        found = cursor.fetchone()
    return found is None or changes.lag(Position(*found))[0] > 0


def _place(cursor: Any) -> Position:
    """Where the follower stands, its row locked: two never advance at once. Begins a walk where it cannot go on."""
    horizon = changes.horizon()
    cursor.execute(_BEGIN, [FOLLOWER, str(horizon.xid), horizon.row])
    if cursor.rowcount:
        cursor.execute(_WALK, [None])
    cursor.execute("SELECT xid::bigint, row FROM core_follower WHERE name = %s FOR UPDATE", [FOLLOWER])
    position = Position(*cursor.fetchone())
    if position < changes.pruned_to() or position.xid > horizon.xid + 1:
        cursor.execute(_WALK, [None])
        cursor.execute(_MOVE, [str(horizon.xid), horizon.row, FOLLOWER])
        return horizon
    return position


def _walk(cursor: Any, after: UUID | None, limit: int) -> int:
    cursor.execute(
        "SELECT id FROM catalogue_work WHERE %s::uuid IS NULL OR id > %s ORDER BY id LIMIT %s", [after, after, limit]
    )
    works = [id for (id,) in cursor.fetchall()]
    if works:
        cursor.execute(_WALK, [works[-1]])
    else:
        cursor.execute(_LEFT_BEHIND, [limit])
        works = [id for (id,) in cursor.fetchall()]
        if not works:
            cursor.execute("DELETE FROM catalogue_headingwalk")
            return 1
    _tell(cursor, works)
    return len(works)


def _follow(cursor: Any, position: Position, limit: int) -> int:
    entries = changes.read(position, limit=limit)
    if not entries:
        return 0
    works = sorted({entry.object_id for entry in entries if entry.kind == "work"})
    if works:
        _tell(cursor, works)
    last = entries[-1].position
    cursor.execute(_MOVE, [str(last.xid), last.row, FOLLOWER])
    return len(entries)


def _tell(cursor: Any, works: list[UUID]) -> None:
    write(cursor, works, told(cursor, works))
    changes.wake()
