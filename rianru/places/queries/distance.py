"""How far things are in a straight line, in SQL and without an extension: the haversine formula on a sphere."""

from math import cos, radians
from typing import Any, TypeVar

from django.db.models import Expression, F, FloatField, Func, Model, Q, QuerySet, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import ASin, Cast, Cos, Power, Radians, Sin, Sqrt

EARTH_KM = 6371.0  # mean radius, IUGG
DEGREE_KM = radians(EARTH_KM)  # of latitude
SPARE = 1.25  # how many more are looked at, for what a plane gets wrong of a sphere
SLACK = 1e-5  # degrees: to what positions are rounded, and more than numbers are
FARTHEST_NORTH = 80.0  # behind that a plane says nothing
Placed = TypeVar("Placed", bound=Model)


def km_from(lat: Any, lon: Any) -> Expression:
    """Kilometres between a point and the row's `lat` and `lon`; within 0.5 % of an ellipsoid's."""
    row_lat, row_lon = (Radians(_float(name)) for name in ("lat", "lon"))
    here_lat, here_lon = (Radians(Value(float(each), FloatField())) for each in (lat, lon))
    half = Power(Sin((row_lat - here_lat) / 2.0), 2.0)
    across = Cos(here_lat) * Cos(row_lat) * Power(Sin((row_lon - here_lon) / 2.0), 2.0)
    found: Expression = ASin(Sqrt(half + across)) * Value(2 * EARTH_KM, FloatField())
    return found


def degrees_from(lat: Any, lon: Any) -> Expression:
    """The same on a plane of degrees, where the indexes of points give rows one after the other, the nearest first."""
    here = Func(Value(float(lon)), Value(float(lat)), function="point", output_field=FloatField())
    there = Func(_float("lon"), _float("lat"), function="point", output_field=FloatField())
    return CombinedExpression(there, "<->", here, output_field=FloatField())


def nearest(
    rows: QuerySet[Placed], lat: Any, lon: Any, limit: int, after: tuple[float, Any] | None = None, few: bool = False,
) -> list[tuple[Placed, float]]:
    """The rows nearest to a point, each with its kilometres, then by key; exactly as if all were measured.

    They come in the order of a plane, a few more than are wanted. Whatever is nearer than the last of those lies in a
    box around its circle; where the plane did not reach that far, the box is asked. `after`: the kilometres and the key
    behind which to go on; `few`: there are so few rows that all are measured.
    """
    placed = rows.filter(lat__isnull=False).annotate(km=km_from(lat, lon))
    if after:
        placed = placed.filter(Q(km__gt=after[0]) | Q(km=after[0], pk__gt=after[1]))
    if few:
        return _measured(placed, limit)
    asked = int(limit * SPARE) + 4
    given: list[Any] = list(placed.annotate(degrees=degrees_from(lat, lon)).order_by("degrees")[:asked])
    found = sorted(given, key=lambda row: (row.km, row.pk))[:limit]
    if len(given) == asked:
        north = found[-1].km / DEGREE_KM + SLACK
        east = north / cos(radians(min(abs(float(lat)) + north, FARTHEST_NORTH)))
        if given[-1].degrees <= east:
            return _measured(placed.filter(_box(float(lat), float(lon), north, east)), limit)
    return [(row, row.km) for row in found]


def _measured(rows: QuerySet[Any, Placed], limit: int) -> list[tuple[Placed, float]]:
    return [(row, row.km) for row in rows.order_by("km", "pk")[:limit]]  # type: ignore[attr-defined]


def _box(lat: float, lon: float, north: float, east: float) -> Q:
    return Q(lat__range=(lat - north, lat + north), lon__range=(lon - east, lon + east))


def _float(name: str) -> Cast:
    return Cast(F(name), FloatField())
