"""Where a visitor says to be: an area, never a point; and how far from its middle spaces lie."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from rianru.kernel.geography import Point, kilometres
from rianru.kernel.nearest import nearest, points
from rianru.kernel.words import T
from rianru.places.models import Area, Space
from rianru.places.queries.areas import area_name


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A district or sub-district that someone chose, and its middle."""

    code: str
    name: T
    middle: Point


def whereabouts(code: str) -> Whereabouts | None:
    """The district (4 digits) or sub-district (6) of a code; None for other texts, or where its middle is unknown."""
    if len(code) not in (4, 6) or not (code.isascii() and code.isdigit()):
        return None
    found = Area.objects.filter(code=code, lat__isnull=False, lon__isnull=False).first()
    if found is None or found.lat is None or found.lon is None:
        return None
    return Whereabouts(code, area_name(code), Point(float(found.lat), float(found.lon)))


_MIDDLES = """
    SELECT code, lat::float8, lon::float8 FROM places_area
    WHERE length(code) = 6 AND lat IS NOT NULL AND lon IS NOT NULL ORDER BY code
"""


def area_at(point: Point) -> str:
    """The sub-district whose middle is nearest to a point; empty outside of Thailand. Nothing keeps the point."""
    return areas_at([point])[0]


def areas_at(asked: Sequence[Point]) -> list[str]:
    """The same of many; one query."""
    inside = [place for place, point in enumerate(asked) if point.in_thailand]
    found = [""] * len(asked)
    if not inside:
        return found
    with connection.cursor() as cursor:
        cursor.execute(_MIDDLES)
        rows = cursor.fetchall()
    if rows:
        there, _ = nearest(points([(asked[place].lat, asked[place].lon) for place in inside]),
                           points([row[1:] for row in rows]))
        for place, area in zip(inside, there.tolist(), strict=True):
            found[place] = rows[area][0]
    return found


def distances(start: Point, ids: Iterable[UUID]) -> dict[UUID, float]:
    """Kilometres from a point to each space: to itself, or to the middle of its area where nobody marked it.

    Two queries however many spaces; one of which nothing is known is left out.
    """
    rows = list(Space.objects.filter(id__in=list(ids)).values_list("id", "lat", "lon", "area_id"))
    codes = {area[:length] for _, lat, _, area in rows if lat is None for length in (4, 6)}
    middles = {
        area.code: Point(float(area.lat), float(area.lon))
        for area in Area.objects.filter(code__in=codes) if area.lat is not None and area.lon is not None
    }
    found = {}
    for id, lat, lon, area in rows:
        there = Point(float(lat), float(lon)) if lat is not None and lon is not None else (
            middles.get(area[:6]) or middles.get(area[:4]))
        if there:
            found[id] = kilometres(start, there)
    return found
