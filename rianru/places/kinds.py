"""What spaces are to the rest of the house."""

from collections.abc import Iterable
from uuid import UUID

from rianru.core import facts, kinds
from rianru.kernel.words import T
from rianru.places.models import Space
from rianru.places.words import KINDS

facts.verb("places.areas_loaded", T("โหลดเขตการปกครอง", "Areas loaded"))
facts.verb("places.city_added", T("เพิ่มเมือง", "City added"))
facts.verb("places.network_added", T("เพิ่มเครือข่าย", "Network added"))
facts.verb("places.spaces_added", T("เพิ่มแหล่งเรียนรู้", "Learning spaces added"))
facts.verb("places.space_changed", T("แก้ข้อมูลแหล่งเรียนรู้", "Learning space changed"))
facts.verb("places.space_closed", T("ปิดแหล่งเรียนรู้", "Learning space closed"))
facts.verb("places.hours_set", T("ตั้งเวลาเปิด", "Opening hours set"))
facts.verb("places.exception_set", T("ตั้งวันที่เปิดต่างไป", "Hours of a day set"))


def cards(ids: Iterable[UUID]) -> dict[UUID, kinds.Card]:
    """A card a space: its name and kind."""
    return {
        space.id: kinds.Card(space.name_th, space.name_en, KINDS[space.kind], "space", {"code": space.code})
        for space in Space.objects.filter(id__in=list(ids))
    }


kinds.register(kinds.Kind(name="space", label=T("แหล่งเรียนรู้", "Learning spaces"), cards=cards))
