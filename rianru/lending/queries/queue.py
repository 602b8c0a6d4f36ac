"""Holds as members and desks see them: whose turn, which copy, and an honest day on which it may come.

The day is reckoned from what is known: when the copies that are out are due, how late or early the last returns
were, how long a loan takes when several must come before, and how long the last bags travelled. Where nothing is known
nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from rianru.kernel.words import T
from rianru.lending.words import HOLD_STATES

RECENT = 500  # returns and bags that are looked at
_HOLDS = """
    WITH mine AS (
        SELECT hold.*, item.edition_id, edition.work_id, edition.title, pickup.network_id, pickup.name_th,
               pickup.name_en
        FROM lending_hold AS hold JOIN catalogue_item AS item ON item.id = hold.item_id
        JOIN catalogue_edition AS edition ON edition.id = item.edition_id
        JOIN places_space AS pickup ON pickup.id = hold.pickup_id
        WHERE {which} ORDER BY hold.placed_at, hold.id LIMIT %(limit)s)
    SELECT mine.id, mine.work_id, mine.title, mine.state, mine.reach, mine.placed_at, mine.pickup_id, mine.name_th,
           mine.name_en, mine.suspended_until_on, mine.ready_until_on, mine.membership_id,
           (SELECT count(*) FROM catalogue_edition AS near JOIN catalogue_item AS wanted ON wanted.edition_id = near.id
            JOIN lending_hold AS other ON other.item_id = wanted.id
            WHERE near.work_id = mine.work_id AND other.ended_at IS NULL AND other.state IN ('waiting', 'suspended')
              AND (other.placed_at, other.id) <= (mine.placed_at, mine.id)),
           (SELECT count(*) FROM catalogue_edition AS near JOIN catalogue_item AS copy ON copy.edition_id = near.id
            WHERE near.work_id = mine.work_id AND copy.state IN ('available', 'on_loan', 'in_transit', 'on_hold_shelf')
              AND (mine.reach = 'work' OR (mine.reach = 'edition' AND near.id = mine.edition_id)
                   OR copy.id = mine.item_id)),
           (SELECT array_agg(loan.due_on ORDER BY loan.due_on) FROM catalogue_edition AS near
            JOIN catalogue_item AS copy ON copy.edition_id = near.id
            JOIN lending_loan AS loan ON loan.item_id = copy.id AND loan.returned_at IS NULL
            WHERE near.work_id = mine.work_id
              AND (mine.reach = 'work' OR (mine.reach = 'edition' AND near.id = mine.edition_id)
                   OR copy.id = mine.item_id))
    FROM mine ORDER BY mine.placed_at, mine.id
"""
_PAST = """
    SELECT (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY late) FROM (
                SELECT (returned_at AT TIME ZONE 'Asia/Bangkok')::date - due_on AS late FROM lending_loan
                WHERE returned_at IS NOT NULL AND ended_as = 'returned' ORDER BY id DESC LIMIT %(recent)s) AS one),
           (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY took) FROM (
                SELECT extract(epoch FROM returned_at - lent_at) / 86400 AS took FROM lending_loan
                WHERE returned_at IS NOT NULL AND ended_as = 'returned' ORDER BY id DESC LIMIT %(recent)s) AS two),
           (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY took) FROM (
                SELECT extract(epoch FROM received_at - wanted_at) / 86400 AS took FROM lending_transit
                WHERE received_at IS NOT NULL AND NOT given_up ORDER BY id DESC LIMIT %(recent)s) AS three)
"""


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A hold. `place` in the queue from 1 while it waits; `copies` that could answer; `due_on`s of those that are out.

    `expected_on` is the day on which its turn may come; none where nobody can know.
    """

    id: UUID
    work_id: UUID
    title: str
    state: str
    reach: str
    placed_at: Any
    pickup_id: UUID
    pickup_th: str
    pickup_en: str
    suspended_until_on: date | None
    ready_until_on: date | None
    member: UUID
    place: int
    copies: int
    dues: Sequence[date]
    expected_on: date | None = None

    @property
    def pickup(self) -> T:
        """The name of where it is picked up."""
        return T.verbatim(self.pickup_th, self.pickup_en)

    @property
    def state_words(self) -> T:
        """Its state as people read it."""
        return HOLD_STATES[self.state]


@dataclass(frozen=True, slots=True)
class Past:
    """Medians of late: days by which returns were late (below nought: early), days of a loan, days on the way."""

    late: float | None
    loan: float | None
    way: float | None


def holds_of(membership_id: UUID, *, day: date, limit: int = 50) -> list[HoldRow]:
    """A member's open holds, the oldest first, each with its place and an honest day; two queries."""
    return _rows("hold.membership_id = %(wanted)s AND hold.ended_at IS NULL", membership_id, day, limit)


def hold(hold_id: UUID, *, day: date) -> HoldRow | None:
    """One open hold."""
    return next(iter(_rows("hold.id = %(wanted)s AND hold.ended_at IS NULL", hold_id, day, 1)), None)


def expected(row: HoldRow, past: Past, *, day: date) -> date | None:
    """The `place`-th copy to come back, by its due day and by how returns have been; then the way to the member.

    With more who wait than copies are out, whole loans come before. Nothing where no copy is out, or nothing is past.
    """
    if row.state in ("pulled", "travelling"):
        return day + timedelta(days=round(past.way)) if past.way is not None else None
    if row.state not in ("waiting", "suspended") or not row.dues or past.late is None or past.loan is None:
        return None
    rounds, nth = divmod(row.place - 1, len(row.dues))
    on = row.dues[nth] + timedelta(days=round(past.late + rounds * past.loan + (past.way or 0)))
    return max(on, day + timedelta(days=1), row.suspended_until_on or day)


def past() -> Past:
    """What the last returns and bags tell."""
    with connection.cursor() as cursor:
        cursor.execute(_PAST, {"recent": RECENT})
        return Past(*(None if one is None else float(one) for one in cursor.fetchone()))


def _rows(which: str, wanted: UUID, day: date, limit: int) -> list[HoldRow]:
    with connection.cursor() as cursor:
        cursor.execute(_HOLDS.format(which=which), {"wanted": wanted, "limit": limit})
        found = [_row(list(row)) for row in cursor.fetchall()]
    known = past() if found else Past(None, None, None)
    return [replace(row, expected_on=expected(row, known, day=day)) for row in found]


def _row(cells: list[Any]) -> HoldRow:
    cells[-1] = cells[-1] or ()
    return HoldRow(*cells)
