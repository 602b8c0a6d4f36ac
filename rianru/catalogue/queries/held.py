"""What is held in the spaces of an area."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from rianru.catalogue.queries.works import WorkRow, work_rows
from rianru.core.actors import Actor

# The newest copies of each space by its index, then the newest of them all: never a sort of every copy there is.
_NEWEST = """
    SELECT work_id FROM (
        SELECT edition.work_id, max(item.id::text) AS last FROM (
            SELECT newest.id, newest.edition_id FROM places_space AS space
            CROSS JOIN LATERAL (
                SELECT id, edition_id FROM catalogue_item
                WHERE space_id = space.id AND state NOT IN ('absent', 'withdrawn') ORDER BY id DESC LIMIT %(limit)s
            ) AS newest
            WHERE space.area_id LIKE ANY(%(areas)s) ORDER BY newest.id DESC LIMIT %(more)s
        ) AS item
        JOIN catalogue_edition AS edition ON edition.id = item.edition_id AND edition.live
        GROUP BY edition.work_id
    ) AS held ORDER BY last DESC LIMIT %(limit)s
"""
_COPIES = """
    SELECT count(*) FROM catalogue_item AS item JOIN places_space AS space ON space.id = item.space_id
    WHERE space.area_id LIKE ANY(%s) AND item.state NOT IN ('absent', 'withdrawn')
"""
_MORE = 5  # copies looked at for each work that is wanted: a class set is one work


def newest_held(*, actor: Actor, areas: Sequence[str], limit: int) -> list[WorkRow]:
    """Works of which a copy came to the spaces of areas (by code, with all inside), the latest first."""
    wanted: dict[str, Any] = {"areas": [f"{code}%" for code in areas], "limit": limit, "more": limit * _MORE}
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, wanted)
        ids = [id for (id,) in cursor.fetchall()]
    return work_rows(actor=actor, ids=ids)


def copies_held(*, areas: Sequence[str]) -> int:
    """How many copies the spaces of areas hold: exact, and so slow for a province of a million."""
    with connection.cursor() as cursor:
        cursor.execute(_COPIES, [[f"{code}%" for code in areas]])
        return int(cursor.fetchone()[0])
