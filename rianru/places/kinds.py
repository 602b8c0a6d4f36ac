"""What spaces are to the rest of the house."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from rianru.core import facts, kinds
from rianru.core.search.document import Document
from rianru.kernel.words import T
from rianru.places.models import Area, Space
from rianru.places.words import KINDS

facts.verb("places.areas_loaded", T("โหลดเขตการปกครอง", "Areas loaded"))
facts.verb("places.holidays_loaded", T("โหลดวันหยุด", "Holidays loaded"))
facts.verb("places.city_added", T("เพิ่มเมือง", "City added"))
facts.verb("places.network_added", T("เพิ่มเครือข่าย", "Network added"))
facts.verb("places.spaces_added", T("เพิ่มแหล่งเรียนรู้", "Learning spaces added"))
facts.verb("places.space_changed", T("แก้ข้อมูลแหล่งเรียนรู้", "Learning space changed"))
facts.verb("places.space_closed", T("ปิดแหล่งเรียนรู้", "Learning space closed"))
facts.verb("places.hours_set", T("ตั้งเวลาเปิด", "Opening hours set"))
facts.verb("places.exception_set", T("ตั้งวันที่เปิดต่างไป", "Hours of a day set"))
facts.verb("places.exception_cleared", T("เลิกวันที่เปิดต่างไป", "Hours of a day back to the week's"))


def cards(ids: Iterable[UUID]) -> dict[UUID, kinds.Card]:
    """A card a space: its name and kind."""
    return {
        space.id: kinds.Card(space.name_th, space.name_en, KINDS[space.kind], "space", {"code": space.code})
        for space in Space.objects.filter(id__in=list(ids))
    }


def documents(ids: Sequence[UUID]) -> Iterator[Document]:
    """The search documents of spaces: names, kind, address, and where they lie. One that closed for good gives none."""
    spaces = list(Space.objects.filter(id__in=list(ids), closed_on=None))
    areas = Area.objects.in_bulk({space.area_id[:length] for space in spaces for length in (2, 4, 6)})
    for space in spaces:
        around = [areas[code] for code in dict.fromkeys(space.area_id[:n] for n in (6, 4, 2)) if code in areas]
        kind = KINDS[space.kind]
        yield Document(
            id=space.id,
            kind="space",
            title=f"{space.name_th} ; {space.name_en}",
            subjects=f"{kind.in_('th')} ; {kind.in_('en')}",
            text=" ; ".join([space.address_th, space.address_en, *(f"{a.name_th} {a.name_en}" for a in around)]),
            numbers=(space.code,),
        )


def pages(after: UUID | None, limit: int) -> list[UUID]:
    """Ids of spaces after one, in order."""
    found = Space.objects.filter(id__gt=after) if after else Space.objects.all()
    return list(found.order_by("id").values_list("id", flat=True)[:limit])


kinds.register(kinds.Kind(
    name="space", label=T("แหล่งเรียนรู้", "Learning spaces"), cards=cards, documents=documents, pages=pages,
    scope="places",
))
