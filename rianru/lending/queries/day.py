"""The lists of a desk's day: to pull, to shelve, to send, arriving, overdue, and what waits on the hold shelf."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection

from rianru.core import prepared
from rianru.kernel.dates import start_of_day
from rianru.kernel.words import T

SOON: Final = timedelta(days=2)  # to the last day on the hold shelf
LISTS: Mapping[str, T] = {
    "pull": T("หยิบตามจอง", "To pull"),
    "send": T("ส่งต่อ", "To send"),
    "arriving": T("กำลังมาถึง", "Arriving"),
    "ready": T("รอรับ ใกล้หมดเวลา", "On the hold shelf, expiring"),
    "off-shelf": T("เก็บจากชั้นรอรับ", "To take off the hold shelf"),
    "shelve": T("เก็บขึ้นชั้น", "To shelve"),
    "due": T("ครบกำหนดวันนี้", "Due today"),
    "overdue": T("เกินกำหนด", "Overdue"),
}
_COPY = """
    JOIN catalogue_edition AS edition ON edition.id = item.edition_id
"""
# Each gives: key, title, call number, shelf, barcode, the day that counts, the other place, item, for whom (a card).
_ROWS: Mapping[str, str] = {
    "pull": f"""
        SELECT hold.id AS key, edition.title, item.call_number, item.shelf, item.barcode,
               (hold.copy_since_at AT TIME ZONE 'Asia/Bangkok')::date AS day_on,
               hold.pickup_id AS place_id, item.id, NULL::uuid
        FROM lending_hold AS hold JOIN catalogue_item AS item ON item.id = hold.copy_id {_COPY}
        WHERE hold.state = 'pulled' AND item.state = 'available' AND item.space_id = %(space)s""",
    "send": f"""
        SELECT way.id AS key, edition.title, item.call_number, item.shelf, item.barcode,
               (way.wanted_at AT TIME ZONE 'Asia/Bangkok')::date AS day_on,
               way.receiver_id AS place_id, item.id, NULL::uuid
        FROM lending_transit AS way JOIN catalogue_item AS item ON item.id = way.item_id {_COPY}
        WHERE way.sender_id = %(space)s AND way.received_at IS NULL AND way.sent_at IS NULL""",
    "arriving": f"""
        SELECT way.id AS key, edition.title, item.call_number, item.shelf, item.barcode,
               (coalesce(way.sent_at, way.wanted_at) AT TIME ZONE 'Asia/Bangkok')::date AS day_on,
               way.sender_id AS place_id, item.id, NULL::uuid
        FROM lending_transit AS way JOIN catalogue_item AS item ON item.id = way.item_id {_COPY}
        WHERE way.receiver_id = %(space)s AND way.received_at IS NULL""",
    "ready": f"""
        SELECT hold.id AS key, edition.title, item.call_number, item.shelf, item.barcode,
               hold.ready_until_on AS day_on, NULL::uuid AS place_id, item.id, hold.membership_id
        FROM lending_hold AS hold JOIN catalogue_item AS item ON item.id = hold.copy_id {_COPY}
        WHERE hold.pickup_id = %(space)s AND hold.state = 'ready' AND hold.ready_until_on <= %(soon)s""",
    "off-shelf": f"""
        SELECT hold.id AS key, edition.title, item.call_number, item.shelf, item.barcode,
               (hold.ended_at AT TIME ZONE 'Asia/Bangkok')::date AS day_on,
               item.space_id AS place_id, item.id, NULL::uuid
        FROM catalogue_item AS item {_COPY}
        JOIN LATERAL (SELECT * FROM lending_hold WHERE copy_id = item.id AND ready_until_on IS NOT NULL
                      ORDER BY id DESC LIMIT 1) AS hold ON hold.ended_at IS NOT NULL
        WHERE item.state = 'on_hold_shelf' AND hold.pickup_id = %(space)s""",
    "shelve": f"""
        SELECT DISTINCT ON (item.id) loan.id AS key, edition.title, item.call_number, item.shelf, item.barcode,
               (loan.returned_at AT TIME ZONE 'Asia/Bangkok')::date AS day_on,
               NULL::uuid AS place_id, item.id, NULL::uuid
        FROM lending_loan AS loan JOIN catalogue_item AS item ON item.id = loan.item_id {_COPY}
        WHERE loan.returned_to_id = %(space)s AND loan.returned_at >= %(begins)s AND item.state = 'available'
          AND item.space_id = %(space)s AND loan.ended_as = 'returned'""",
    "overdue": f"""
        SELECT loan.id AS key, edition.title, item.call_number, item.shelf, item.barcode, loan.due_on AS day_on,
               NULL::uuid AS place_id, item.id, loan.membership_id
        FROM lending_loan AS loan JOIN catalogue_item AS item ON item.id = loan.item_id {_COPY}
        WHERE loan.space_id = %(space)s AND loan.returned_at IS NULL AND loan.due_on < %(day)s""",
    "due": f"""
        SELECT loan.id AS key, edition.title, item.call_number, item.shelf, item.barcode, loan.due_on AS day_on,
               NULL::uuid AS place_id, item.id, loan.membership_id
        FROM lending_loan AS loan JOIN catalogue_item AS item ON item.id = loan.item_id {_COPY}
        WHERE loan.space_id = %(space)s AND loan.returned_at IS NULL AND loan.due_on = %(day)s""",
}
_IN_ORDER_OF_SHELVES = ("pull", "shelve", "off-shelf")
PAGE = 100


@dataclass(frozen=True, slots=True)
class DayRow:
    """One copy to do something about. `on`: since when, or until when; `place`: where it goes or comes from;
    `member`: whose membership, where the desk may call them.
    """

    key: UUID
    title: str
    call_number: str
    shelf: str
    barcode: str
    on: date
    place: UUID | None
    item_id: UUID
    member: UUID | None


def rows(name: str, *, space_id: UUID, day: date, limit: int = PAGE) -> list[DayRow]:
    """One list of a space's day: what is pulled and shelved in the order of shelves, the rest by day. KeyError."""
    order = "shelf, call_number, key" if name in _IN_ORDER_OF_SHELVES else "day_on, key"
    sql = f"SELECT * FROM ({_ROWS[name]}) AS found ORDER BY {order} LIMIT %(limit)s"
    with connection.cursor() as cursor:
        cursor.execute(sql, {**_given(day), "space": space_id, "limit": limit})
        return [DayRow(*row) for row in cursor.fetchall()]


def counts(*, space_id: UUID, day: date) -> dict[str, int]:
    """How many wait in each list of a space's day; one query."""
    return counts_of([space_id], day=day)[space_id]


def counts_of(space_ids: Collection[UUID], *, day: date) -> dict[UUID, dict[str, int]]:
    """The same of several spaces; one query."""
    parts = [f"SELECT '{name}' AS name, count(*) FROM ({sql}) AS found" for name, sql in _ROWS.items()]
    rows = prepared.rows_of_each(" UNION ALL ".join(parts), "space", space_ids, _given(day))
    return {id: {name: int(count) for name, count in own} for id, own in rows.items()}


def _given(day: date) -> dict[str, Any]:
    begins: datetime = start_of_day(day)
    return {"day": day, "soon": day + SOON, "begins": begins}
