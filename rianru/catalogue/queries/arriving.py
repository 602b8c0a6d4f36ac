"""What came last to a space or to a province, and what many members keep. Pages by key."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from rianru.catalogue.queries.works import WorkRow, work_rows
from rianru.core.actors import Actor

# A work is new at a space with its first copy there; walks the copies from the newest until the page is full.
_NEW = """
    SELECT found.work_id, found.item_id FROM unnest(%(spaces)s::uuid[]) AS held (space_id)
    JOIN LATERAL (
        SELECT edition.work_id, item.id AS item_id
        FROM catalogue_item AS item JOIN catalogue_edition AS edition ON edition.id = item.edition_id
        WHERE item.space_id = held.space_id AND item.state NOT IN ('absent', 'withdrawn') AND edition.live
          AND (%(after)s::uuid IS NULL OR item.id < %(after)s)
          AND NOT EXISTS (
            SELECT FROM catalogue_edition AS other JOIN catalogue_item AS older ON older.edition_id = other.id
            WHERE other.work_id = edition.work_id AND older.space_id = held.space_id AND older.id < item.id
              AND older.state NOT IN ('absent', 'withdrawn'))
        ORDER BY item.id DESC LIMIT %(limit)s) AS found ON true
    ORDER BY found.item_id DESC LIMIT %(most)s
"""
_LOVED = """
    SELECT loved.work_id, loved.members FROM catalogue_lovedwork AS loved
    WHERE (%(members)s::integer IS NULL OR (loved.members, loved.work_id) < (%(members)s, %(work)s::uuid))
      AND (%(space)s::uuid IS NULL OR EXISTS (
        SELECT FROM catalogue_edition AS edition JOIN catalogue_item AS item ON item.edition_id = edition.id
        WHERE edition.work_id = loved.work_id AND item.space_id = %(space)s
          AND item.state NOT IN ('absent', 'withdrawn')))
      AND EXISTS (SELECT FROM catalogue_edition WHERE work_id = loved.work_id AND live)
    ORDER BY loved.members DESC, loved.work_id DESC LIMIT %(limit)s
"""
BANDS = (5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """A page of works, the newest first; `after`: the id to go on from, or None at the end."""

    rows: list[WorkRow]
    after: UUID | None


@dataclass(frozen=True, slots=True)
class Loved:
    """A page of works that many keep: each with "at least" how many; `after`: the key to go on from."""

    rows: list[tuple[WorkRow, int]]
    after: tuple[int, UUID] | None


def new_at(*, actor: Actor, space_ids: Sequence[UUID], after: UUID | None = None, limit: int) -> Arrivals:
    """Works whose first copy came to one of these spaces, the last one first; each once a page."""
    values = {"spaces": list(space_ids), "after": after, "limit": limit + 1, "most": (limit + 1) * 4}
    with connection.cursor() as cursor:
        cursor.execute(_NEW, values)
        found = cursor.fetchall()
    page: dict[UUID, None] = {}
    last, more = None, len(found) == values["most"]
    for work, item in found:
        if work not in page and len(page) == limit:
            more = True
            break
        page[work], last = None, item
    return Arrivals(work_rows(actor=actor, ids=list(page)), last if more else None)


def newest_page(*, actor: Actor, after: UUID | None = None, limit: int) -> Arrivals:
    """Works of the whole catalogue, the one added last first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM catalogue_work AS work WHERE (%s::uuid IS NULL OR id < %s) AND EXISTS "
            "(SELECT FROM catalogue_edition WHERE work_id = work.id AND live) ORDER BY id DESC LIMIT %s",
            [after, after, limit + 1],
        )
        ids = [id for (id,) in cursor.fetchall()]
    return Arrivals(work_rows(actor=actor, ids=ids[:limit]), ids[limit - 1] if len(ids) > limit else None)


def loved(
    *, actor: Actor, space_id: UUID | None = None, after: tuple[int, UUID] | None = None, limit: int
) -> Loved:
    """Works that at least five members keep, the most first: at one space, or in the whole catalogue."""
    members, work = after or (None, None)
    with connection.cursor() as cursor:
        cursor.execute(_LOVED, {"members": members, "work": work, "space": space_id, "limit": limit + 1})
        found = cursor.fetchall()
    more, page = len(found) > limit, found[:limit]
    rows = {row.id: row for row in work_rows(actor=actor, ids=[id for id, _ in page])}
    shown = [(rows[id], band(count)) for id, count in page if id in rows]
    return Loved(shown, (page[-1][1], page[-1][0]) if more else None)


def band(members: int) -> int:
    """The largest round number that is not more: how many exactly is never shown, so that nobody is told apart."""
    return max(step for step in BANDS if step <= members)
