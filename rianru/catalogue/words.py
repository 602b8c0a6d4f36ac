"""The words that readers see for codes."""

from collections.abc import Iterable, Mapping

from rianru.kernel.dates import to_be
from rianru.kernel.formats.marc import form_words, repairs
from rianru.kernel.words import T

FORMATS = {
    "book": T("หนังสือ", "Book"), "ebook": T("อ่านบนจอ", "E-book"), "serial": T("วารสาร", "Serial"),
    "eserial": T("วารสารบนจอ", "E-serial"), "map": T("แผนที่", "Map"), "score": T("โน้ตเพลง", "Score"),
    "video": T("วิดีโอ", "Video"), "audio": T("ฟัง", "Audio"), "music": T("เพลง", "Music"),
    "picture": T("ภาพ", "Picture"), "software": T("สื่อดิจิทัล", "Digital media"), "kit": T("ชุดสื่อ", "Kit"),
    "object": T("สิ่งของ", "Object"), "manuscript": T("เอกสารต้นฉบับ", "Manuscript"),
    "microform": T("ไมโครฟอร์ม", "Microform"), "other": T("สื่ออื่น", "Other"),
}
TYPES = {
    **FORMATS, "toy": T("ของเล่น", "Toy"), "game": T("เกม", "Game"), "device": T("อุปกรณ์", "Device"),
    "reference": T("อ้างอิง", "Reference"),
}
"""What kind of thing a copy is to the rules of lending."""
LANGUAGES = {
    "tha": T("ภาษาไทย", "Thai"), "eng": T("ภาษาอังกฤษ", "English"), "chi": T("ภาษาจีน", "Chinese"),
    "jpn": T("ภาษาญี่ปุ่น", "Japanese"), "kor": T("ภาษาเกาหลี", "Korean"), "lao": T("ภาษาลาว", "Lao"),
    "khm": T("ภาษาเขมร", "Khmer"), "bur": T("ภาษาเมียนมา", "Burmese"), "may": T("ภาษามลายู", "Malay"),
    "msa": T("ภาษามลายู", "Malay"), "vie": T("ภาษาเวียดนาม", "Vietnamese"), "fre": T("ภาษาฝรั่งเศส", "French"),
    "ger": T("ภาษาเยอรมัน", "German"), "spa": T("ภาษาสเปน", "Spanish"), "ara": T("ภาษาอาหรับ", "Arabic"),
    "pli": T("ภาษาบาลี", "Pali"), "san": T("ภาษาสันสกฤต", "Sanskrit"), "nod": T("คำเมือง", "Northern Thai"),
    "tts": T("ภาษาอีสาน", "Isan"), "rus": T("ภาษารัสเซีย", "Russian"), "mfa": T("ภาษามลายูปัตตานี", "Pattani Malay"),
}
AUDIENCES = {
    "juvenile": T("เด็ก", "Children"), "adolescent": T("วัยรุ่น", "Young people"), "adult": T("ผู้ใหญ่", "Adults"),
}
FREE = T("ว่างอย่างน้อยหนึ่งเล่ม", "At least one copy is in")
REASONS = {
    "no_control_number": T("ไม่มีเลขควบคุม (001)", "It has no control number (001)"),
    "number_long": T("เลขควบคุมยาวเกิน 200 ตัวอักษร", "Its control number has over 200 characters"),
    "no_title": T("ไม่มีชื่อเรื่อง (245)", "It has no title (245)"),
    "holdings_record": T("เป็นระเบียนตัวเล่ม ไม่ใช่ระเบียนหนังสือ", "It is a record of holdings, not of a book"),
    "authority_record": T("เป็นระเบียนรายการหลักฐาน ไม่ใช่ระเบียนหนังสือ", "It is an authority record, not a book's"),
    "too_many_copies": T("มีตัวเล่มเกิน 10,000 รายการ", "It lists over 10,000 copies"),
    "cut_kept": T("ระเบียนถูกตัดกลาง จึงเก็บฉบับเต็มที่มีอยู่ไว้", "The record is cut, so the whole one we have is kept"),
    "control_number_made": T("ไม่มีเลขควบคุม สร้างให้จากเนื้อหา", "It had no control number: one was made from its content"),
    "number_twice": T("เลขควบคุมซ้ำในไฟล์เดียวกัน", "Its control number came earlier in this file"),
}


LOSSES = {*repairs.LOSSES, *form_words.LOSSES}
"""Codes of what nobody can mend in a record that is taken all the same."""
_MENDED = (repairs.REPAIRS, form_words.REPAIRS)
_AMISS = (REASONS, repairs.LOSSES, form_words.LOSSES, repairs.ERRORS, form_words.ERRORS)


def mended(code: str) -> T:
    """A repair in words; the code itself where we have none."""
    return _found(code, (*_MENDED, *_AMISS))


def why(code: str) -> T:
    """A loss or a reason of rejection in words; the code itself where we have none."""
    return _found(code, (*_AMISS, *_MENDED))


def _found(code: str, tables: Iterable[Mapping[str, T]]) -> T:
    return next((table[code] for table in tables if code in table), T(code, code))


def language(code: str) -> T:
    """The name of a MARC language code; the code itself where we have no word."""
    return LANGUAGES.get(code, T.verbatim(code, code))


def audience(code: str) -> T:
    """For whom; what the record itself says where it is no code of ours."""
    return AUDIENCES.get(code, T.verbatim(code, code))


def facet_value(name: str, value: str) -> T:
    """A value of a facet in words: codes by their words, decades in the reader's era, else the value itself.

    Provinces, networks and spaces have names, which `places` knows.
    """
    if name == "available":
        return FREE
    if name == "format" and value in FORMATS:
        return FORMATS[value]
    if name == "audience":
        return audience(value)
    if name == "language":
        return language(value)
    if name == "decade" and value.isascii() and value.isdigit() and len(value) == 4:
        first = int(value)
        return T.verbatim(f"{to_be(first)}–{to_be(first + 9)}", f"{first}–{first + 9}")
    return T.verbatim(value, value)


_PARTS = {
    T("ผู้แต่ง", "author"): ("ผู้แต่ง", "author", "aut"),
    T("ผู้เขียน", "writer"): ("ผู้เขียน", "writer"),
    T("ผู้ประพันธ์", "author"): ("ผู้ประพันธ์", "ผู้นิพนธ์"),
    T("ผู้แปล", "translator"): ("ผู้แปล", "translator", "trl"),
    T("บรรณาธิการ", "editor"): ("บรรณาธิการ", "บ.ก", "editor", "edt", "ed"),
    T("ผู้รวบรวม", "compiler"): ("ผู้รวบรวม", "compiler", "com"),
    T("ผู้เรียบเรียง", "adapter"): ("ผู้เรียบเรียง", "adapter"),
    T("ผู้วาดภาพประกอบ", "illustrator"): ("ผู้วาดภาพประกอบ", "ผู้วาดภาพ", "ภาพประกอบ", "illustrator", "ill"),
    T("ผู้ถ่ายภาพ", "photographer"): ("ผู้ถ่ายภาพ", "photographer", "pht"),
    T("ผู้บรรยาย", "narrator"): ("ผู้บรรยาย", "ผู้อ่าน", "narrator", "nrt"),
    T("ผู้กำกับ", "director"): ("ผู้กำกับ", "director", "drt"),
}
_PART_OF = {word: part for part, words in _PARTS.items() for word in words}


def role(written: str) -> T | str:
    """What someone did in a work, in the reader's language where a record's word for it is one that we know (words and
    codes of MARC relators); else as the record writes it.
    """
    return _PART_OF.get(written.strip(" .,:;()").lower(), written)


WANT = T("อยากอ่าน", "Want to read")
"""The list that the first tap makes."""
