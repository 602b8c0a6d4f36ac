"""What the doctor mends, what nobody can mend, and why a record cannot be used: a code and its words.

The order of these tables is the order in which codes are listed. Codes are stable: programs rely on them.
"""

from collections.abc import Iterable
from typing import Final

from rianru.kernel.words import T

REPAIRS: Final[dict[str, T]] = {
    "bom": T("เอาเครื่องหมาย BOM ออก", "A byte order mark was taken out."),
    "leader": T("สร้างหัวระเบียนขึ้นใหม่", "The leader was put right."),
    "record_end": T("เติมเครื่องหมายจบระเบียน", "The mark that ends a record was missing and was put back."),
    "cut": T("ระเบียนขาดกลางคัน เก็บเขตข้อมูลที่ครบไว้", "The record was cut short; the fields that are whole were kept."),
    "directory": T("สร้างสารบัญเขตข้อมูลขึ้นใหม่", "The directory was made anew from the fields."),
    "lengths": T("นับความยาวใหม่", "Lengths and positions were counted anew."),
    "flag": T("แก้รหัสที่บอกการเข้ารหัสอักขระ", "The leader named another encoding than the record has."),
    "thai_bytes": T("แปลงจาก TIS-620/CP874 เป็นยูนิโคด", "Thai in TIS-620 or CP874 was turned into Unicode."),
    "latin_bytes": T("แปลงจาก Latin-1 เป็นยูนิโคด", "Text in Latin-1 was turned into Unicode."),
    "cyrillic_bytes": T("แปลงจาก CP866 เป็นยูนิโคด", "Text in CP866 was turned into Unicode."),
    "mixed_encodings": T("แยกการเข้ารหัสทีละเขตข้อมูล", "Fields in different encodings were each read in their own."),
    "escapes": T("เอารหัสสลับชุดอักขระที่ค้างอยู่ออก", "Leftover escapes between character sets were taken out."),
    "mojibake": T("แก้ตัวอักษรที่เพี้ยนจากการอ่านผิดรหัส", "Text that had been read in a wrong encoding was turned back."),
    "references": T("แปลงรหัสอักขระ เช่น &#3621; เป็นตัวอักษร", "Character references such as &#3621; became letters."),
    "controls": T("เอาอักขระควบคุมออก", "Control characters were taken out."),
    "subfield_mark": T("ต่อข้อความที่ถูกเครื่องหมายเขตย่อยตัด", "A subfield mark in the middle of text was taken out."),
    "delimiters": T("เปลี่ยน $ | หรือ ‡ เป็นเครื่องหมายเขตย่อย", "Written delimiters ($, | or ‡) became real ones."),
    "subfield_code": T("เขตข้อมูลย่อยไม่มีรหัส จึงต่อเข้ากับข้อความก่อนหน้า",
                       "A subfield had no usable code; its text was joined to the one before it."),
    "text_outside": T("มีข้อความนอกเขตข้อมูลย่อย จึงเก็บเข้าเขตข้อมูล", "Text stood outside subfields; it was taken in."),
    "field_kind": T("เขตข้อมูลผิดชนิด จึงจัดใหม่ตามป้าย", "Control and data fields were confused; set right by their tags."),
    "fixed_shifted": T("เลื่อนเขต 008 กลับเข้าที่", "Field 008 had slipped and was put back into place."),
    "fixed_length": T("ปรับเขต 008 ให้ยาว 40 ตัวอักษร", "Field 008 was brought to its 40 characters."),
}
LOSSES: Final[dict[str, T]] = {
    "encoding_unsure": T(
        "อ่านได้มากกว่าหนึ่งแบบ ควรให้คนตรวจ", "The text can be read in more than one way; a person should look."
    ),
    "characters_lost": T("ตัวอักษรบางตัวหายไปแล้ว", "Some letters are gone and cannot be brought back."),
    "vowels_lost": T("สระและวรรณยุกต์หายไป", "Thai vowels and tone marks are gone."),
    "references_broken": T(
        "รหัสอักขระขาดจนอ่านไม่ได้ จึงคงไว้ตามเดิม", "A character reference is broken and was left as it is."
    ),
    "fields_unsure": T(
        "สารบัญกับเขตข้อมูลไม่เข้ากัน บางเขตอาจผิดป้าย", "Directory and fields disagree; some fields may be of another record."
    ),
    "fields_lost": T("เขตข้อมูลบางเขตหายไป", "Some fields are gone."),
    "fixed_unsure": T("เขต 008 อ่านได้ไม่แน่ชัด", "Field 008 cannot be read with certainty."),
}
ERRORS: Final[dict[str, T]] = {
    "cut": T("ระเบียนขาดกลางคัน", "The record was cut short before its number and title."),
    "too_long": T("ระเบียนยาวเกินไป", "The record is longer than any record may be."),
    "leader": T("ไม่มีหัวระเบียน", "There is no leader."),
    "directory": T("สารบัญเขตข้อมูลเสีย อ่านไม่ได้", "The directory cannot be read."),
    "fields": T("จำนวนเขตข้อมูลไม่ตรงกับสารบัญ", "The directory and the fields do not fit together."),
    "encoding": T("อ่านตัวอักษรไม่ได้", "The characters cannot be read in any encoding."),
}
_REPAIR_PLACE: Final = {code: place for place, code in enumerate(REPAIRS)}
_LOSS_PLACE: Final = {code: place for place, code in enumerate(LOSSES)}


def repairs_in_order(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes of REPAIRS, each once, in the order of the table; codes of others behind them."""
    return tuple(sorted(set(codes), key=lambda code: (_REPAIR_PLACE.get(code, 99), code)))


def losses_in_order(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes of LOSSES, each once, in the order of the table; codes of others behind them."""
    return tuple(sorted(set(codes), key=lambda code: (_LOSS_PLACE.get(code, 99), code)))
