"""What happens to places, in the words of facts."""

from rianru.core import facts
from rianru.kernel.words import T

facts.verb("places.areas_loaded", T("โหลดเขตการปกครอง", "Areas loaded"))
facts.verb("places.holidays_loaded", T("โหลดวันหยุด", "Holidays loaded"))
facts.verb("places.city_added", T("เพิ่มเมือง", "City added"))
facts.verb("places.network_added", T("เพิ่มเครือข่าย", "Network added"))
facts.verb("places.spaces_added", T("เพิ่มแหล่งเรียนรู้", "Learning spaces added"))
facts.verb("places.space_changed", T("แก้ข้อมูลแหล่งเรียนรู้", "Learning space changed"))
facts.verb("places.space_closed", T("ปิดแหล่งเรียนรู้", "Learning space closed"))
facts.verb("places.hours_set", T("ตั้งเวลาเปิด", "Opening hours set"))
facts.verb("places.exception_set", T("ตั้งวันที่เปิดต่างไป", "Hours of a day set"))
facts.verb("places.distances_measured", T("วัดระยะถึงแหล่งเรียนรู้", "Distances measured"))
facts.verb("places.plan_saved", T("บันทึกแผนที่ตั้ง", "Plan of sites saved"))
facts.verb("places.plan_removed", T("ลบแผนที่ตั้ง", "Plan of sites removed"))
facts.verb("places.exception_cleared", T("เลิกวันที่เปิดต่างไป", "Hours of a day back to the week's"))
