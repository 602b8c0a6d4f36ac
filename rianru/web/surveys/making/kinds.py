"""The kinds of questions as their makers choose them: what they are called, what they are for, their sign."""

from dataclasses import dataclass

from rianru.kernel.words import T


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its word, what it is good for, an icon of the house."""

    name: str
    label: T
    says: T
    icon: str


KINDS = {kind.name: kind for kind in (
    Kind("single", T("เลือกหนึ่งข้อ", "One choice"), T("มีตัวเลือกให้เลือกข้อเดียว", "One of several choices"), "check"),
    Kind("multiple", T("เลือกได้หลายข้อ", "Several choices"), T("เลือกกี่ข้อก็ได้", "Any number of choices"), "check"),
    Kind("text", T("เขียนตอบ", "Text"), T("คำตอบสั้นหรือยาวด้วยคำของผู้ตอบ", "A line or more, in their own words"), "keys"),
    Kind("number", T("ตัวเลข", "Number"), T("อายุ ชั่วโมง บาท พร้อมหน่วย", "Age, hours, baht, with its unit"), "table"),
    Kind("matrix", T("ตาราง", "Table"), T("หลายเรื่อง ตอบด้วยตัวเลือกชุดเดียวกัน", "Several things, the same choices for each"),
         "table"),
    Kind("rubric", T("เกณฑ์ระดับ", "Rubric"), T("ประเมินด้วยระดับที่อธิบายไว้", "A judgement by described levels"), "cert"),
    Kind("ranking", T("จัดลำดับ", "Ranking"), T("เรียงจากสำคัญที่สุด", "Put in order, first things first"), "filter"),
    Kind("date", T("วันที่", "Date"), T("วัน เดือน ปี พ.ศ.", "A day, in the Buddhist Era"), "cal"),
    Kind("time", T("เวลา", "Time"), T("ชั่วโมงและนาที", "Hours and minutes"), "clock"),
    Kind("place", T("สถานที่", "Place"), T("ตำบล อำเภอ จังหวัด หรือจุดบนแผนที่", "An area, or a point on the map"), "pin"),
    Kind("photo", T("รูปถ่าย", "Photo"), T("ถ่ายหรือเลือกรูปจากเครื่อง", "Taken or chosen on the phone"), "scan"),
    Kind("file", T("ไฟล์", "File"), T("แนบเอกสาร", "A document is attached"), "upload"),
    Kind("consent", T("ความยินยอม", "Consent"), T("ขอให้ตกลงก่อนไปต่อ", "Asks for agreement"), "key"),
    Kind("note", T("ข้อความ", "Note"), T("ให้อ่าน ไม่ต้องตอบ", "Something to read"), "info"),
    Kind("calculation", T("คำนวณ", "Calculation"), T("คิดจากคำตอบอื่น ผู้ตอบไม่เห็น", "Worked out; nobody sees it"), "set"),
)}  # fmt: skip
READY_LISTS: dict[str, tuple[T, tuple[tuple[str, T], ...]]] = {
    "yesno": (T("ใช่ / ไม่ใช่", "Yes / no"), (("yes", T("ใช่", "Yes")), ("no", T("ไม่ใช่", "No")))),
    "agree": (T("เห็นด้วย 5 ระดับ", "Agreement, five steps"), (
        ("1", T("ไม่เห็นด้วยเลย", "Not at all")), ("2", T("ไม่ค่อยเห็นด้วย", "Rather not")), ("3", T("เฉย ๆ", "In between")),
        ("4", T("ค่อนข้างเห็นด้วย", "Rather")), ("5", T("เห็นด้วยมาก", "Very much")),
    )),
    "often": (T("บ่อยแค่ไหน", "How often"), (
        ("daily", T("ทุกวัน", "Every day")), ("weekly", T("ทุกสัปดาห์", "Every week")),
        ("monthly", T("ทุกเดือน", "Every month")), ("rarely", T("นาน ๆ ครั้ง", "Rarely")), ("never", T("ไม่เคย", "Never")),
    )),
    "ages": (T("ช่วงอายุ", "Age bands"), (
        ("0-14", T("ต่ำกว่า 15 ปี", "Under 15")), ("15-24", T("15–24 ปี", "15–24")), ("25-39", T("25–39 ปี", "25–39")),
        ("40-59", T("40–59 ปี", "40–59")), ("60+", T("60 ปีขึ้นไป", "60 and over")),
    )),
    "sex": (T("เพศ", "Sex"), (
        ("female", T("หญิง", "Female")), ("male", T("ชาย", "Male")), ("other", T("เพศอื่น", "Another")),
        ("unsaid", T("ไม่ขอตอบ", "Rather not say")),
    )),
}  # fmt: skip
"""Choices that are asked for again and again, ready to be put into a question."""
