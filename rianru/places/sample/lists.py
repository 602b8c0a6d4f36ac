"""A list of spaces that somebody sent, looked at and not yet written: what is new, what is not taken, and why."""

import csv
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO, StringIO
from uuid import UUID

from django.core.files import File

from rianru.core.actors import system
from rianru.places.actions import importing
from rianru.places.models import Area, SpaceImport

SOURCE = "สพป. ตัวอย่าง เขต 1"
HEADINGS = ("รหัสโรงเรียน", "ชื่อห้องสมุด", "ตำบล", "อำเภอ", "จังหวัด", "ละติจูด", "ลองจิจูด", "เวลาเปิด", "โทรศัพท์")
WELL = 9  # rows with nothing to say about them


def build(*, at: datetime, network_id: UUID) -> None:
    """Sends it, unless a list was sent already."""
    if SpaceImport.objects.exists():
        return
    actor, file = system("demo"), File(BytesIO(_written()), name="list.csv")
    id = importing.start_space_import(
        actor=actor, at=at, network_id=network_id, source=SOURCE, file=file, file_name="ห้องสมุดโรงเรียน-ตัวอย่าง.csv"
    )
    _, guessed, _ = importing.guessed_columns(SpaceImport.objects.select_related("source").get(id=id))
    importing.confirm_space_columns(
        actor=actor, at=at, import_id=id, columns=guessed, kind="school_library", queue=False
    )
    importing.check_import(actor=actor, clock=lambda: at, import_id=id)


def _written() -> bytes:
    out = StringIO()
    csv.writer(out).writerows([HEADINGS, *_rows()])
    return out.getvalue().encode("utf-8-sig")


def _rows() -> Iterator[tuple[str, ...]]:
    """Schools of Phayao: most as they should be, one each of what goes wrong."""
    inside = list(Area.objects.filter(code__startswith="56", code__regex="^.{6}$", lat__isnull=False).order_by("code"))
    names = {area.code: area.name_th for area in Area.objects.filter(code__startswith="56")}
    for number, area in enumerate(inside[3 : 3 + WELL]):
        yield _row(number, area, names)
    more = inside[3 + WELL :]
    yield _row(20, more[0], names, lat="10.20000", lon="100.90000")  # in the sea
    yield _row(21, more[1], names, lat=f"{more[1].lon}", lon=f"{more[1].lat}")  # swapped
    yield _row(22, more[2], names | {more[2].code: "ไม่มีตำบลนี้"})
    yield _row(23, more[3], names, hours="Mo-Fr 08:00-12:00,11:00-16:00")  # overlapping
    yield _row(0, inside[3], names)  # twice in the file
    yield _row(24, more[4], names, phone="โทรหาครู")  # taken, without the telephone


def _row(
    number: int, area: Area, names: dict[str, str], *, lat: str = "", lon: str = "", hours: str = "Mo-Fr 08:30-16:30",
    phone: str = "",
) -> tuple[str, ...]:
    return (
        f"5601{number:04}", f"ห้องสมุดโรงเรียนบ้านตัวอย่าง {area.name_th}", names[area.code], names[area.code[:4]],
        names["56"], lat or str(area.lat), lon or str(area.lon), hours, phone or f"054 000 {number:03}",
    )
