"""Areas and holidays as the project ships them."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from django.db import connection, transaction

from rianru.core import changes, facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.thai import sort_key
from rianru.places.kinds.areas import STEM
from rianru.places.models import AbolishedArea, Holiday

DATA = Path(__file__).resolve().parent.parent / "data"
COUNTED_ON = date(2021, 12, 31)
_UPSERT = """
    WITH done AS (
    INSERT INTO places_area (code, parent_id, name_th, name_en, sort_th, postal_code, lat, lon, population,
                             population_on)
    SELECT code, nullif(left(code, length(code) - 2), ''), name_th, name_en, sort_th, postal_code, lat, lon, population,
           population_on FROM stage ORDER BY length(code)
    ON CONFLICT (code) DO UPDATE SET name_th = excluded.name_th, name_en = excluded.name_en, sort_th = excluded.sort_th,
        postal_code = excluded.postal_code, lat = excluded.lat, lon = excluded.lon,
        population = excluded.population, population_on = excluded.population_on
    WHERE (places_area.name_th, places_area.name_en, places_area.sort_th, places_area.postal_code, places_area.lat,
           places_area.lon, places_area.population, places_area.population_on) IS DISTINCT FROM
          (excluded.name_th, excluded.name_en, excluded.sort_th, excluded.postal_code, excluded.lat, excluded.lon,
           excluded.population, excluded.population_on)
    RETURNING code
    )
    INSERT INTO changed SELECT code FROM done
"""
# An area is found by the names of those it lies in, and so is a space.
_TOUCH = """
    INSERT INTO core_change (kind, object_id, touched_at)
    SELECT 'area', (%s || lpad(code, 12, '0'))::uuid, clock_timestamp() FROM places_area
    WHERE code IN (SELECT code FROM changed) OR left(code, 2) IN (SELECT code FROM changed)
       OR left(code, 4) IN (SELECT code FROM changed) OR left(code, 6) IN (SELECT code FROM changed)
    UNION ALL
    SELECT 'space', id, clock_timestamp() FROM places_space
    WHERE left(area_id, 2) IN (SELECT code FROM changed) OR left(area_id, 4) IN (SELECT code FROM changed)
       OR left(area_id, 6) IN (SELECT code FROM changed) OR area_id IN (SELECT code FROM changed)
"""


def load_areas(*, actor: Actor, at: datetime) -> int:
    """Loads the shipped tree of areas; how many rows were new or changed. The same again changes nothing."""
    require("places.load_areas", actor=actor, at=at)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE stage (code text, name_th text, name_en text, postal_code text, lat numeric(8,5), "
            "lon numeric(8,5), population integer, population_on date, sort_th text) ON COMMIT DROP;"
            "CREATE TEMPORARY TABLE changed (code text PRIMARY KEY) ON COMMIT DROP"
        )
        with cursor.copy("COPY stage FROM STDIN") as copy:
            for row in _rows("areas.csv"):
                copy.write_row(
                    [*(value or None if i > 3 else value for i, value in enumerate(row)), COUNTED_ON, sort_key(row[1])]
                )
        cursor.execute(_UPSERT)
        changed = int(cursor.rowcount)
        if changed:
            cursor.execute(_TOUCH, [STEM])
            changes.wake()
        cursor.execute("DROP TABLE stage, changed")
        _load_abolished()
        if changed:
            facts.record("places.areas_loaded", actor=actor, at=at, count=changed)
    return changed


def _load_abolished() -> None:
    AbolishedArea.objects.bulk_create(
        (
            AbolishedArea(code=code, name_th=th, name_en=en, abolished_on=on or None, successors=next_codes.split())
            for code, th, en, on, next_codes in _rows("abolished.csv")
        ),
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name_th", "name_en", "abolished_on", "successors"],
    )


def load_holidays(*, actor: Actor, at: datetime) -> int:
    """Loads the shipped public holidays; how many are new or changed. The same again changes nothing."""
    require("places.load_areas", actor=actor, at=at)
    known = set(Holiday.objects.values_list("day_on", "name_th", "name_en"))
    shipped = ((date.fromisoformat(day), th, en) for day, th, en in _rows("holidays.csv"))
    new = [Holiday(day_on=day, name_th=th, name_en=en) for day, th, en in shipped if (day, th, en) not in known]
    if not new:
        return 0
    with transaction.atomic():
        Holiday.objects.bulk_create(
            new, update_conflicts=True, unique_fields=["day_on"], update_fields=["name_th", "name_en"]
        )
        facts.record("places.holidays_loaded", actor=actor, at=at, count=len(new))
    return len(new)


def _rows(name: str) -> Iterator[list[str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        next(rows)
        yield from rows
