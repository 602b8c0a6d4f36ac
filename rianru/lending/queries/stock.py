"""What to take off the shelves, what would be read more elsewhere, and what to buy: lists for a librarian.

Loans keep their copy when they have forgotten their member, so that demand is counted over years.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection

from rianru.kernel.dates import start_of_day
from rianru.kernel.words import T
from rianru.lending.models import HeadCount, Route, Suggestion

WHYS: Mapping[str, T] = {
    "idle": T("ไม่มีคนยืมนาน", "Not lent for long"),
    "surplus": T("มากกว่าที่มีคนยืม", "More than are wanted"),
    "worn": T("ใช้มากหรือชำรุด", "Worn"),
}
PAGE: Final = 100
A_YEAR: Final = timedelta(days=365)
SERVES: Final = 12  # loans in a year that one copy can serve
WORN: Final = 60  # loans after which a copy is looked at
QUIET: Final = timedelta(days=180)
QUEUE: Final = 3  # who wait for each copy, from which on another is suggested
# Columns: item, title, barcode, call number, shelf, last lent, loans, copies of the work here, in the network
_COPIES = """
    SELECT item.id, edition.title, item.barcode, item.call_number, item.shelf, used.last_at, used.times,
           here.copies, network.copies
    FROM catalogue_item AS item
    JOIN catalogue_edition AS edition ON edition.id = item.edition_id
    JOIN catalogue_work AS work ON work.id = edition.work_id
    JOIN places_space AS space ON space.id = item.space_id
    CROSS JOIN LATERAL (SELECT max(lent_at) AS last_at, count(*) AS times FROM lending_loan
                        WHERE item_id = item.id AND ended_as <> 'undone') AS used
    CROSS JOIN LATERAL (
        SELECT count(*) AS copies FROM catalogue_edition AS near JOIN catalogue_item AS other
          ON other.edition_id = near.id
        WHERE near.work_id = work.id AND other.space_id = item.space_id
          AND other.state NOT IN ('absent', 'withdrawn', 'lost', 'missing')) AS here
    CROSS JOIN LATERAL (
        SELECT count(*) AS copies FROM catalogue_edition AS near JOIN catalogue_item AS other
          ON other.edition_id = near.id JOIN places_space AS there ON there.id = other.space_id
        WHERE near.work_id = work.id AND there.network_id = space.network_id
          AND other.state NOT IN ('absent', 'withdrawn', 'lost', 'missing')) AS network
    WHERE item.space_id = %(space)s AND (%(after)s::uuid IS NULL OR item.id > %(after)s) AND {why}
    ORDER BY item.id LIMIT %(limit)s
"""
_WHY = {
    "idle": """item.state = 'available' AND work.created_at < %(since)s
        AND (used.last_at IS NULL OR used.last_at < %(since)s)""",
    # The latest copies of a work go first; as many stay as last year's loans need, and one at least.
    "surplus": """item.state = 'available' AND work.created_at < %(year)s AND item.id IN (
        SELECT ranked.id FROM (
            SELECT other.id, near.work_id, row_number() OVER (PARTITION BY near.work_id ORDER BY other.id) AS place
            FROM catalogue_item AS other JOIN catalogue_edition AS near ON near.id = other.edition_id
            WHERE other.space_id = %(space)s AND other.state NOT IN ('absent', 'withdrawn', 'lost', 'missing')
        ) AS ranked WHERE ranked.place > 1 AND ranked.place > (
            SELECT ceil(count(*) / %(serves)s::numeric) FROM catalogue_edition AS near
            JOIN catalogue_item AS lent ON lent.edition_id = near.id AND lent.space_id = %(space)s
            JOIN lending_loan AS loan ON loan.item_id = lent.id
            WHERE near.work_id = ranked.work_id AND loan.lent_at >= %(year)s AND loan.ended_as <> 'undone'))""",
    "worn": "(item.state = 'damaged' OR (item.state = 'available' AND used.times >= %(worn)s))",
}
_MOVES = """
    WITH wanted AS (
        SELECT edition.work_id, hold.pickup_id, count(*) AS asked,
               count(*) FILTER (WHERE hold.ended_at IS NULL AND hold.state IN ('waiting', 'suspended')) AS waiting
        FROM lending_hold AS hold
        JOIN catalogue_item AS copy ON copy.id = hold.item_id
        JOIN catalogue_edition AS edition ON edition.id = copy.edition_id
        JOIN places_space AS pickup ON pickup.id = hold.pickup_id
        WHERE hold.placed_at >= %(quiet)s AND hold.state <> 'cancelled' AND hold.pickup_id <> %(space)s
          AND pickup.network_id = (SELECT network_id FROM places_space WHERE id = %(space)s)
          AND (pickup.closed_on IS NULL OR pickup.closed_on > %(day)s)
        GROUP BY 1, 2),
    idle AS (
        SELECT DISTINCT ON (edition.work_id) edition.work_id, item.id, edition.title, item.barcode, item.call_number
        FROM catalogue_item AS item JOIN catalogue_edition AS edition ON edition.id = item.edition_id
        WHERE item.space_id = %(space)s AND item.state = 'available'
          AND edition.work_id IN (SELECT work_id FROM wanted)
          AND NOT EXISTS (SELECT FROM lending_loan WHERE item_id = item.id AND lent_at >= %(quiet)s)
          AND NOT EXISTS (SELECT FROM lending_hold WHERE copy_id = item.id AND ended_at IS NULL)
        ORDER BY edition.work_id, item.id)
    SELECT idle.id, idle.title, idle.barcode, idle.call_number, wanted.pickup_id, wanted.asked, wanted.waiting
    FROM idle JOIN wanted USING (work_id)
    ORDER BY wanted.waiting DESC, wanted.asked DESC, idle.id, wanted.pickup_id LIMIT %(limit)s
"""
_QUEUES = """
    SELECT edition.work_id, min(edition.title), count(DISTINCT hold.id) AS waiting, copies.number
    FROM lending_hold AS hold
    JOIN people_membership AS member ON member.id = hold.membership_id AND member.network_id = %(network)s
    JOIN catalogue_item AS item ON item.id = hold.item_id
    JOIN catalogue_edition AS edition ON edition.id = item.edition_id
    CROSS JOIN LATERAL (
        SELECT count(*) AS number FROM catalogue_edition AS near JOIN catalogue_item AS other
          ON other.edition_id = near.id JOIN places_space AS there ON there.id = other.space_id
        WHERE near.work_id = edition.work_id AND there.network_id = %(network)s
          AND other.state NOT IN ('absent', 'withdrawn', 'lost', 'missing', 'damaged')) AS copies
    WHERE hold.ended_at IS NULL AND hold.state IN ('waiting', 'suspended')
    GROUP BY edition.work_id, copies.number
    HAVING count(DISTINCT hold.id) >= %(queue)s * greatest(copies.number, 1) OR copies.number = 0
    ORDER BY count(DISTINCT hold.id)::numeric / greatest(copies.number, 1) DESC, edition.work_id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class WeedRow:
    """A copy to look at. `here` and `network`: live copies of its work; one in the network is the last."""

    item_id: UUID
    title: str
    barcode: str
    call_number: str
    shelf: str
    last_lent_at: datetime | None
    loans: int
    here: int
    network: int


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A copy that stands here and would be read there: how often it was asked for in half a year, and who wait now."""

    item_id: UUID
    title: str
    barcode: str
    call_number: str
    to: UUID
    asked: int
    waiting: int


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A work for which more wait than its copies can serve."""

    work_id: UUID
    title: str
    waiting: int
    copies: int


def weeding(
    why: str, *, space_id: UUID, day: date, years: int = 3, after: UUID | None = None, limit: int = PAGE
) -> list[WeedRow]:
    """Copies of a space to look at, for one of WHYS; `after`: the last of the page before. KeyError."""
    begins = start_of_day(day)
    given = {
        "space": space_id, "since": begins - A_YEAR * years, "year": begins - A_YEAR, "serves": SERVES, "worn": WORN,
        "after": after, "limit": limit,
    }
    return [WeedRow(*row) for row in _all(_COPIES.format(why=_WHY[why]), given)]


def moves(*, space_id: UUID, day: date, limit: int = PAGE) -> list[MoveRow]:
    """What stands idle here and is asked for elsewhere in the network, where most wait first."""
    given = {"space": space_id, "quiet": start_of_day(day) - QUIET, "day": day, "limit": limit}
    return [MoveRow(*row) for row in _all(_MOVES, given)]


def queues(*, network_id: UUID, limit: int = PAGE) -> list[QueueRow]:
    """Works for which at least three wait for each copy, or nobody has one any more."""
    given = {"network": network_id, "queue": QUEUE, "limit": limit}
    return [QueueRow(*row) for row in _all(_QUEUES, given)]


def suggestions(
    *, network_id: UUID, decided: bool = False, after: UUID | None = None, limit: int = PAGE
) -> list[Suggestion]:
    """What people suggest to a network, the latest first; `after`: the last of the page before."""
    found = Suggestion.objects.filter(network=network_id).order_by("-id")
    found = found.exclude(decision="") if decided else found.filter(decision="")
    return list((found.filter(id__lt=after) if after else found)[:limit])


def count_suggestions(*, network_ids: Collection[UUID]) -> int:
    """How many suggestions to these networks wait for a word."""
    return Suggestion.objects.filter(network__in=list(network_ids), decision="").count()


def suggestions_of(*, key: UUID, limit: int = 20) -> list[Suggestion]:
    """What the person behind a key suggested, the latest first."""
    mine = Suggestion.objects.filter(person__pseudonyms__key=key, person__pseudonyms__destroyed_at=None)
    return list(mine.order_by("-id")[:limit])


def routes(*, sender_id: UUID, limit: int = PAGE) -> list[Route]:
    """What it costs to send from a space, where somebody said so; the cheapest first."""
    return list(Route.objects.filter(sender=sender_id).order_by("satang", "id")[:limit])


def head_counts(*, space_id: UUID, limit: int = 14) -> list[HeadCount]:
    """How many came on the last days that were counted."""
    return list(HeadCount.objects.filter(space=space_id).order_by("-day_on")[:limit])


def heads_on(space_ids: Collection[UUID], *, day: date) -> dict[UUID, int]:
    """How many came on a day, of those spaces where somebody said so; one query."""
    rows = HeadCount.objects.filter(space__in=list(space_ids), day_on=day)
    return dict(rows.values_list("space_id", "people"))


def _all(sql: str, given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
