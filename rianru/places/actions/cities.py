"""Cities."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T
from rianru.places.models import DYES, WEAVES, Area, City, CityArea


class CodeTaken(Refused):
    """Another city, network or space has this code."""

    code = "places.code_taken"
    says = T("รหัส {taken} มีอยู่แล้ว ใช้รหัสอื่น", "The code {taken} is in use. Choose another one.")


class AreaUnknown(Refused):
    """No area has this code."""

    code = "places.area_unknown"
    status = 422
    says = T(
        "ไม่พบเขตรหัส {area} ใช้รหัสจังหวัด 2 หลัก อำเภอ 4 หลัก หรือตำบล 6 หลัก",
        "There is no area {area}. Use the code of a province (2 digits), district (4) or sub-district (6).",
    )


class AreasMissing(Refused):
    """A city without any area would cover nothing."""

    code = "places.areas_missing"
    status = 422
    says = T("เลือกอย่างน้อยหนึ่งเขตให้เมืองนี้", "Choose at least one area for this city.")


class LookUnknown(Refused):
    """Not one of the six dyes or the three motifs."""

    code = "places.look_unknown"
    status = 422
    says = T("สีย้อมหรือลายนี้ยังไม่มี เลือกจาก {choices}", "There is no such dye or motif. Choose from {choices}.")


def broken(error: IntegrityError) -> str:
    """The name of the constraint that a write broke, so that only what is meant becomes a refusal."""
    return str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or "")


def add_city(
    *,
    actor: Actor,
    at: datetime,
    code: str,
    name_th: str,
    name_en: str,
    areas: Sequence[str],
    dye: str = "indigo",
    weave: str = "diamond",
    unesco_since: int | None = None,
    pilot: bool = False,
    approximate: bool = False,
) -> UUID:
    """Adds a learning city over areas; its id."""
    require("places.add_city", actor=actor, at=at)
    _check(areas, dye, weave)
    try:
        with transaction.atomic():
            city = City.objects.create(
                code=code,
                name_th=name_th,
                name_en=name_en,
                dye=dye,
                weave=weave,
                unesco_since=unesco_since,
                pilot=pilot,
                approximate=approximate,
            )
            CityArea.objects.bulk_create(CityArea(city=city, area_id=area) for area in dict.fromkeys(areas))
            facts.record("places.city_added", actor=actor, at=at, object_kind="city", object_id=city.id, area=areas[0])
    except IntegrityError as error:
        if broken(error).startswith("places_city_code"):
            raise CodeTaken(taken=code) from error
        raise
    return city.id


def _check(areas: Sequence[str], dye: str, weave: str) -> None:
    if not areas:
        raise AreasMissing()
    if dye not in DYES or weave not in WEAVES:
        raise LookUnknown(choices=", ".join((*DYES, *WEAVES)))
    known = set(Area.objects.filter(code__in=areas).values_list("code", flat=True))
    for area in areas:
        if area not in known:
            raise AreaUnknown(area=area)
