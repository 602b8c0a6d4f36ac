"""Phayao and Nan alone, with their districts and sub-districts as shipped: a world that is measured in no time."""

import csv
from functools import cache

from rianru.places.actions.areas import COUNTED_ON, DATA
from rianru.places.models import Area

PROVINCES = ("55", "56")


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with (DATA / "areas.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(row for row in csv.DictReader(stream) if row["code"].startswith(PROVINCES))


def north() -> list[Area]:
    """The areas of two provinces, where there are none yet."""
    return Area.objects.bulk_create(
        Area(code=row["code"], parent_id=row["code"][:-2] or None, name_th=row["name_th"], name_en=row["name_en"],
             sort_th=row["name_th"], lat=row["lat"], lon=row["lon"], population=row["population"], population_on=COUNTED_ON)
        for row in sorted(_rows(), key=lambda row: len(row["code"]))
    )
