"""Settling a set of records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from rianru.catalogue.actions.settling.load import Fresh, load
from rianru.catalogue.actions.settling.place import place
from rianru.catalogue.actions.settling.scene import Id, Placing, Scene, id_list
from rianru.catalogue.actions.settling.unwritten import Unwritten
from rianru.catalogue.actions.settling.write import Before, Touched, say, write
from rianru.core import changes

_LOCK = 7423
_DECIDING, _WRITING = 0, 1  # an import that decides ahead of what it writes holds them in two sessions
_WAITED_FOR = """
    SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND NOT granted
                   AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
"""


def alone(cursor: Any) -> None:
    """Waits until nobody else settles, or still writes what was settled; held until the end of the transaction.

    To be taken before any row that an import writes is locked: who has the turn may wait for its writer in Python,
    where PostgreSQL sees no deadlock.
    """
    cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, _DECIDING])
    writing_alone(cursor)


def writing_alone(cursor: Any) -> None:
    """For who writes what another session of its own decides: it holds the turn of deciding, this one that of writing.

    Were the process killed, the turn to decide would be free before what was sent last is committed or gone.
    """
    cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, _WRITING])


class Turn:
    """The turn to decide, held by a session from batch to batch, until somebody waits for it."""

    def __init__(self) -> None:
        self.held = False

    def take(self, cursor: Any) -> None:
        """Waits for it, and for what another process, that was killed, may still be writing."""
        if not self.held:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [_LOCK, _DECIDING])
            self.held = True
            cursor.execute("SELECT pg_advisory_lock(%(lock)s, %(of)s), pg_advisory_unlock(%(lock)s, %(of)s)", {
                "lock": _LOCK, "of": _WRITING,
            })

    def waited_for(self, cursor: Any) -> bool:
        """Whether it is held and somebody waits for it."""
        if not self.held:
            return False
        cursor.execute(_WAITED_FOR, [_LOCK])
        return bool(cursor.fetchone()[0])

    def give(self, cursor: Any) -> None:
        """Lets whoever waits have it."""
        if self.held:
            self.held = False
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, _DECIDING])


@dataclass(slots=True)
class Decided:
    """Where records belong, before it is written."""

    scene: Scene
    before: Before
    fresh: Fresh

    def unwritten(self) -> Unwritten:
        """For the next batch; only where all that moved is new."""
        return Unwritten(self.scene, self.fresh.keys)


def settle(cursor: Any, *, at: datetime, ids: Sequence[UUID] = (), left: Sequence[UUID] = ()) -> None:
    """Finds the edition and the work of stored records; `left` are records that went, whose editions are said anew."""
    touched = Touched()
    if ids:
        _, touched = find(cursor, at=at, ids=list(map(str, ids)), fresh=Fresh())
    tell(cursor, touched, left=left)


def find(
    cursor: Any, *, at: datetime, ids: Sequence[Id], fresh: Fresh
) -> tuple[dict[Id, tuple[Id, Placing]], Touched]:
    """The same for records of which some are in no table yet (`fresh.sources`; their readings and keys are).

    Gives the edition of each of those, and why, for the caller to store; then it is for the caller to `tell`.
    """
    return keep(cursor, decide(cursor, ids=ids, fresh=fresh), at=at)


def decide(cursor: Any, *, ids: Sequence[Id], fresh: Fresh) -> Decided:
    """Where `ids` belong. Writes nothing."""
    scene = load(cursor, ids, fresh=fresh)
    before = {id: (record.edition, record.work) for id, record in scene.records.items()}
    place(scene)
    return Decided(scene, before, fresh)


def keep(cursor: Any, decided: Decided, *, at: datetime) -> tuple[dict[Id, tuple[Id, Placing]], Touched]:
    """Writes what was decided; gives what `find` does."""
    scene = decided.scene
    touched = write(cursor, scene, at=at, before=decided.before)
    stands: dict[Id, tuple[Id, Placing]] = {}
    for id in decided.fresh.sources:
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
