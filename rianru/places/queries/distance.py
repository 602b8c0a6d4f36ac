"""How far things are in a straight line, in SQL and without an extension: the haversine formula on a sphere."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db.models import Expression, F, FloatField, Model, Q, QuerySet, Value
from django.db.models.functions import ASin, Cast, Cos, Power, Radians, Sin, Sqrt

EARTH_KM = 6371.0  # mean radius, IUGG
BOXES = (0.06, 0.2, 0.6, 2.0)  # degrees each way
DEGREE_KM = 103.0  # at least, of latitude and longitude, anywhere in Thailand
Placed = TypeVar("Placed", bound=Model)


def km_from(lat: Any, lon: Any) -> Expression:
    """Kilometres between a point and the row's `lat` and `lon`; within 0.5 % of an ellipsoid's."""
    row_lat, row_lon = (Radians(Cast(F(name), FloatField())) for name in ("lat", "lon"))
    here_lat, here_lon = (Radians(Value(float(each), FloatField())) for each in (lat, lon))
    half = Power(Sin((row_lat - here_lat) / 2.0), 2.0)
    across = Cos(here_lat) * Cos(row_lat) * Power(Sin((row_lon - here_lon) / 2.0), 2.0)
    found: Expression = ASin(Sqrt(half + across)) * Value(2 * EARTH_KM, FloatField())
    return found


def nearest(
    rows: QuerySet[Placed], lat: Any, lon: Any, limit: int, boxes: Sequence[float] = BOXES,
    after: tuple[float, Any] | None = None,
) -> list[tuple[Placed, float]]:
    """The rows nearest to a point, each with its kilometres; looked for in ever larger boxes, so that few are measured.

    A box is enough when all that is wanted lies within the circle inside of it. `after`: the kilometres and the key
    behind which to go on.
    """
    found: list[tuple[Placed, float]] = []
    placed = rows.filter(lat__isnull=False)
    for degrees in (*(one for one in boxes if not after or one * DEGREE_KM > after[0]), None):
        there = placed.filter(_box(float(lat), float(lon), degrees)) if degrees else placed
        away = there.annotate(km=km_from(lat, lon))
        if after:
            away = away.filter(Q(km__gt=after[0]) | Q(km=after[0], pk__gt=after[1]))
        measured = away.order_by("km", "pk")[:limit]
        found = [(row, float(row.km)) for row in measured]  # type: ignore[attr-defined]
        if degrees and len(found) == limit and found[-1][1] <= degrees * DEGREE_KM:
            break
    return found


def _box(lat: float, lon: float, degrees: float) -> Q:
    return Q(lat__range=(lat - degrees, lat + degrees), lon__range=(lon - degrees, lon + degrees))
