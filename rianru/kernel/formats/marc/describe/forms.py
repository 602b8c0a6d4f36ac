"""What kind of thing a record describes, for whom, and how long it is."""

import re
from functools import lru_cache
from typing import Final

from rianru.kernel.formats.marc.describe.gathering import Gathered
from rianru.kernel.formats.marc.describe.texts import clean, first_of
from rianru.kernel.formats.marc.record import Record
from rianru.kernel.thai import fold, to_arabic

# LDR/06 → format
_KINDS: Final = {
    "a": "book", "b": "manuscript", "c": "score", "d": "score", "e": "map", "f": "map", "g": "video", "i": "audio",
    "j": "music", "k": "picture", "m": "software", "o": "kit", "p": "kit", "r": "object", "t": "manuscript",
}
# 336 $b → format, for records whose leader calls everything a book
_CONTENT: Final = {
    "tdi": "video", "tdm": "video", "spw": "audio", "snd": "audio", "prm": "music", "sti": "picture", "tcf": "object",
    "tdf": "object", "tcm": "score", "ntm": "score", "tcn": "score", "cri": "map", "crt": "map", "crd": "map",
    "crm": "map", "crf": "map", "cod": "software", "cop": "software",
}
_CONTENT_WORDS: Final = {
    "two-dimensional moving image": "tdi", "spoken word": "spw", "sounds": "snd", "performed music": "prm",
    "still image": "sti", "three-dimensional form": "tdf", "notated music": "ntm", "cartographic image": "cri",
    "computer program": "cop", "computer dataset": "cod", "text": "txt", "ข้อความ": "txt", "ภาพเคลื่อนไหวสองมิติ": "tdi",
    "คำพูด": "spw", "ภาพนิ่ง": "sti", "ดนตรี": "prm",
}
# 245 $h, 300 $a → format; the first that matches
_WORDS: Final = tuple(
    (re.compile(pattern), found)
    for pattern, found in (
        (r"video|motion picture|(?<!micro)film\b|วีดิทัศน์|วิดีโอ|วีดีทัศน์|วีซีดี|ดีวีดี|ภาพยนตร์|\bvcd\b|\bdvd", "video"),
        (r"audiobook|talking book|หนังสือเสียง|spoken", "audio"),
        (r"music recording|เพลง", "music"),
        (r"sound record|audio|บันทึกเสียง|เทปเสียง|แถบเสียง|เทปตลับ|แผ่นเสียง|ซีดีเสียง", "audio"),
        (r"\bgames?\b|\btoys?\b|realia|model\b|เกม|ของเล่น|ของจริง|หุ่นจำลอง", "object"),
        (r"\bkit\b|ชุดสื่อ|ชุดการสอน|ชุดการเรียน|สื่อประสม", "kit"),
        (r"\bmaps?\b|แผนที่|ลูกโลก", "map"),
        (r"picture|photograph|poster|slide|filmstrip|transparenc|chart|flash card", "picture"),
        (r"ภาพนิ่ง|ภาพถ่าย|รูปภาพ|โปสเตอร์|สไลด์|แผนภูมิ|บัตรภาพ", "picture"),
        (r"computer file|software|cd-rom|ซีดีรอม|โปรแกรมคอมพิวเตอร์|ซอฟต์แวร์", "software"),
        (r"manuscript|ต้นฉบับตัวเขียน|ใบลาน|สมุดไทย", "manuscript"),
    )
)
_ONLINE_WORDS: Final = re.compile(
    r"electronic resource|online resource|online-ressource|ทรัพยากรอิเล็กทรอนิกส์|แหล่งข้อมูลออนไลน์|ทรัพยากรออนไลน์|สื่ออิเล็กทรอนิกส์|"
    r"หนังสืออิเล็กทรอนิกส์|e-?book|ไฟล์\s*(?:pdf|epub)|\bpdf\b|\bepub\b"
)
_ONLINE: Final = {"book": "ebook", "serial": "eserial"}
_CARRIER_ONLINE: Final = frozenset({"cr", "online resource", "แหล่งข้อมูลออนไลน์", "ทรัพยากรออนไลน์"})
_SERIAL_LEVELS: Final = frozenset("sib")
_VISUAL: Final = {**dict.fromkeys("fist", "picture"), "g": "object", "w": "object"}  # 008/33 where LDR/06 is g or k
_FORMS_ONLINE: Final = frozenset("osq")  # 008/23
_FORMS_MICRO: Final = frozenset("abc")
_FORMS_ON_PAPER: Final = frozenset("abcdfr")
_AUDIENCES: Final = {
    "a": "juvenile", "b": "juvenile", "c": "juvenile", "j": "juvenile", "d": "adolescent", "e": "adult", "f": "adult",
}
_WITH_AUDIENCE: Final = frozenset("acdgijkmort")

_PAGES: Final = re.compile(
    r"([0-9๐-๙][0-9๐-๙ivxlcIVXLC,\s\[\]()+&ก-ฮ.-]*?)\]?\)?\s*(?:unnumbered\s+|unpaged\s+|numbered\s+|,)*"
    r"(?:หน้า|น\.|น(?=$|[\s:;)])|pages?\b|pgs?\b|pp?\b|leaves\b|leaf\b|l\.|S\.|Seiten|páginas|页|頁|ページ)",
)
_COUNTS: Final = re.compile(r"\d+")
_THOUSANDS: Final = re.compile(r"(?<!\d)(\d{1,2}),(\d{3})(?!\d)")
_SPAN: Final = re.compile(r"(?:\bpp?\.|pages?|หน้า|น\.)\s*\[?([0-9๐-๙]+)\]?\s*[-–]\s*\[?([0-9๐-๙]+)")
_LEAVES: Final = re.compile(r"([0-9๐-๙]+)\]?\s*แผ่น(?![ก-๙])")
_DISCS: Final = re.compile(r"ซีดี|ดีวีดี|แผ่น(?:เสียง|ดิสก์|ดิสเก็ต|พับ|ที่|โปร่งใส|ภาพ)|ดิสก์|disc|disk|\bcd\b|\bdvd\b|\bvcd\b", re.I)
FEWEST_LEAVES: Final = 20  # fewer may be discs or sheets
MOST_PAGES: Final = 20_000
LONGEST_EXTENT: Final = 300  # characters


def format_of(record: Record, fields: Gathered, fixed: str) -> str:
    """A word of catalogue.words.FORMATS: by the leader, and by 336 and words where that says only text or nothing.

    Games and toys are objects; a serial is one whatever it is made of; what is online is told for books and serials.
    """
    kind, level = record.leader[6:7], record.leader[7:8]
    found = _KINDS.get(kind, "other")
    if found in ("book", "other"):
        found = _told(fields) or found
    elif kind == "m" and fixed[26:27] in ("d", "e"):
        found = "book"  # a document that used to be catalogued as a computer file
    elif kind in ("g", "k") and fixed[33:34] in _VISUAL and not _moves(fields):
        found = _VISUAL[fixed[33:34]]
    if level in _SERIAL_LEVELS and found in ("book", "software"):
        found = "serial"
    if found == "book" and _is_micro(fields, fixed):
        return "microform"
    return _ONLINE[found] if found in _ONLINE and _is_online(fields, fixed) else found


def _is_micro(fields: Gathered, fixed: str) -> bool:
    """Film or fiche by the form of item (008/23), or by every carrier (338); 007 alone may tell of a second copy."""
    if fixed[23:24] in _FORMS_MICRO:
        return True
    codes = [
        value for field in fields.get("carrier", ()) for code, value in field.subfields if code == "b"
    ]
    return bool(codes) and all(code[:1] == "h" for code in codes)


def _moves(fields: Gathered) -> bool:
    """Whether 007 says video or film: it is right more often than 008/33."""
    return any(field.data[:1] in ("v", "m") for field in fields.get("physical", ()))


def _told(fields: Gathered) -> str:
    """What 336, or 245 $h, says beyond text; nothing where it says text."""
    found = ""
    for field in fields.get("content", ()):
        for code, value in field.subfields:
            if code == "b" or code == "a":
                term = value if code == "b" else _CONTENT_WORDS.get(value.strip(" .").lower(), "")
                if term == "txt":
                    return ""
                found = found or _CONTENT.get(term, "")
    if found or "content" in fields:
        return found
    for field in fields.get("title", ()):
        for code, value in field.subfields:
            if code == "h":
                return next((found for pattern, found in _WORDS if pattern.search(fold(value[:LONGEST_EXTENT]))), "")
    return _by_extent(fields)


def _by_extent(fields: Gathered) -> str:
    """A disc or tape that 007 confirms, of a record that says neither content nor designation nor pages."""
    if not any(field.data[:1] in ("v", "s", "m", "g", "k", "a") for field in fields.get("physical", ())):
        return ""
    extent = fold(first_of(fields.get("extent", ()), "af")[:LONGEST_EXTENT])
    if pages_in(extent) is not None:
        return ""
    return next((found for pattern, found in _WORDS if pattern.search(extent)), "")


def _is_online(fields: Gathered, fixed: str) -> bool:
    """All carriers (338) are online; without one form of item, 007 and words decide."""
    carriers = fields.get("carrier")
    if carriers:
        for field in carriers:
            for code, value in field.subfields:
                if code in "ab" and (value in _CARRIER_ONLINE or value.strip(" .").lower() in _CARRIER_ONLINE):
                    break
            else:
                return False
        return True
    form = fixed[23:24]
    if form in _FORMS_ONLINE:
        return True
    return form not in _FORMS_ON_PAPER and _said_online(fields)


def _said_online(fields: Gathered) -> bool:
    for field in fields.get("title", ()):
        for code, value in field.subfields:
            if code == "h" and _words_say_online(value[:LONGEST_EXTENT]):
                return True
    if extent := first_of(fields.get("extent", ()), "af"):
        return _words_say_online(extent[:LONGEST_EXTENT])
    return any(field.data[:2] == "cr" for field in fields.get("physical", ()))


@lru_cache(maxsize=1 << 12)
def _words_say_online(text: str) -> bool:
    return _ONLINE_WORDS.search(fold(text)) is not None


def audience_of(record: Record, fields: Gathered, fixed: str) -> str:
    """juvenile, adolescent or adult by 008/22 of kinds that have it; else 521 in its own words."""
    kind, level = record.leader[6:7], record.leader[7:8]
    if kind in _WITH_AUDIENCE and not (kind == "a" and level in _SERIAL_LEVELS):
        found = _AUDIENCES.get(fixed[22:23])
        if found:
            return found
    for field in fields.get("audience", ()):
        text = clean(field.first("a"))
        if any(sign.isalpha() for sign in text):
            return text
    return ""


def pages_in(extent: str) -> int | None:
    """The largest number of pages in an extent, from 1 to MOST_PAGES: `xvi, 320 หน้า`, `2 เล่ม (640 หน้า)`, `320`.

    Numbers of volumes, discs and centimetres are none; of `p. 34-56` it is what lies between.
    """
    return _pages_in(extent[:LONGEST_EXTENT])


@lru_cache(maxsize=1 << 12)
def _pages_in(extent: str) -> int | None:
    found = _PAGES.search(extent)
    if not found:
        bare = extent.strip(" .[]()")
        return _within(bare) if bare.isdecimal() else _leaves(extent) or _span(extent)
    most = 0
    while found is not None:
        most = max(most, _largest(found[1]))
        found = _PAGES.search(extent, found.end())
    return most if 0 < most <= MOST_PAGES else None


def _largest(run: str) -> int:
    run = to_arabic(run)
    if "," in run:
        run = _THOUSANDS.sub(r"\1\2", run)
    return max((int(one) for one in _COUNTS.findall(run) if len(one) <= 6), default=0)


def _within(digits: str) -> int | None:
    count = int(digits) if len(digits) <= 6 else 0
    return count if 0 < count <= MOST_PAGES else None


def _leaves(extent: str) -> int | None:
    """Leaves of a thesis, written like discs and sheets: `ก-ฌ, 120 แผ่น`."""
    found = _LEAVES.search(extent)
    count = _within(to_arabic(found[1])) if found and not _DISCS.search(extent) else None
    return count if count and count >= FEWEST_LEAVES else None


def _span(extent: str) -> int | None:
    found = _SPAN.search(extent)
    if not found:
        return None
    return _within(str(max(0, int(found[2]) - int(found[1]) + 1))) if len(found[1] + found[2]) < 12 else None
