"""Stocktakes: what should stand on the shelves of a space, what was seen there, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from rianru.kernel.words import T
from rianru.lending.models import Stocktake

RESULTS: Mapping[str, T] = {
    "missing": T("ยังไม่พบ", "Not seen yet"),
    "misplaced": T("อยู่ผิดที่", "Out of place"),
    "unknown": T("ไม่รู้จัก", "Unknown"),
    "seen": T("พบแล้ว", "Seen"),
}
PAGE: Final = 100
# What stands on the shelf by the books, and did before the walk began: nobody took it or brought it meanwhile, it was
# not added since, and nobody pulls it for a member.
_EXPECTED = """
    FROM lending_stocktake AS walk
    JOIN catalogue_item AS item ON item.space_id = walk.space_id
    WHERE walk.id = %(walk)s AND item.state = 'available'
      AND (item.changed_at IS NULL OR item.changed_at < walk.begun_at) AND item.id <= walk.newest
      AND (walk.shelf = '' OR item.shelf = walk.shelf)
      AND (walk.call_from = '' OR item.call_number COLLATE "C" >= walk.call_from)
      AND (walk.call_until = '' OR item.call_number COLLATE "C" < walk.call_until
           OR starts_with(item.call_number, walk.call_until))
      AND NOT EXISTS (SELECT FROM lending_hold WHERE copy_id = item.id AND state IN ('pulled', 'travelling', 'ready'))
"""
_UNSEEN = "AND NOT EXISTS (SELECT FROM lending_sighting WHERE stocktake_id = walk.id AND item_id = item.id)"
_COUNTS = f"""
    SELECT shelves.expected, shelves.unseen, seen.* FROM (
        SELECT count(*) AS expected, count(*) FILTER (WHERE NOT EXISTS (
            SELECT FROM lending_sighting WHERE stocktake_id = walk.id AND item_id = item.id)) AS unseen {_EXPECTED}
    ) AS shelves CROSS JOIN (
        SELECT count(*), count(*) FILTER (WHERE found NOT IN ('here', 'unknown', 'twice')),
               count(*) FILTER (WHERE found IN ('unknown', 'twice'))
        FROM lending_sighting WHERE stocktake_id = %(walk)s) AS seen
"""
_MISSING = f"""
    WITH found AS (
    SELECT item.shelf, item.call_number, item.id, item.barcode, item.edition_id {_EXPECTED} {_UNSEEN}
      AND (%(after)s::uuid IS NULL OR (item.shelf, item.call_number, item.id) > (
          SELECT shelf, call_number, id FROM catalogue_item WHERE id = %(after)s))
    ORDER BY item.shelf, item.call_number, item.id LIMIT %(limit)s)
    SELECT found.id, found.barcode, edition.title, found.call_number, found.shelf FROM found
    JOIN catalogue_edition AS edition ON edition.id = found.edition_id
    ORDER BY found.shelf, found.call_number, found.id
"""
_MISSING_IDS = f"SELECT item.id {_EXPECTED} {_UNSEEN}"
_SIGHTINGS = """
    SELECT seen.id, seen.barcode, seen.found, seen.goes, seen.to_id, seen.seen_at, coalesce(edition.title, ''),
           coalesce(item.call_number, ''), coalesce(item.shelf, ''), item.id
    FROM lending_sighting AS seen
    LEFT JOIN catalogue_item AS item ON item.id = seen.item_id
    LEFT JOIN catalogue_edition AS edition ON edition.id = item.edition_id
    WHERE seen.stocktake_id = %(walk)s AND (%(kinds)s::text[] IS NULL OR seen.found = ANY(%(kinds)s))
      AND (%(after)s::bigint IS NULL OR seen.id < %(after)s)
    ORDER BY seen.id DESC LIMIT %(limit)s
"""
_SHELVES = """
    SELECT shelf, count(*) FROM catalogue_item WHERE space_id = %s AND state = 'available'
    GROUP BY shelf ORDER BY shelf LIMIT 200
"""
MISPLACED: Final = ("shelf", "elsewhere", "out", "gone", "moving", "damaged", "withdrawn", "foreign")
STRANGE: Final = ("unknown", "twice")


@dataclass(frozen=True, slots=True)
class Counts:
    """A stocktake in numbers. `expected` and `missing` as they are now; `missing` of an open one is still unseen."""

    expected: int
    missing: int
    seen: int
    misplaced: int
    unknown: int

    @property
    def of_expected(self) -> int:
        """How many of those expected were seen."""
        return self.expected - self.missing


@dataclass(frozen=True, slots=True)
class MissingRow:
    """A copy that should stand on a shelf and was not seen."""

    item_id: UUID
    barcode: str
    title: str
    call_number: str
    shelf: str


@dataclass(frozen=True, slots=True)
class SightingRow:
    """A barcode that was seen. `goes` and `to` as check_in says; `item_id`: none where no copy is known."""

    id: int
    barcode: str
    found: str
    goes: str
    to: UUID | None
    seen_at: datetime
    title: str
    call_number: str
    shelf: str
    item_id: UUID | None


def stocktake(id: UUID, *, space_id: UUID) -> Stocktake | None:
    """A stocktake of this space."""
    return Stocktake.objects.filter(id=id, space=space_id).first()


def stocktakes(space_id: UUID, *, limit: int = 20) -> list[Stocktake]:
    """The stocktakes of a space, open ones first, then the latest."""
    return list(Stocktake.objects.filter(space=space_id).order_by("closed_at", "-id")[:limit]) if limit else []


def shelves(space_id: UUID) -> list[tuple[str, int]]:
    """The shelves of a space with how many copies stand on each; blank for copies without one."""
    with connection.cursor() as cursor:
        cursor.execute(_SHELVES, [space_id])
        return list(cursor.fetchall())


def counts(walk: Stocktake) -> Counts:
    """A stocktake in numbers; what is expected of one that was closed stands with it."""
    found = Counts(*_all(_COUNTS, {"walk": walk.id})[0])
    if walk.expected is not None and walk.missing is not None:
        return Counts(walk.expected, walk.missing, found.seen, found.misplaced, found.unknown)
    return found


def missing(walk: Stocktake, *, after: UUID | None = None, limit: int = PAGE) -> list[MissingRow]:
    """What was not seen, in the order of shelves; `after`: the last copy of the page before."""
    if walk.closed_at is not None:
        return []
    return [MissingRow(*row) for row in _all(_MISSING, {"walk": walk.id, "after": after, "limit": limit})]


def sightings(
    walk: Stocktake, *, kinds: tuple[str, ...] | None = None, after: int | None = None, limit: int = PAGE
) -> list[SightingRow]:
    """What was seen, the latest first; of some kinds of FOUND or of all. `after`: the last of the page before."""
    given: dict[str, Any] = {"walk": walk.id, "kinds": list(kinds) if kinds else None, "after": after, "limit": limit}
    return [SightingRow(*row) for row in _all(_SIGHTINGS, given)]


def every_missing(walk: Stocktake) -> Iterator[MissingRow]:
    """All that was not seen, a page at a time."""
    page = missing(walk, limit=1_000)
    while page:
        yield from page
        page = missing(walk, after=page[-1].item_id, limit=1_000)


def every_sighting(walk: Stocktake, *, kinds: tuple[str, ...] | None = None) -> Iterator[SightingRow]:
    """All that was seen of some kinds, a page at a time."""
    page = sightings(walk, kinds=kinds, limit=1_000)
    while page:
        yield from page
        page = sightings(walk, kinds=kinds, after=page[-1].id, limit=1_000)


def missing_ids(walk: Stocktake) -> list[UUID]:
    """The copies that were not seen."""
    return [id for (id,) in _all(_MISSING_IDS, {"walk": walk.id})]


def _all(sql: str, given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
