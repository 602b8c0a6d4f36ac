"""What is held in the spaces of an area."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from rianru.catalogue.queries.works import WorkRow, work_rows
from rianru.core.actors import Actor

# The newest copies of each space by its index, then the newest works among these: never a sort of every copy there is.
_NEWEST = """
    SELECT edition.work_id FROM places_space AS space
    CROSS JOIN LATERAL (
        SELECT id, edition_id FROM catalogue_item
        WHERE space_id = space.id AND state NOT IN ('absent', 'withdrawn') ORDER BY id DESC LIMIT %(looked_at)s
    ) AS item
    JOIN catalogue_edition AS edition ON edition.id = item.edition_id AND edition.live
    WHERE space.area_id LIKE ANY(%(areas)s)
    GROUP BY edition.work_id ORDER BY max(item.id::text) DESC LIMIT %(limit)s
"""
_COPIES = """
    SELECT count(*) FROM catalogue_item AS item JOIN places_space AS space ON space.id = item.space_id
    WHERE space.area_id LIKE ANY(%s) AND item.state NOT IN ('absent', 'withdrawn')
"""
_COPIES_EACH = 3  # copies of a space looked at for each work that is wanted: sets are bought


def newest_held(*, actor: Actor, areas: Sequence[str], limit: int) -> list[WorkRow]:
    """Works of which a copy came to the spaces of areas (by code, with all inside), the latest first."""
    looked_at = limit * _COPIES_EACH
    wanted: dict[str, Any] = {"areas": [f"{code}%" for code in areas], "limit": limit, "looked_at": looked_at}
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, wanted)
        ids = [id for (id,) in cursor.fetchall()]
    return work_rows(actor=actor, ids=ids)


def copies_held(*, areas: Sequence[str]) -> int:
    """How many copies the spaces of areas hold: exact, and so slow for a province of a million."""
    with connection.cursor() as cursor:
        cursor.execute(_COPIES, [[f"{code}%" for code in areas]])
        return int(cursor.fetchone()[0])
