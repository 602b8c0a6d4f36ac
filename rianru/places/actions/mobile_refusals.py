"""What may be wrong with a van, its stops and its timetable."""

from rianru.kernel.refusals import Refused
from rianru.kernel.words import T


class NoVehicle(Refused):
    """A space that is no mobile library."""

    code = "places.no_vehicle"
    status = 422
    says = T("{space} ไม่ใช่รถห้องสมุด เลือกแหล่งเรียนรู้ประเภทรถห้องสมุดเคลื่อนที่",
             "{space} is no mobile library. Choose a space of the kind mobile library.")


class NameMissing(Refused):
    """A route or stop without a Thai name."""

    code = "places.name_missing"
    status = 422
    says = T("ใส่ชื่อภาษาไทย คนจะหาเจอด้วยชื่อนี้", "Give it a Thai name: people find it by that.")


class CapacityWrong(Refused):
    """Not a number of books that a van carries."""

    code = "places.capacity_wrong"
    status = 422
    says = T("จำนวนหนังสือบนรถต้องเป็น 1 ถึง 100,000 เล่ม หรือเว้นว่าง", "A van carries 1 to 100,000 books. Or leave it blank.")


class StopTypeUnknown(Refused):
    """Not one of the four types of the open timetable."""

    code = "places.stop_type_unknown"
    status = 422
    says = T("ไม่รู้จักประเภทจุดจอด {kind} เลือกจากสี่แบบในรายการ", "There is no type of stop {kind}. Choose one of the four.")


class StopClosed(Refused):
    """A stop that is no longer in use."""

    code = "places.stop_closed"
    says = T("จุดจอด {stop} เลิกใช้แล้ว เลือกจุดอื่น หรือตั้งจุดใหม่",
             "The stop {stop} is closed. Choose another, or add a new one.")


class StopInUse(Refused):
    """A stop to which vans still come."""

    code = "places.stop_in_use"
    says = T("ยังมีรถมาจอดที่นี่ {visits} รอบ จบตารางหรืองดรอบก่อน แล้วค่อยเลิกใช้",
             "Vans still come here {visits} {visits:time|times}. End the timetables or cancel those visits first.")


class StopOfOtherNetwork(Refused):
    """A van and a stop of different networks."""

    code = "places.stop_of_other_network"
    status = 422
    says = T("จุดจอดนี้เป็นของอีกเครือข่าย เลือกจุดของเครือข่ายเดียวกับรถ",
             "This stop belongs to another network. Choose one of the van's own.")


class StopNowhere(Refused):
    """A new stop of which nobody knows where it is."""

    code = "places.stop_nowhere"
    status = 422
    says = T("ไม่รู้ว่าจุดจอด {stop} อยู่ที่ไหน ใส่พิกัด หรือรหัสตำบล", "Where is the stop {stop}? Give its position.")


class TimetablePeriodWrong(Refused):
    """A timetable that ends before it begins, or lasts longer than two years."""

    code = "places.timetable_period_wrong"
    status = 422
    says = T("วันสุดท้ายต้องไม่มาก่อนวันแรก และตารางหนึ่งยาวได้ไม่เกินสองปี",
             "The last day cannot come before the first, and one timetable lasts two years at most.")


class TimetableEmpty(Refused):
    """A rule that gives no day at all."""

    code = "places.timetable_empty"
    status = 422
    says = T("กฎนี้ไม่ตรงกับวันใดเลยในช่วงที่เลือก หรือตรงกับวันหยุดทั้งหมด ตรวจวันแรก วันสุดท้าย และวันในสัปดาห์",
             "The rule gives no day within this period, or public holidays alone. Check the first day, the last day "
             "and the weekday.")


class TimetableTwice(Refused):
    """The same halt of the same route from the same day."""

    code = "places.timetable_twice"
    says = T("สายนี้มีตารางที่จุดนี้ เวลานี้ ตั้งแต่วันนี้แล้ว แก้ตารางเดิมแทน",
             "This route has that halt from that day already. Change the one that is there.")


class TwoPlacesAtOnce(Refused):
    """A van that would stand at two stops at the same time."""

    code = "places.two_places_at_once"
    says = T("รถคันนี้อยู่สองที่พร้อมกันไม่ได้: {when} จอดที่ {stop} อยู่แล้ว เลือกเวลาหรือวันอื่น หรือให้รถคันอื่นไป",
             "The van cannot be in two places at once: {when} it is at {stop}. Choose another time, day or van.")


class VisitOver(Refused):
    """A visit that was cancelled, or is over."""

    code = "places.visit_over"
    says = T("รอบนี้งดหรือจบไปแล้ว จึงแก้ไม่ได้ เพิ่มรอบพิเศษแทนได้",
             "This visit was cancelled or is over. An extra visit can be added instead.")


class VisitTimeWrong(Refused):
    """A visit that ends before it begins, lies in the past, or lasts longer than a day."""

    code = "places.visit_time_wrong"
    status = 422
    says = T("เวลาออกต้องหลังเวลาถึงในวันเดียวกัน และต้องเป็นเวลาที่ยังไม่ผ่านไป",
             "The van leaves after it arrives, on the same day, and not in the past.")


class VisitReasonNeeded(Refused):
    """People come for a visit: they are told why it does not take place."""

    code = "places.visit_reason_needed"
    status = 422
    says = T("บอกเหตุผลสั้น ๆ คนที่รอจะได้รู้", "Say why, in a few words: people are waiting for it.")


class LateWrong(Refused):
    """Not a number of minutes that a van can be late."""

    code = "places.late_wrong"
    status = 422
    says = T("บอกเป็นนาที 0 ถึง {most}", "Give minutes, from 0 to {most}.")


class TapTimeWrong(Refused):
    """A tap of the driver's page from another day, or from the future."""

    code = "places.tap_time_wrong"
    status = 422
    says = T("เวลาที่กดไม่ตรงกับรอบนี้ ตรวจนาฬิกาของเครื่อง แล้วกดใหม่",
             "The time of this tap does not belong to this visit. Check the clock of the device, and tap again.")


class TapUnknown(Refused):
    """Not a tap that the page has, or none that can be taken back."""

    code = "places.tap_unknown"
    status = 422
    says = T("ไม่มีสิ่งที่กดนี้ หรือถอนไปแล้ว เปิดหน้าใหม่", "There is no such tap, or it was taken back. Open the page again.")


class VanUnknown(Refused):
    """No van of this name that the reader may plan for."""

    code = "places.van_unknown"
    status = 422
    says = T("ไม่พบรถชื่อ “{name}” ในรถที่คุณวางแผนได้ ใช้ชื่อหรือรหัสตามหน้ารถห้องสมุด",
             "None of the vans that you plan for is called “{name}”. Use its name or code.")
