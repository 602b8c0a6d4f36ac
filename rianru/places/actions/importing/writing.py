"""Writing what was previewed: batches in SQL that each commit whole, so that a kill loses nothing."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from rianru.core import changes, facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.refusals import NotFound
from rianru.places.models import SpaceImport, SpaceSource
from rianru.places.queries import scope_of_network

BATCH: Final = 2_000
State = SpaceImport.State
_BATCH: Final = """
    CREATE TEMPORARY TABLE batch ON COMMIT DROP AS
    SELECT number, kind AS will, key, fields, said, space_id FROM places_spaceimportrow
    WHERE run_id = %(run)s AND number > %(after)s AND number <= %(until)s AND kind <> 'rejected'
"""
_TEXTS: Final = (
    "kind", "name_th", "name_en", "area_id", "address_th", "address_en", "phone", "email", "line_id", "website",
)
_LISTS: Final = ("facilities", "access", "ages", "languages")
_READ: Final = {
    **{name: f"said->>'{name}'" for name in (*_TEXTS, "sort_th", "found_by")},
    **{name: f"(said->>'{name}')::numeric" for name in ("lat", "lon")},
    **{name: f"(said->>'{name}')::boolean" for name in ("approximate", "members_only")},
    **{name: f"ARRAY(SELECT jsonb_array_elements_text(said->'{name}'))" for name in _LISTS},
}
_BLANK: Final = {
    **dict.fromkeys(("address_th", "address_en", "phone", "email", "line_id", "website"), "''"),
    **dict.fromkeys(("approximate", "members_only"), "false"),
}
_NEW: Final = ", ".join(f"coalesce({read}, {_BLANK[name]})" if name in _BLANK else read for name, read in _READ.items())
_INSERT: Final = f"""
    INSERT INTO places_space (id, code, network_id, {", ".join(_READ)})
    SELECT space_id, said->>'code', %(network)s, {_NEW} FROM batch WHERE will = 'added' ORDER BY number
    ON CONFLICT (code) DO NOTHING
"""  # noqa: S608 - columns of ours
_NAMED: Final = ("sort_th", "found_by")
_SAID: Final = {
    name: "fields && ARRAY['name_th', 'name_en']" if name in _NAMED else f"'{name}' = ANY(fields)" for name in _READ
}
_SET: Final = ", ".join(
    f"{name} = CASE WHEN {_SAID[name]} THEN {read} ELSE space.{name} END" for name, read in _READ.items()
)
_UPDATE: Final = f"""
    UPDATE places_space AS space SET {_SET} FROM batch WHERE will = 'changed' AND space.id = batch.space_id
"""  # noqa: S608 - columns of ours
# A code that somebody took between the preview and now.
_LOST: Final = """
    WITH lost AS (
        DELETE FROM batch WHERE will = 'added' AND NOT EXISTS (SELECT FROM places_space WHERE id = space_id) RETURNING *
    )
    UPDATE places_spaceimportrow AS row SET kind = 'rejected', space_id = NULL, reasons = row.reasons ||
        jsonb_build_array(jsonb_build_array('places.code_taken', jsonb_build_object('taken', lost.said->>'code')))
    FROM lost WHERE row.run_id = %(run)s AND row.number = lost.number
"""
_HOURS: Final = (
    "DELETE FROM places_openinghours WHERE space_id IN (SELECT space_id FROM batch WHERE 'hours' = ANY(fields))",
    """
    INSERT INTO places_openinghours (space_id, weekday, opens, closes)
    SELECT space_id, (span->>0)::smallint, (span->>1)::smallint, (span->>2)::smallint
    FROM batch CROSS JOIN jsonb_array_elements(said->'hours') AS span
    WHERE will = 'added' OR 'hours' = ANY(fields)
    """,
)
_ORIGINS: Final = """
    INSERT INTO places_spaceorigin (source_id, key, space_id, said)
    SELECT %(source)s, key, space_id, said - ARRAY['sort_th', 'found_by', 'code'] FROM batch ORDER BY key
    ON CONFLICT (source_id, key) DO UPDATE SET said = places_spaceorigin.said || excluded.said
    WHERE places_spaceorigin.said IS DISTINCT FROM places_spaceorigin.said || excluded.said
"""
_TOUCH: Final = """
    INSERT INTO core_change (kind, object_id, touched_at)
    SELECT 'space', space_id, clock_timestamp() FROM batch WHERE will IN ('added', 'changed')
"""
_FORGET: Final = """
    UPDATE places_spaceimportrow SET said = NULL
    WHERE run_id = %(run)s AND number > %(after)s AND number <= %(until)s AND said IS NOT NULL
"""


def run_write(
    *, actor: Actor, clock: Callable[[], datetime], import_id: UUID, told: Callable[[SpaceImport], None] | None = None
) -> SpaceImport:
    """Writes a file from where an earlier try stopped. Two files of one source wait for each other, batch by batch."""
    run = SpaceImport.objects.select_related("source").filter(id=import_id).first()
    if run is None:
        raise NotFound()
    require("places.add_space", actor=actor, at=clock(), scope=scope_of_network(run.source.network_id))
    while run.state == State.WRITING:
        with transaction.atomic():
            SpaceSource.objects.select_for_update().get(id=run.source_id)
            run = SpaceImport.objects.select_for_update(of=("self",)).select_related("source").get(id=import_id)
            if run.state != State.WRITING:
                break
            _advance(actor=actor, at=clock(), run=run)
        if told:
            told(run)
    return run


def _advance(*, actor: Actor, at: datetime, run: SpaceImport) -> None:
    """One batch with its facts, or the end."""
    if run.written >= run.number:
        run.state, run.ended_at = State.DONE, at
        run.save(update_fields=["state", "ended_at"])
        facts.record(
            "places.space_import_ended", actor=actor, at=at, object_kind="space_import", object_id=run.id,
            count=run.number,
        )
        return
    added, changed, lost = _written(run)
    run.written = min(run.written + BATCH, run.number)
    run.added, run.rejected = run.added - lost, run.rejected + lost
    run.save(update_fields=["written", "added", "rejected"])
    for verb, count in (("places.spaces_added", added), ("places.spaces_renewed", changed)):
        if count:
            facts.record(
                verb, actor=actor, at=at, object_kind="network", object_id=run.source.network_id, count=count
            )


def _written(run: SpaceImport) -> tuple[int, int, int]:
    """How many spaces the batch added and changed, and how many lost their code to another one."""
    asked: dict[str, Any] = {
        "run": run.id, "after": run.written, "until": run.written + BATCH, "source": run.source_id,
        "network": run.source.network_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_BATCH, asked)
        cursor.execute(_INSERT, asked)
        added = int(cursor.rowcount)
        cursor.execute(_LOST, asked)
        lost = int(cursor.rowcount)
        cursor.execute(_UPDATE)
        changed = int(cursor.rowcount)
        for statement in _HOURS:
            cursor.execute(statement)
        cursor.execute(_ORIGINS, asked)
        cursor.execute(_TOUCH)
        cursor.execute(_FORGET, asked)
        cursor.execute("DROP TABLE batch")
    if added or changed:
        changes.wake()
    return added, changed, lost
