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
facts.verb("places.exception_cleared", T("เลิกวันที่เปิดต่างไป", "Hours of a day back to the week's"))
facts.verb("places.network_joined", T("เข้าร่วมเครือข่าย", "Network joined"))
facts.verb("places.network_left", T("ออกจากเครือข่าย", "Network left"))
facts.verb("places.photo_added", T("เพิ่มรูปแหล่งเรียนรู้", "Photo of a space added"))
facts.verb("places.photo_changed", T("แก้คำบรรยายรูป", "Photo of a space described anew"))
facts.verb("places.photo_removed", T("เอารูปออก", "Photo of a space removed"))
facts.verb("places.photo_files_dropped", T("ลบไฟล์รูปที่ไม่ใช้", "Files of photos dropped"))
facts.verb("places.correction_suggested", T("แจ้งข้อมูลไม่ตรง", "Correction suggested"))
facts.verb("places.correction_decided", T("ตัดสินข้อมูลที่แจ้ง", "Correction decided"))
facts.verb("places.corrections_forgotten", T("ลืมที่อยู่ของคนที่แจ้ง", "Addresses of who suggested forgotten"))
facts.verb("places.joining_asked", T("ขอเข้าร่วมเครือข่าย", "Asked to join a network"))
facts.verb("places.joining_declined", T("ยังไม่รับเข้าเครือข่าย", "Did not take into a network yet"))
facts.verb("places.status_set", T("เปลี่ยนสถานะในเครือข่าย", "Set how it stands in a network"))
facts.verb("places.network_status_set", T("เปลี่ยนสถานะเครือข่าย", "Set how a network stands"))
