"""The words that readers see for standards, assessments and phases; and what each indicator counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rianru.kernel.words import T
from rianru.places.words import KINDS

MOST_LEVEL: Final = 4
STATES: Final[Mapping[str, T]] = {
    "begun": T("กำลังประเมินตนเอง", "Being assessed by its keeper"),
    "handed_in": T("รอผู้เยี่ยม", "Waiting for a visit"),
    "visited": T("เยี่ยมแล้ว รอตัดสิน", "Visited, to be decided"),
    "met": T("ผ่านมาตรฐาน", "Meets the standard"),
    "not_met": T("ยังไม่ผ่าน", "Does not meet it yet"),
    "dropped": T("เลิกรอบนี้", "Given up"),
}
"""Of an assessment."""
OPEN: Final = ("begun", "handed_in", "visited")
DECIDED: Final = ("met", "not_met")
BY: Final[Mapping[str, T]] = {
    "self": T("ประเมินตนเอง", "Self-assessment"), "visit": T("ผู้เยี่ยม", "Visit"),
}
"""Who gave a score."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is counted of the house's own records. `stock`: how it stands at the end of a fiscal year (today, in this
    one), else what happened within it. `people`: persons are counted, so that small numbers are not told. `fine`: it
    is counted in districts and sub-districts too; what is told of trained people ends at provinces.
    """

    label: T
    unit: T
    rule: T
    stock: bool = True
    people: bool = False
    fine: bool = True


PLACES_UNIT, PEOPLE_UNIT, TIMES_UNIT = T("แห่ง", "places"), T("คน", "people"), T("ครั้ง", "times")
KIND_RULE = T(
    "นับแหล่งเรียนรู้ชนิดนี้ที่เปิดบริการแล้วและยังไม่ปิดถาวร ณ วันสิ้นปีงบประมาณ (ปีนี้นับถึงวันนี้)",
    "Spaces of this kind in service on the last day of the fiscal year (today, in this one).",
)
INDICATORS: Final[Mapping[str, Indicator]] = {
    "provinces": Indicator(
        T("จังหวัดที่มีแหล่งเรียนรู้", "Provinces with a space"), T("จังหวัด", "provinces"),
        T("นับจังหวัดที่มีแหล่งเรียนรู้ของเครือข่ายเปิดบริการอย่างน้อยหนึ่งแห่ง",
          "Provinces in which at least one space of the network is in service."),
        fine=False,
    ),
    **{f"space.{kind}": Indicator(label, PLACES_UNIT, KIND_RULE) for kind, label in KINDS.items()},
    "standards": Indicator(
        T("แห่งที่ผ่านมาตรฐาน", "Spaces that meet the standard"), PLACES_UNIT,
        T("นับแหล่งเรียนรู้ที่ผ่านการเยี่ยมและตัดสินแล้ว และใบรับรองยังไม่หมดอายุ",
          "Spaces that were visited and found to meet it, while that is valid."),
    ),
    "caretakers": Indicator(
        T("ผู้ดูแลที่ผ่านการอบรม", "Trained caretakers"), PEOPLE_UNIT,
        T("นับคนที่ถือใบรับรองหลักสูตรผู้ดูแลซึ่งยังใช้ได้ คนละหนึ่งครั้ง ในจังหวัดที่เขาดูแล",
          "Holders of a caretaker's certificate in force, once each, in the province where they keep a space."),
        people=True, fine=False,
    ),
    "buildings": Indicator(
        T("อาคารที่ผู้ดูแลผ่านการอบรม", "Buildings with a trained caretaker"), T("อาคาร", "buildings"),
        T("นับแห่งที่มีผู้ดูแลอย่างน้อยหนึ่งคนถือใบรับรองหลักสูตรผู้ดูแลซึ่งยังใช้ได้",
          "Spaces of which at least one caretaker holds a certificate that is in force."),
        fine=False,
    ),
    "activities": Indicator(
        T("กิจกรรมที่เปิดรับคน", "Activities opened"), T("กิจกรรม", "activities"),
        T("นับกิจกรรมที่เปิดให้คนเข้าร่วมในปีงบประมาณ", "Activities that were opened to people within the fiscal year."),
        stock=False,
    ),
    "attendances": Indicator(
        T("การมาเรียน", "Attendances"), TIMES_UNIT,
        T("นับจากการเช็กชื่อและนับหัวจริง หักที่ถอนคืน", "From ticks and head-counts, less what was taken back."),
        stock=False, people=True,
    ),
    "visits": Indicator(
        T("คนเข้าใช้", "Visits"), TIMES_UNIT,
        T("นับจากยอดคนเข้าใช้ที่แต่ละแห่งบันทึก", "From the visitors that each space counted."), stock=False, people=True,
    ),
    "loans": Indicator(
        T("การยืม", "Loans"), TIMES_UNIT,
        T("นับจากการให้ยืมที่เคาน์เตอร์และตู้ หักที่ย้อนคืน", "From the desks themselves, less what was undone."),
        stock=False, people=True,
    ),
}
"""What a phase may have as a target: counted from records, never typed."""
VERBS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "activities": (("learning.opened",), ()),
    "attendances": (("learning.attended", "learning.heads_counted"),
                    ("learning.attendance_undone", "learning.heads_uncounted")),
    "visits": (("lending.visitors_counted",), ()),
    "loans": (("lending.lent",), ("lending.lend_undone",)),
}
"""What happened within a year: the verbs of facts that are counted, and those that take back."""
AIMED_AT: Final[Mapping[str, T]] = {
    "visits": T("คนเข้าใช้", "Visitors"),
    "loans": T("เล่มที่ยืม", "Loans"),
    "sessions": T("กิจกรรมที่จัด", "Sessions held"),
    "attendances": T("คนมาร่วมกิจกรรม", "People who came to them"),
}
"""What one space may aim at in a fiscal year: as its keeper sees it on the page of the day."""
