"""The learning shadow is measured again whenever anything that it depends on has changed."""

from datetime import datetime

from django.db import connection, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.places.models import Measurement
from rianru.places.queries.measuring import Measurable, measurable, measured

_LOCK = "SELECT pg_advisory_xact_lock(7440, 0)"
_STAGE = "CREATE TEMPORARY TABLE stage (area text, sort text, space uuid, stop uuid, km float8) ON COMMIT DROP"
_GONE = """
    DELETE FROM places_nearest AS old WHERE NOT EXISTS (
        SELECT FROM stage WHERE stage.sort = old.sort AND stage.area = old.area_id)
"""
_UPSERT = """
    INSERT INTO places_nearest (area_id, sort, space_id, stop_id, km) SELECT area, sort, space, stop, km FROM stage
    ON CONFLICT (sort, area_id) DO UPDATE SET space_id = excluded.space_id, stop_id = excluded.stop_id,
        km = excluded.km
    WHERE (places_nearest.space_id, places_nearest.stop_id, places_nearest.km)
        IS DISTINCT FROM (excluded.space_id, excluded.stop_id, excluded.km)
"""


def measure_distances(*, actor: Actor, at: datetime) -> int:
    """Measures from every sub-district to the nearest space of every sort; how many answers are new.

    Where nothing changed since the last time it only notes that it looked: 0.
    """
    require("places.measure", actor=actor, at=at)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK)
        found = measurable(at)
        same = Measurement.objects.filter(fingerprint=found.fingerprint)
        if same.update(looked_at=at):
            return 0
        changed = _kept(found)
        Measurement.objects.update_or_create(id=1, defaults={
            "measured_at": at, "looked_at": at, "spaces": found.spaces, "fingerprint": found.fingerprint})
        facts.record("places.distances_measured", actor=actor, at=at, count=changed)
    return changed


def _kept(found: Measurable) -> int:
    """Writes what is different, and nothing else; how many rows."""
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        with cursor.copy("COPY stage FROM STDIN") as copy:
            for row in measured(found):
                copy.write_row(row)
        cursor.execute(_GONE)
        gone = cursor.rowcount
        cursor.execute(_UPSERT)
        changed: int = gone + cursor.rowcount
        cursor.execute("DROP TABLE stage")
    return changed
