"""Settling a set of records."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from rianru.catalogue.actions.settling.load import Fresh, load
from rianru.catalogue.actions.settling.place import place
from rianru.catalogue.actions.settling.scene import Id, Placing, id_list
from rianru.catalogue.actions.settling.write import Touched, say, write
from rianru.core import changes

_LOCK = 7423


def alone(cursor: Any) -> None:
    """Waits until nobody else settles; held until the end of the transaction."""
    cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_LOCK])


def settle(cursor: Any, *, at: datetime, ids: Sequence[UUID] = (), left: Sequence[UUID] = ()) -> None:
    """Finds the edition and the work of stored records; `left` are records that went, whose editions are said anew."""
    touched = Touched()
    if ids:
        _, touched = find(cursor, at=at, ids=list(map(str, ids)), fresh=Fresh())
    tell(cursor, touched, left=left)


def find(
    cursor: Any, *, at: datetime, ids: Sequence[Id], fresh: Fresh
) -> tuple[dict[Id, tuple[Id, Placing]], Touched]:
    """The same for records of which some are in no table yet (`fresh.sources`; their readings are).

    Gives the edition of each of those, and why, for the caller to store; then it is for the caller to `tell`.
    """
    scene = load(cursor, ids, fresh=fresh)
    place(scene)
    touched = write(cursor, scene, at=at)
    touched.said = fresh.said
    stands: dict[Id, tuple[Id, Placing]] = {}
    for id in fresh.sources:
        edition = scene.records[id].edition
        assert edition is not None
        stands[id] = (edition, scene.placed[id])
    return stands, touched


def tell(cursor: Any, touched: Touched, *, left: Sequence[object] = ()) -> None:
    """Says anew what was touched, once everything is stored."""
    if left:
        cursor.execute(
            "SELECT DISTINCT edition.id::text, edition.work_id::text FROM catalogue_record AS record "
            "JOIN catalogue_edition AS edition ON edition.id = record.edition_id "
            "WHERE record.id = ANY(%s::uuid[])",
            [id_list(left)],
        )
        for edition, work in cursor.fetchall():
            touched.editions.add(edition)
            for those in (touched.works, touched.retitled, touched.emptied):
                those.add(work)
    say(cursor, touched)
    changes.wake()
