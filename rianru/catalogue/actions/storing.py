"""One batch of records into the tables: COPY into a staging table, then set-based SQL. No query a record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from rianru.catalogue.actions import columns
from rianru.catalogue.actions.batches import Arrived
from rianru.catalogue.actions.settling import Fresh, Touched, alone, find, id_list, tell
from rianru.catalogue.actions.shelving import keep_items, shelve
from rianru.catalogue.models import Import
from rianru.kernel.formats.marc import Chunk
from rianru.kernel.matching import Traits
from rianru.kernel.reading import Rejected

AT_ONCE = 500  # lines handed to COPY: of a whole batch they are as large as all the rest of it
# Nothing of it is compressed that fits a page: what is here for a moment is not worth it.
_STAGE = """
    CREATE TEMPORARY TABLE IF NOT EXISTS stage (
        n integer, number integer, "offset" bigint, control_number text, digest bytea, raw bytea,
        encoding text, repairs text[], losses text[], deleted boolean, record_id uuid, said jsonb, traits text,
        keys bigint[], state text DEFAULT 'new'
    ) WITH (toast_tuple_target = 8160) ON COMMIT DELETE ROWS
"""
_COPY = """
    COPY stage (n, number, "offset", control_number, digest, raw, encoding, repairs, losses, deleted, record_id, said,
                traits, keys) FROM STDIN
"""
# A deletion of what we never had, or of what is gone, changes nothing; a record that is cut never replaces a whole one.
_MATCH = """
    UPDATE stage SET record_id = known.id, state = CASE
        WHEN stage.deleted THEN CASE WHEN known.state = 'live' THEN 'deleted' ELSE 'unchanged' END
        WHEN known.digest <> stage.digest AND 'cut' = ANY(stage.repairs) AND known.state = 'live' THEN 'kept'
        ELSE 'changed' END
    FROM catalogue_record AS known
    WHERE known.source_id = %(source)s AND known.control_number = stage.control_number
"""
_IDLE = "UPDATE stage SET state = 'unchanged' WHERE deleted AND state = 'new'"
_VERSIONS = """
    INSERT INTO catalogue_recordversion
        (record_id, raw, digest, form, taken_by_id, taken_at, state, replaced_by_id, replaced_at)
        SELECT known.id, known.raw, known.digest, known.form, known.taken_by_id, known.taken_at, known.state,
               %(run)s, %(at)s
        FROM catalogue_record AS known JOIN stage ON stage.record_id = known.id
        WHERE stage.state IN ('changed', 'deleted') AND known.taken_by_id <> %(run)s
"""
_CHANGED = """
    UPDATE catalogue_record AS known
        SET digest = stage.digest, raw = stage.raw, form = %(form)s, encoding = stage.encoding, repairs = stage.repairs,
            losses = stage.losses, read_with = %(read_with)s, taken_by_id = %(run)s, taken_at = %(at)s,
            state = CASE WHEN stage.state = 'deleted' THEN 'gone' ELSE 'live' END
        FROM stage WHERE stage.record_id = known.id AND stage.state IN ('changed', 'deleted');
    DELETE FROM catalogue_matchkey AS found USING (
        SELECT record_id, unnest(reading.keys) AS key FROM stage JOIN catalogue_reading AS reading USING (record_id)
        WHERE state IN ('changed', 'deleted')) AS old
        WHERE found.key = old.key AND found.record_id = old.record_id;
    DELETE FROM catalogue_reading AS reading USING stage
        WHERE stage.record_id = reading.record_id AND state = 'changed'
"""
_READINGS = """
    INSERT INTO catalogue_reading (record_id, said, traits, keys)
        SELECT record_id, said, traits, keys FROM stage WHERE state IN ('new', 'changed')
"""
# Only once the batch is placed: its own keys are at hand, and nobody wants to find them twice.
_KEYS = """
    INSERT INTO catalogue_matchkey (key, record_id)
        SELECT unnest(keys) AS key, record_id FROM stage WHERE state IN ('new', 'changed') ORDER BY key
"""
_NEW = """
    INSERT INTO catalogue_record (id, source_id, control_number, digest, raw, form, state, encoding, repairs, losses,
                                  read_with, edition_id, because, because_of, taken_by_id, taken_at)
        SELECT record_id, %(source)s, control_number, digest, raw, %(form)s, 'live', encoding, repairs, losses,
               %(read_with)s, stands.edition_id, stands.because, stands.because_of, %(run)s, %(at)s
        FROM stage JOIN unnest(%(ids)s::uuid[], %(editions)s::uuid[], %(because)s::text[], %(because_of)s::uuid[])
            AS stands (id, edition_id, because, because_of) ON stands.id = stage.record_id
        WHERE state = 'new'
"""
_OUTCOMES = """
    INSERT INTO catalogue_outcome (run_id, number, "offset", kind, control_number, title, encoding, repairs, losses)
        SELECT %(run)s, number, "offset", CASE state WHEN 'kept' THEN 'rejected' ELSE state END, control_number,
               coalesce(left(said->>'title', 200), ''), encoding, repairs,
               CASE state WHEN 'kept' THEN '{cut_kept}' ELSE losses END
        FROM stage WHERE state <> 'unchanged'
"""
_AGAIN = """
    UPDATE stage SET state = 'changed', record_id = known.id FROM catalogue_record AS known
    WHERE known.source_id = %(source)s AND known.control_number = stage.control_number
"""
_COUNT = """
    SELECT count(*) FILTER (WHERE state = 'new'), count(*) FILTER (WHERE state = 'changed'),
           count(*) FILTER (WHERE state = 'deleted'), count(*) FILTER (WHERE state = 'unchanged'),
           count(*) FILTER (WHERE state = 'kept'),
           count(*) FILTER (WHERE state IN ('new', 'changed') AND repairs <> '{}'),
           count(*) FILTER (WHERE state IN ('new', 'changed') AND losses <> '{}')
    FROM stage
"""


@dataclass(slots=True)
class Stored:
    """How many records were new, changed, deleted, unchanged, and refused because they are cut and a whole one is
    known; how many of the new and changed were repaired and damaged; how many copies have a branch nobody knows.
    """

    new: int = 0
    changed: int = 0
    deleted: int = 0
    unchanged: int = 0
    kept: int = 0
    repaired: int = 0
    damaged: int = 0
    unplaced: int = 0


def store(
    *, run: Import, arrived: Sequence[Arrived], rejected: Sequence[tuple[Chunk, Rejected]], at: datetime,
    read_with: str, again: bool = False, common: set[int] | None = None, any_known: bool = True,
) -> Stored:
    """Stores a batch in the caller's transaction. `again`: records that are known are put back or read anew from bytes
    that `run` once brought, so no version and no outcome is written. `common`: see settling.Fresh. `any_known`: False
    where the source had none before this file, of which no two records with one number arrive.
    """
    values: dict[str, Any] = {
        "source": run.source_id, "run": run.id, "at": at, "form": run.form, "read_with": read_with
    }
    with connection.cursor() as cursor:
        if rejected:
            _reject(cursor, run, rejected)
        if not arrived:
            return Stored()
        cursor.execute(_STAGE)
        cursor.execute("DELETE FROM stage")  # of another batch of the same transaction
        with cursor.copy(_COPY) as copy:
            for first in range(0, len(arrived), AT_ONCE):
                copy.write("".join([_line(n, one) for n, one in enumerate(arrived[first : first + AT_ONCE], first)]))
        alone(cursor)
        _replace(cursor, run, at, values, again=again, any_known=any_known)
        _settle(cursor, arrived, values, common if common is not None else set())
        stored = _counts(cursor)
        stored.unplaced = shelve(cursor, run=run, rows=[one.row for one in arrived], at=at)
    return stored


def _replace(
    cursor: Any, run: Import, at: datetime, values: dict[str, Any], *, again: bool, any_known: bool
) -> None:
    """What the batch says in the place of what was known; new records are stored once it is known where they stand."""
    known = False
    if any_known:
        cursor.execute(_AGAIN if again else _MATCH, values)
        known = bool(cursor.rowcount)
    scripts = [_CHANGED, _READINGS] if known else [_READINGS]
    if not again:
        scripts = [_IDLE, _VERSIONS, *scripts, _OUTCOMES] if known else [_IDLE, *scripts, _OUTCOMES]
    for script in scripts:
        for statement in script.split(";"):
            cursor.execute(statement, values if "%(" in statement else None)
    if known and not again:
        _keep_items(cursor, run, at)


def _reject(cursor: Any, run: Import, rejected: Sequence[tuple[Chunk, Rejected]]) -> None:
    with cursor.copy(
        'COPY catalogue_outcome (run_id, number, "offset", kind, control_number, title, encoding, repairs, losses) '
        "FROM STDIN"
    ) as copy:
        for chunk, one in rejected:
            copy.write_row((
                run.id, chunk.number, chunk.offset, "rejected", one.control_number, one.title, one.encoding,
                [], [one.reason],
            ))


def _line(n: int, one: Arrived) -> str:
    """A row of `stage` as COPY reads it; several times as fast as the driver's own way."""
    chunk, digest, row = one
    return "\t".join((
        str(n), str(chunk.number), str(chunk.offset), columns.copied(row.control_number), f"\\\\x{digest.hex()}",
        f"\\\\x{chunk.raw.hex()}", row.encoding, columns.copied(columns.array(row.repairs)),
        columns.copied(columns.array(row.losses)), "t" if row.deleted else "f", row.id, columns.copied(row.said),
        columns.copied(row.traits), "{" + ",".join(map(str, row.keys)) + "}\n",
    ))


def _settle(cursor: Any, arrived: Sequence[Arrived], values: dict[str, Any], common: set[int]) -> None:
    """Places new and changed records; new ones are stored once it is known where they stand."""
    cursor.execute("SELECT n, record_id::text, state FROM stage WHERE state IN ('new', 'changed', 'deleted')")
    staged = cursor.fetchall()
    moving = {id: arrived[n].row for n, id, state in staged if state != "deleted"}
    touched = Touched()
    if moving:
        stands, touched = find(
            cursor, at=values["at"], ids=list(moving), fresh=Fresh(
                traits={id: Traits.restore(row.traits) for id, row in moving.items()},
                keys={id: row.keys for id, row in moving.items()}, said={id: row.said for id, row in moving.items()},
                sources={id: str(values["source"]) for _, id, state in staged if state == "new"}, common=common,
            ),
        )
        cursor.execute(_NEW, values | {
            "ids": id_list(stands), "editions": id_list(edition for edition, _ in stands.values()),
            "because": columns.array([why.because for _, why in stands.values()]),
            "because_of": id_list(why.because_of or "NULL" for _, why in stands.values()),
        })
        cursor.execute(_KEYS)
    tell(cursor, touched, left=[id for _, id, state in staged if state == "deleted"])


def _keep_items(cursor: Any, run: Import, at: datetime) -> None:
    cursor.execute("SELECT record_id FROM stage WHERE state IN ('changed', 'deleted')")
    ids = [id for (id,) in cursor.fetchall()]
    if ids:
        keep_items(cursor, run=run, ids=ids, at=at)


def _counts(cursor: Any) -> Stored:
    cursor.execute(_COUNT)
    return Stored(*cursor.fetchone())
