"""Copies of a batch of records into items. Absent copies stay, marked; a copy never vanishes silently."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from rianru.catalogue.actions.settling import id_list
from rianru.catalogue.models import Import, Item
from rianru.kernel.formats.marc import Holding
from rianru.kernel.ids import new_ids
from rianru.kernel.reading import Row
from rianru.places import queries as places

LONGEST_BARCODE = 200  # characters; no label holds more, and no index much more
_STAGE = """
    CREATE TEMPORARY TABLE IF NOT EXISTS stage_item (
        n integer, place_in_record smallint, id uuid, space_id uuid, barcode text, call_number text, copy text,
        shelf text, status text, price integer, note text
    ) ON COMMIT DELETE ROWS
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
# Where a librarian moved a copy it stays, until its source names another branch than it did before. A price and a note
# that staff wrote stay where the source has none.
_ITEMS = f"""
    INSERT INTO catalogue_item (id, edition_id, space_id, listed_at_id, record_id, place_in_record, barcode,
                                call_number, copy, shelf, status, price, note, state)
        SELECT item.id, record.edition_id, item.space_id, item.space_id, stage.record_id, item.place_in_record,
               item.barcode, item.call_number, item.copy, item.shelf, item.status, item.price, item.note,
               '{Item.State.AVAILABLE}'
        FROM stage_item AS item JOIN stage USING (n) JOIN catalogue_record AS record ON record.id = stage.record_id
        WHERE stage.state IN ('new', 'changed') AND item.space_id IS NOT NULL
    ON CONFLICT (record_id, place_in_record) DO UPDATE SET
        space_id = CASE WHEN catalogue_item.listed_at_id IS NOT DISTINCT FROM excluded.listed_at_id
                        THEN catalogue_item.space_id ELSE excluded.space_id END,
        listed_at_id = excluded.listed_at_id, barcode = excluded.barcode, call_number = excluded.call_number,
        copy = excluded.copy, shelf = excluded.shelf, status = excluded.status,
        price = coalesce(excluded.price, catalogue_item.price),
        note = CASE WHEN excluded.note = '' THEN catalogue_item.note ELSE excluded.note END,
        state = CASE WHEN catalogue_item.state = '{Item.State.ABSENT}' THEN excluded.state
                     ELSE catalogue_item.state END;
    UPDATE catalogue_item AS item SET state = '{Item.State.ABSENT}', changed_at = %(at)s FROM stage
        WHERE item.record_id = stage.record_id AND stage.state IN ('changed', 'deleted')
          AND item.state = '{Item.State.AVAILABLE}' AND (stage.state = 'deleted' OR NOT EXISTS (
            SELECT FROM stage_item WHERE stage_item.n = stage.n AND stage_item.place_in_record = item.place_in_record))
"""
_KEPT = "barcode, call_number, copy, shelf, status, price, note, state, changed_at"
_VERSIONS = f"""
    INSERT INTO catalogue_itemversion (item_id, space_id, listed_at_id, replaced_by_id, replaced_at, {_KEPT})
        SELECT id, space_id, listed_at_id, %(run)s, %(at)s, {_KEPT}
        FROM catalogue_item WHERE record_id = ANY(%(ids)s::uuid[])
"""
# What staff wrote since the import stays as they wrote it.
_RESTORE = f"""
    UPDATE catalogue_item AS item SET (space_id, listed_at_id, {_KEPT}) = (
            version.space_id, version.listed_at_id, {", ".join("version." + name for name in _KEPT.split(", "))})
        FROM catalogue_itemversion AS version
        WHERE version.item_id = item.id AND version.replaced_by_id = %(run)s AND item.record_id = ANY(%(ids)s::uuid[])
          AND (item.changed_at IS NULL OR item.changed_at <= %(at)s);
    DELETE FROM catalogue_itemversion AS version USING catalogue_item AS item
        WHERE version.item_id = item.id AND version.replaced_by_id = %(run)s AND item.record_id = ANY(%(ids)s::uuid[])
"""
# Copies are found by their barcodes and call numbers.
_TOUCH = """
    INSERT INTO core_change (kind, object_id, touched_at)
        SELECT 'work', touched.work_id, clock_timestamp() FROM (
            SELECT DISTINCT edition.work_id FROM stage_item JOIN stage USING (n)
            JOIN catalogue_record AS record ON record.id = stage.record_id
            JOIN catalogue_edition AS edition ON edition.id = record.edition_id
            WHERE stage.state IN ('new', 'changed')) AS touched
"""
_UNPLACED = """
    SELECT count(*) FROM stage_item JOIN stage USING (n) WHERE state IN ('new', 'changed') AND space_id IS NULL
"""


def keep_items(cursor: Any, *, run: Import, ids: Iterable[object], at: datetime) -> None:
    """Keeps what the copies of some records are, before an import changes those records."""
    cursor.execute(_VERSIONS, {"run": run.id, "at": at, "ids": id_list(ids)})


def restore_items(cursor: Any, *, run: Import, ids: Iterable[object], at: datetime) -> None:
    """Gives the copies back as they stood before an import; those that staff changed since stay as they are."""
    for statement in _RESTORE.split(";"):
        cursor.execute(statement, {"run": run.id, "ids": id_list(ids), "at": at})


def shelve(cursor: Any, *, run: Import, rows: Sequence[Row], at: datetime) -> int:
    """The copies of the records in the table `stage`; how many have a branch nobody knows."""
    cursor.execute(_STAGE)
    cursor.execute("DELETE FROM stage_item")
    spaces = places.space_ids({holding.space_code for row in rows for holding in row.holdings})
    items = [
        (n, place, spaces.get(holding.space_code, run.source.default_space_id), holding)
        for n, row in enumerate(rows) if not row.deleted
        for place, holding in enumerate(row.holdings or _one_at_home(run))
    ]
    if items:
        _copy(cursor, items)
        cursor.execute(_PLACES)
    for statement in _ITEMS.split(";"):
        cursor.execute(statement, {"at": at} if "%(" in statement else None)
    if items:
        cursor.execute(_TOUCH)
    cursor.execute(_UNPLACED)
    (unplaced,) = cursor.fetchone()
    return int(unplaced)


def _copy(cursor: Any, items: Sequence[tuple[int, int, UUID | None, Holding]]) -> None:
    ids: list[UUID] = new_ids(len(items))
    with cursor.copy("COPY stage_item FROM STDIN") as copy:
        for id, (n, place, space_id, holding) in zip(ids, items, strict=True):
            copy.write_row((
                n, place, id, space_id, holding.barcode[:LONGEST_BARCODE], holding.call_number, holding.copy,
                holding.shelf, holding.status, holding.price, holding.note,
            ))


def _one_at_home(run: Import) -> tuple[Holding, ...]:
    """A record without holdings stands for one copy at the source's own space, where it has one."""
    return (Holding(space_code=""),) if run.source.default_space_id else ()
