"""Records that went: kept with their bytes, shown no more."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from rianru.catalogue.actions.settling import alone, settle
from rianru.catalogue.actions.shelving import keep_items
from rianru.catalogue.models import Import

_VERSIONS = """
    INSERT INTO catalogue_recordversion
        (record_id, raw, digest, form, taken_by_id, taken_at, state, replaced_by_id, replaced_at)
        SELECT id, raw, digest, form, taken_by_id, taken_at, state, %(run)s, %(at)s
        FROM catalogue_record WHERE id = ANY(%(ids)s) AND state = 'live' AND taken_by_id <> %(run)s
"""
_DROP = """
    DELETE FROM catalogue_matchkey AS found USING (
        SELECT record_id, unnest(keys) AS key FROM catalogue_reading WHERE record_id = ANY(%(ids)s)) AS old
        WHERE found.key = old.key AND found.record_id = old.record_id;
    UPDATE catalogue_record SET state = 'gone', taken_by_id = %(run)s, taken_at = %(at)s WHERE id = ANY(%(ids)s);
    UPDATE catalogue_item SET state = 'absent', changed_at = %(at)s
        WHERE record_id = ANY(%(ids)s) AND state = 'available'
"""


def drop(cursor: Any, *, run: Import, ids: Sequence[UUID], at: datetime, versions: bool = True) -> None:
    """Takes records out in the caller's transaction; with `versions`, undoing `run` brings them back."""
    values = {"run": run.id, "ids": list(ids), "at": at}
    alone(cursor)
    if versions:
        cursor.execute(_VERSIONS, values)
        keep_items(cursor, run=run, ids=ids, at=at)
    for statement in _DROP.split(";"):
        cursor.execute(statement, values)
    settle(cursor, at=at, ids=(), left=ids)
