"""What the lending rules may say, and the words that people see for loans, holds and what becomes of items."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rianru.kernel.words import T

DIMENSIONS: Final = ("space", "network", "item_type", "category", "language")
"""By what a row is scoped, the strongest first: a row of a space goes before one of its network, whatever else they
name.
"""
DIMENSION_LABELS: Mapping[str, T] = {
    "space": T("ที่", "Place"),
    "network": T("เครือข่าย", "Network"),
    "item_type": T("ชนิดสื่อ", "Kind of item"),
    "category": T("ประเภทสมาชิก", "Kind of member"),
    "language": T("ภาษา", "Language"),
}


@dataclass(frozen=True, slots=True)
class Value:
    """A value that rules decide. `kind`: days, count, satang, yes, date, years, or one of `choices`; `least` and `most`
    are inclusive. One that is `needed` must be said of every case, or the table has a hole.
    """

    kind: str
    label: T
    needed: bool = True
    least: int = 0
    most: int = 0
    choices: Mapping[str, T] | None = None


RETURNS: Mapping[str, T] = {
    "home": T("กลับที่ประจำ", "Goes back to its home"),
    "floats": T("อยู่ที่ที่คืน", "Stays where it was returned"),
}
VALUES: Mapping[str, Value] = {
    "lends": Value("yes", T("ให้ยืมกลับบ้าน", "May be taken home")),
    "period_days": Value("days", T("ยืมได้กี่วัน", "Days of a loan"), least=1, most=730),
    "items_at_once": Value("count", T("ยืมพร้อมกันได้กี่ชิ้น", "Items at once"), most=10_000),
    "items_of_kind": Value(
        "count", T("ยืมชนิดนี้พร้อมกันได้กี่ชิ้น", "Items of this kind at once"), needed=False, most=1_000
    ),
    "renewals": Value("count", T("ยืมต่อได้กี่ครั้ง", "Renewals"), most=100),
    "renewal_days": Value("days", T("ยืมต่อครั้งละกี่วัน", "Days of a renewal"), least=1, most=730),
    "fine_a_day": Value("satang", T("ค่าปรับต่อวันต่อชิ้น", "Fine a day and item"), most=100_000),
    "fine_cap": Value("satang", T("ค่าปรับสูงสุดต่อชิ้น", "Most fine of an item"), needed=False, most=10_000_000),
    "grace_days": Value("days", T("วันผ่อนผัน", "Days of grace"), most=60),
    "deposit": Value("satang", T("เงินประกันที่ต้องมี", "Deposit needed"), most=10_000_000),
    "handling": Value("satang", T("ค่าดำเนินการเมื่อหาย", "Handling of a lost item"), most=10_000_000),
    "owed_at_most": Value("satang", T("ค้างได้ไม่เกิน", "May owe at most"), most=10_000_000),
    "holds_at_once": Value("count", T("จองพร้อมกันได้กี่รายการ", "Holds at once"), most=1_000),
    "hold_shelf_days": Value("days", T("เก็บไว้ให้รับกี่วัน", "Days on the hold shelf"), least=1, most=60),
    "fixed_due_on": Value("date", T("คืนภายในวันที่", "Due on a fixed day"), needed=False),
    "age_at_least": Value("years", T("อายุอย่างน้อย", "Age at least"), needed=False, most=99),
    "returned": Value("choice", T("คืนแล้วไปไหน", "Where a returned item goes"), choices=RETURNS),
}
NEEDED: Final = tuple(name for name, value in VALUES.items() if value.needed)

HOLD_STATES: Mapping[str, T] = {
    "waiting": T("รอคิว", "Waiting"),
    "suspended": T("พักคิวไว้", "Suspended"),
    "pulled": T("กำลังหยิบจากชั้น", "To be pulled"),
    "travelling": T("กำลังเดินทาง", "On its way"),
    "ready": T("พร้อมรับ", "Ready"),
    "filled": T("รับแล้ว", "Picked up"),
    "cancelled": T("ยกเลิกแล้ว", "Cancelled"),
    "expired": T("เลยกำหนดรับ", "Not picked up"),
}
OPEN_HOLDS: Final = ("waiting", "suspended", "pulled", "travelling", "ready")
REACHES: Mapping[str, T] = {
    "work": T("ฉบับไหนก็ได้", "Any edition"),
    "edition": T("ฉบับนี้เท่านั้น", "This edition"),
    "item": T("เล่มนี้เท่านั้น", "This copy"),
}
ENDS: Mapping[str, T] = {
    "returned": T("คืนแล้ว", "Returned"),
    "lost": T("หาย", "Lost"),
    "damaged": T("ชำรุด", "Damaged"),
    "undone": T("ยกเลิกที่เคาน์เตอร์", "Undone at the desk"),
}
STATES: Mapping[str, T] = {
    "available": T("อยู่บนชั้น", "on its shelf"),
    "on_loan": T("มีคนยืมอยู่", "on loan"),
    "in_transit": T("กำลังเดินทาง", "on its way"),
    "on_hold_shelf": T("รอผู้จองมารับ", "on the hold shelf"),
    "damaged": T("ชำรุด", "damaged"),
    "lost": T("หาย", "lost"),
    "missing": T("หาไม่พบ", "missing"),
    "absent": T("แหล่งไม่แจ้งแล้ว", "no longer listed"),
    "withdrawn": T("จำหน่ายออกแล้ว", "withdrawn"),
}
"""What becomes of copies, in the middle of a sentence."""
FOUND: Mapping[str, T] = {
    "here": T("อยู่ถูกที่", "In its place"),
    "shelf": T("อยู่ผิดชั้น", "On another shelf than its own"),
    "elsewhere": T("เป็นของสาขาอื่น", "Belongs to another place"),
    "out": T("ในระบบว่ามีคนยืมอยู่", "Was on loan by the books"),
    "gone": T("ในระบบว่าหาย", "Was lost by the books"),
    "moving": T("ในระบบว่ากำลังเดินทางหรือรอผู้จอง", "Was on its way or held by the books"),
    "damaged": T("ในระบบว่าชำรุด", "Was damaged by the books"),
    "withdrawn": T("จำหน่ายออกไปแล้ว", "Withdrawn"),
    "foreign": T("เป็นของเครือข่ายอื่น", "Belongs to another network"),
    "twice": T("บาร์โค้ดซ้ำหลายเล่ม", "Several copies carry this barcode"),
    "unknown": T("ไม่รู้จักเลขนี้", "Nobody knows this number"),
}
"""What a barcode seen on a stocktake was by the books."""
UNKNOWN: Final = ("unknown", "twice")
DECISIONS: Mapping[str, T] = {
    "bought": T("จะซื้อเข้า", "To be bought"),
    "not_now": T("ยังไม่ซื้อตอนนี้", "Not now"),
}
AGES: Mapping[str, T] = {
    "": T("ไม่ได้บอกอายุ", "Age not told"), "0-5": T("0–5 ปี", "0–5"), "6-14": T("6–14 ปี", "6–14"),
    "15-24": T("15–24 ปี", "15–24"), "25-59": T("25–59 ปี", "25–59"), "60+": T("60 ปีขึ้นไป", "60 and over"),
}
"""Age bands of those who agreed to be counted by them."""
MEASURES: Mapping[str, T] = {
    "loans": T("การยืม", "Loans"), "returns": T("การคืน", "Returns"), "renewals": T("การยืมต่อ", "Renewals"),
    "holds": T("การจองที่ได้รับ", "Holds filled"), "in_house": T("อ่านในห้องสมุด", "Used in the library"),
    "turnover": T("รอบการยืมต่อเล่ม", "Turn-over"), "visitors": T("คนเข้าใช้", "Visitors"),
}
BYS: Mapping[str, T] = {
    "month": T("เดือน", "Month"), "space": T("สถานที่", "Place"), "area": T("พื้นที่", "Area"),
    "age": T("ช่วงอายุ", "Age"), "format": T("ชนิดสื่อ", "Kind of item"),
}
