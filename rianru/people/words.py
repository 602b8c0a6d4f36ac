"""The words that readers see for roles and for the kinds of scope."""

from rianru.core.actors import Role
from rianru.kernel.words import T

ROLES: dict[str, T] = {
    Role.ADMINISTRATOR: T("ผู้ดูแลระบบ", "Administrator"),
    Role.LIBRARIAN: T("บรรณารักษ์", "Librarian"),
    Role.CARETAKER: T("ผู้ดูแลสถานที่", "Caretaker"),
    Role.OFFICER: T("เจ้าหน้าที่เมือง", "City officer"),
    Role.ANALYST: T("นักวิเคราะห์", "Analyst"),
}
DUTIES: dict[str, T] = {
    Role.ADMINISTRATOR: T("ตั้งค่าและให้สิทธิ์", "Settings and roles"),
    Role.LIBRARIAN: T("ระเบียน เล่ม นำเข้า และเคาน์เตอร์", "Records, items, imports and the desk"),
    Role.CARETAKER: T("หน้า เวลาเปิด และเคาน์เตอร์ของสถานที่หนึ่ง", "One space: its page, hours and desk"),
    Role.OFFICER: T("แผนและรายงานของเมืองหรือเครือข่าย", "Plans and reports of a city or network"),
    Role.ANALYST: T("อ่านตัวเลขที่นับแล้ว", "Reads what is counted"),
}
KINDS: dict[str, T] = {
    "national": T("ทั้งประเทศ", "The whole country"),
    "network": T("เครือข่าย", "Network"),
    "city": T("เมือง", "City"),
    "space": T("สถานที่", "Space"),
}
GONE = T("สถานที่ที่เลิกแล้ว", "A place that is gone")
PURPOSES: dict[str, T] = {
    "history": T("เก็บประวัติการยืมและการอ่านไว้ให้ตัวเองดู", "Keep my loan and reading history for me"),
    "statistics": T("นับอายุและเพศรวมในสถิติ โดยไม่ระบุตัว", "Count my age and sex in statistics, without my name"),
    "news": T("ส่งข่าวกิจกรรมใกล้บ้านทางอีเมล", "Send me news of what happens near home"),
}
"""What may be agreed to, one by one and never bundled, in the words the person sees."""
SCOPES: dict[str, T] = {
    "read": T("อ่านทุกอย่างที่เปิดให้ทุกคน", "Read everything that is public"),
    "barcodes": T("เห็นบาร์โค้ดของตัวเล่ม", "See the barcodes of copies"),
}
"""What a partner's key may be for."""
CATEGORIES: dict[str, T] = {
    "child": T("เด็ก", "Child"),
    "adult": T("ผู้ใหญ่", "Adult"),
    "senior": T("ผู้สูงอายุ", "Senior"),
    "staff": T("บุคลากร", "Staff"),
    "organisation": T("หน่วยงาน", "Organisation"),
}
AGES: dict[str, tuple[int, int]] = {"child": (0, 14), "adult": (15, 59), "senior": (60, 150)}
"""Years of age, both inclusive; the other categories have none."""
JOINING_ONLINE: dict[str, T] = {
    "at_once": T("ใช้บัตรได้ทันที", "The card works at once"),
    "at_desk": T("ยืนยันตัวที่เคาน์เตอร์ก่อนยืมครั้งแรก", "Confirmed at a desk before the first loan"),
    "closed": T("สมัครที่เคาน์เตอร์เท่านั้น", "At a desk only"),
}
"""How people join a network online."""
BLOCK_REASONS: dict[str, T] = {
    "card_lost": T("แจ้งบัตรหาย", "Card reported lost"),
    "address": T("ที่อยู่หรือเบอร์โทรติดต่อไม่ได้", "Cannot be reached"),
    "conduct": T("ทำผิดระเบียบห้องสมุด", "Broke the library's rules"),
    "guardian": T("รอความยินยอมจากผู้ปกครอง", "Waits for a guardian's consent"),
    "confirm": T("รอยืนยันตัวที่เคาน์เตอร์", "To be confirmed at a desk"),
    "other": T("อื่น ๆ ดูบันทึก", "Something else: see the note"),
}
PARTS: dict[str, T] = {
    "guardian": T("ผู้ปกครอง", "Guardian"),
    "child": T("เด็ก", "Child"),
    "elder": T("ผู้สูงอายุที่ให้ทำแทน", "Elder who is acted for"),
    "other": T("คนในบ้าน", "Lives here too"),
}
"""Places in a household."""
FOLLOWED: dict[str, T] = {
    "space": T("สถานที่", "Space"),
    "van_stop": T("จุดจอดรถหนังสือ", "Stop of a mobile library"),
    "activity": T("กิจกรรม", "Activity"),
    "network": T("เครือข่าย", "Network"),
}
"""What may be followed: kinds of `core.kinds`, of which cards are asked."""
OFTEN: dict[str, T] = {
    "daily": T("ทุกวันที่มีข่าว", "Every day with news"),
    "weekly": T("สัปดาห์ละครั้ง", "Once a week"),
}
"""How often letters come."""
