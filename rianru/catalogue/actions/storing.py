"""One batch of records into the tables: COPY into a staging table, then set-based SQL. No query a record."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from rianru.catalogue.models import Import, Item
from rianru.core import changes
from rianru.kernel.formats.marc import Description, Holding
from rianru.kernel.ids import new_ids
from rianru.kernel.thai import sort_key
from rianru.places import queries as places

LONGEST_BARCODE = 200  # characters; no label holds more, and no index much more
_EDITION = (
    "title",
    "other_titles",
    "statement",
    "people",
    "roles",
    "subjects",
    "edition",
    "publisher",
    "place",
    "year",
    "year_text",
    "language",
    "format",
    "isbns",
    "issns",
    "extent",
    "series",
    "summary",
    "call_number",
)
_LISTS = {"other_titles", "people", "roles", "subjects", "isbns", "issns", "series"}
_COLUMNS = ", ".join(_EDITION)
_TYPED = ", ".join(
    f"{name} {'text[]' if name in _LISTS else 'smallint' if name == 'year' else 'text'}" for name in _EDITION
)
_STAGE = f"""
    CREATE TEMPORARY TABLE stage (
        n integer PRIMARY KEY, control_number text, digest bytea, raw bytea, record_id uuid, edition_id uuid,
        work_id uuid, title_sort text, state text DEFAULT 'new',
        {_TYPED}
    ) ON COMMIT DROP;
    CREATE TEMPORARY TABLE stage_item (
        n integer, place_in_record smallint, id uuid, space_id uuid, barcode text, call_number text, copy text,
        shelf text
    ) ON COMMIT DROP
"""
_COPY = (
    f"COPY stage (n, control_number, digest, raw, record_id, edition_id, work_id, title_sort, {_COLUMNS}) FROM STDIN"
)
_MATCH = """
    UPDATE stage SET record_id = known.id, edition_id = known.edition_id, work_id = edition.work_id,
           state = CASE WHEN known.digest = stage.digest THEN 'unchanged' ELSE 'changed' END
    FROM catalogue_record AS known JOIN catalogue_edition AS edition ON edition.id = known.edition_id
    WHERE known.source_id = %(source)s AND known.control_number = stage.control_number
"""
_STORE = f"""
    INSERT INTO catalogue_work (id, title, title_sort, created_at)
        SELECT work_id, title, title_sort, %(at)s FROM stage WHERE state = 'new';
    INSERT INTO catalogue_edition (id, work_id, {_COLUMNS})
        SELECT edition_id, work_id, {_COLUMNS} FROM stage WHERE state = 'new';
    INSERT INTO catalogue_record (id, source_id, control_number, digest, raw, edition_id, taken_by_id, taken_at)
        SELECT record_id, %(source)s, control_number, digest, raw, edition_id, %(run)s, %(at)s
        FROM stage WHERE state = 'new'
"""
_REPLACE = f"""
    INSERT INTO catalogue_recordversion (record_id, raw, replaced_by_id, replaced_at)
        SELECT known.id, known.raw, %(run)s, %(at)s
        FROM catalogue_record AS known JOIN stage ON stage.record_id = known.id WHERE stage.state = 'changed';
    UPDATE catalogue_record AS known
        SET digest = stage.digest, raw = stage.raw, taken_by_id = %(run)s, taken_at = %(at)s
        FROM stage WHERE stage.record_id = known.id AND stage.state = 'changed';
    UPDATE catalogue_edition AS edition SET ({_COLUMNS}) = ({", ".join("stage." + name for name in _EDITION)})
        FROM stage WHERE stage.edition_id = edition.id AND stage.state = 'changed';
    UPDATE catalogue_work AS work SET title = stage.title, title_sort = stage.title_sort
        FROM stage WHERE stage.work_id = work.id AND stage.state = 'changed'
"""
# A copy is known by its barcode, wherever the record lists it; copies without one are told apart by their order.
_PLACES = """
    WITH listed AS (
        SELECT item.id, stage.record_id, item.barcode, item.place_in_record AS place,
               row_number() OVER (PARTITION BY stage.n, item.barcode ORDER BY item.place_in_record) AS nth
        FROM stage_item AS item JOIN stage USING (n) WHERE stage.state = 'changed'),
    known AS (
        SELECT record_id, barcode, place_in_record AS place,
               row_number() OVER (PARTITION BY record_id, barcode ORDER BY state = 'absent', place_in_record) AS nth
        FROM catalogue_item WHERE record_id IN (SELECT record_id FROM stage WHERE state = 'changed')),
    matched AS (
        SELECT listed.id, record_id, known.place,
               row_number() OVER (PARTITION BY record_id, known.place IS NULL ORDER BY listed.place) AS fresh
        FROM listed LEFT JOIN known USING (record_id, barcode, nth))
    UPDATE stage_item SET place_in_record = coalesce(matched.place, matched.fresh + (
        SELECT coalesce(max(place_in_record), -1) FROM catalogue_item WHERE record_id = matched.record_id))
    FROM matched WHERE matched.id = stage_item.id
"""
_ITEMS = f"""
    INSERT INTO catalogue_item
        (id, edition_id, space_id, record_id, place_in_record, barcode, call_number, copy, shelf, state)
        SELECT item.id, stage.edition_id, item.space_id, stage.record_id, item.place_in_record, item.barcode,
               item.call_number, item.copy, item.shelf, '{Item.State.AVAILABLE}'
        FROM stage_item AS item JOIN stage USING (n)
        WHERE stage.state <> 'unchanged' AND item.space_id IS NOT NULL
    ON CONFLICT (record_id, place_in_record) DO UPDATE SET
        space_id = excluded.space_id, barcode = excluded.barcode, call_number = excluded.call_number,
        copy = excluded.copy, shelf = excluded.shelf,
        state = CASE WHEN catalogue_item.state = '{Item.State.ABSENT}' THEN excluded.state
                     ELSE catalogue_item.state END;
    UPDATE catalogue_item AS item SET state = '{Item.State.ABSENT}' FROM stage
        WHERE item.record_id = stage.record_id AND stage.state = 'changed' AND NOT EXISTS (
            SELECT FROM stage_item WHERE stage_item.n = stage.n AND stage_item.place_in_record = item.place_in_record)
"""
_TOUCH = """
    INSERT INTO core_change (kind, object_id, touched_at)
        SELECT 'work', work_id, clock_timestamp() FROM stage WHERE state <> 'unchanged'
"""
_COUNT = """
    SELECT count(*) FILTER (WHERE state = 'new'), count(*) FILTER (WHERE state = 'changed'),
           count(*) FILTER (WHERE state = 'unchanged'),
           (SELECT count(*) FROM stage_item JOIN stage USING (n) WHERE state <> 'unchanged' AND space_id IS NULL)
    FROM stage
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A record that can be stored: its bytes, what it says, and its copies."""

    raw: bytes
    description: Description
    holdings: tuple[Holding, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """How many records were new, changed and unchanged; how many of their copies have a branch nobody knows."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    unplaced: int = 0


def store(*, run: Import, rows: Sequence[Row], rejected: Sequence[tuple[int, int, str]], at: datetime) -> Stored:
    """Stores a batch in the caller's transaction. `rejected` are (number, byte offset, reason)."""
    values: dict[str, Any] = {"source": run.source_id, "run": run.id, "at": at}
    with connection.cursor() as cursor:
        if rejected:
            cursor.executemany(
                'INSERT INTO catalogue_rejection (run_id, number, "offset", reason) VALUES (%s, %s, %s, %s)',
                [(run.id, *one) for one in rejected],
            )
        if not rows:
            return Stored()
        cursor.execute(_STAGE)
        with cursor.copy(_COPY) as copy:
            for row in _stage_rows(rows):
                copy.write_row(row)
        cursor.execute(_MATCH, values)
        _copy_items(cursor, run, rows)
        for script in (_STORE, _REPLACE, _PLACES, _ITEMS, _TOUCH):
            for statement in script.split(";"):
                cursor.execute(statement, values if "%(" in statement else None)
        cursor.execute(_COUNT)
        stored = Stored(*cursor.fetchone())
        cursor.execute("DROP TABLE stage; DROP TABLE stage_item")
    changes.wake()
    return stored


def _stage_rows(rows: Sequence[Row]) -> Iterator[tuple[Any, ...]]:
    ids = iter(new_ids(3 * len(rows)))
    for n, row in enumerate(rows):
        said = row.description
        values = {
            "people": [person.name for person in said.people],
            "roles": [person.role for person in said.people],
        }
        edition = (values.get(name, getattr(said, name, None)) for name in _EDITION)
        yield (
            n,
            said.control_number,
            hashlib.sha256(row.raw).digest(),
            row.raw,
            next(ids),
            next(ids),
            next(ids),
            sort_key(said.title),
            *(list(value) if isinstance(value, tuple) else value for value in edition),
        )


def _copy_items(cursor: Any, run: Import, rows: Sequence[Row]) -> None:
    spaces = places.space_ids({holding.space_code for row in rows for holding in row.holdings})
    items = [
        (n, place, spaces.get(holding.space_code, run.source.default_space_id), holding)
        for n, row in enumerate(rows)
        for place, holding in enumerate(row.holdings or _one_at_home(run))
    ]
    ids: list[UUID] = new_ids(len(items))
    with cursor.copy("COPY stage_item FROM STDIN") as copy:
        for id, (n, place, space_id, holding) in zip(ids, items, strict=True):
            label = (holding.barcode[:LONGEST_BARCODE], holding.call_number, holding.copy, holding.shelf)
            copy.write_row((n, place, id, space_id, *label))


def _one_at_home(run: Import) -> tuple[Holding, ...]:
    """A record without holdings stands for one copy at the source's own space, where it has one."""
    return (Holding(space_code=""),) if run.source.default_space_id else ()
