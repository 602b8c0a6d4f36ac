"""What the columns of a library's spreadsheet are: guessed from their headings and values, confirmed by a person."""

import re
from collections.abc import Callable, Iterable, Sequence

from rianru.kernel.formats import isbn
from rianru.kernel.formats.marc.iso2709 import NotMarc
from rianru.kernel.thai import normalise
from rianru.kernel.thai.digits import to_arabic
from rianru.kernel.words import T

COLUMNS: dict[str, T] = {
    "title": T("ชื่อเรื่อง", "title"),
    "subtitle": T("ชื่อรอง", "subtitle"),
    "author": T("ผู้แต่ง", "author"),
    "translator": T("ผู้แปล", "translator"),
    "isbn": T("ISBN เลขหนังสือ", "ISBN"),
    "issn": T("ISSN เลขวารสาร", "ISSN"),
    "year": T("ปีพิมพ์", "year"),
    "publisher": T("สำนักพิมพ์", "publisher"),
    "place": T("เมืองที่พิมพ์", "place of publication"),
    "edition": T("ครั้งที่พิมพ์", "edition"),
    "extent": T("จำนวนหน้า", "pages"),
    "language": T("ภาษา", "language"),
    "subject": T("หัวเรื่อง", "subject"),
    "call_number": T("เลขเรียกหนังสือ", "call number"),
    "barcode": T("บาร์โค้ดหรือเลขทะเบียน", "barcode or accession number"),
    "copies": T("จำนวนเล่ม", "number of copies"),
    "price": T("ราคา", "price"),
    "shelf": T("ชั้นวาง", "shelf"),
    "branch": T("สาขา", "branch"),
    "series": T("ชื่อชุด", "series"),
    "volume": T("เล่มที่", "volume"),
    "summary": T("เรื่องย่อ", "summary"),
    "link": T("ลิงก์", "link"),
    "number": T("เลขควบคุม", "control number"),
    "ignore": T("ไม่ใช้", "not used"),
}
ONCE = {"title", "number"}
UNKNOWN = T("ไม่มีคอลัมน์ชนิด “{name}”", "there is no kind of column “{name}”")
OTHER_WIDTH = T("ตารางมี {width} คอลัมน์ แต่บอกไว้ {given}", "the table has {width} columns, {given} {given:was|were} named")
NO_TITLE = T("ไม่มีคอลัมน์ชื่อเรื่อง", "no column has the title")
TWICE = T("มีคอลัมน์{name}มากกว่าหนึ่ง", "more than one column has the {name}")
_HEADINGS = {
    "title": "ชื่อเรื่อง ชื่อหนังสือ ชื่อสื่อ ชื่อรายการ ชื่อทรัพยากร ชื่อวัสดุ ชื่อเรื่องหลัก รายชื่อหนังสือ รายการหนังสือ หนังสือ ชื่อ "
             "title booktitle maintitle titleproper bookname name",
    "subtitle": "ชื่อรอง ชื่อเรื่องรอง ชื่อเรื่องย่อย ส่วนขยายชื่อเรื่อง subtitle",
    "author": "ผู้แต่ง ผู้เขียน ชื่อผู้แต่ง ชื่อผู้เขียน นักเขียน ผู้ประพันธ์ ผู้เรียบเรียง ผู้จัดทำ บรรณาธิการ ผู้รับผิดชอบ "
              "author authors writer creator authorname",
    "translator": "ผู้แปล ชื่อผู้แปล translator",
    "isbn": "isbn isbn13 isbn10 เลขisbn รหัสisbn หมายเลขisbn ไอเอสบีเอ็น เลขมาตรฐานสากล เลขมาตรฐานสากลประจำหนังสือ "
            "เลขมาตรฐานหนังสือ",
    "issn": "issn เลขissn เลขมาตรฐานวารสาร เลขมาตรฐานสากลประจำวารสาร",
    "year": "ปีพิมพ์ ปีที่พิมพ์ ปีที่จัดพิมพ์ ปี พศ ปีพศ ปีพศที่พิมพ์ คศ ปีคศ ปีที่เผยแพร่ "
            "year pubyear publicationyear yearofpublication datepublished publicationdate copyrightyear",
    "publisher": "สำนักพิมพ์ สนพ ผู้จัดพิมพ์ ชื่อสำนักพิมพ์ โรงพิมพ์ พิมพ์ที่ publisher press publishername",
    "place": "สถานที่พิมพ์ เมืองที่พิมพ์ จังหวัดที่พิมพ์ place placeofpublication city",
    "edition": "ครั้งที่พิมพ์ พิมพ์ครั้งที่ จำนวนครั้งที่พิมพ์ edition ed",
    "extent": "จำนวนหน้า หน้า หน้าหนังสือ ลักษณะทางกายภาพ pages page numberofpages numpages extent",
    "language": "ภาษา language lang",
    "subject": "หัวเรื่อง หมวด หมวดหมู่ หมวดหนังสือ หมวดวิชา หมวดหมู่หนังสือ ประเภท ประเภทหนังสือ กลุ่มสาระ วิชา คำสำคัญ คำค้น "
               "subject subjects category categories genre keyword keywords topic",
    "call_number": "เลขเรียกหนังสือ เลขเรียก เลขหมู่ เลขหมู่หนังสือ เลขประจำหนังสือ เลขหมวดหมู่ รหัสหมวดหมู่ รหัสหมวด ดิวอี้ ระบบดิวอี้ "
                   "callnumber callno ddc dewey classification class",
    "barcode": "บาร์โค้ด บาร์โค๊ด บาร์โคด บาโค้ด รหัสบาร์โค้ด เลขบาร์โค้ด หมายเลขบาร์โค้ด เลขทะเบียน เลขทะเบียนหนังสือ ทะเบียน "
               "ทะเบียนหนังสือ เลขที่ทะเบียน รหัสหนังสือ barcode itembarcode accession accessionno accessionnumber",
    "copies": "จำนวนเล่ม จำนวน จำนวนฉบับ จำนวนหนังสือ copies copy qty quantity numberofcopies",
    "price": "ราคา ราคาบาท ราคาต่อเล่ม ราคาปก มูลค่า ราคาหนังสือ price cost listprice",
    "shelf": "ชั้น ชั้นวาง ชั้นหนังสือ ชั้นที่ ตู้ ที่เก็บ สถานที่จัดเก็บ ตำแหน่ง ตำแหน่งจัดเก็บ shelf location shelflocation",
    "branch": "สาขา ห้องสมุด ศูนย์ สถานที่ หน่วยงาน ห้องสมุดสาขา branch library site",
    "series": "ชุด ชุดหนังสือ ชื่อชุด ซีรีส์ series seriestitle",
    "volume": "เล่มที่ เล่ม ภาค ภาคที่ เล่มที่ภาคที่ ตอนที่ ฉบับที่ volume vol volumeno",
    "summary": "เรื่องย่อ สาระสังเขป บทคัดย่อ เนื้อเรื่องย่อ เนื้อหาโดยย่อ คำอธิบาย รายละเอียด summary abstract description",
    "link": "ลิงก์ ลิงค์ เว็บไซต์ ที่อยู่เว็บ url link website weblink",
    "number": "เลขควบคุม เลขระเบียน เลขรายการ รหัสรายการ บิบไอดี bibid bibno biblionumber bibnumber recordid "
              "recordnumber controlnumber controlno id",
    "ignore": "ลำดับ ลำดับที่ ที่ ข้อ หมายเหตุ วันที่ วันที่ลงทะเบียน วันที่รับ สถานะ แหล่งที่มา แหล่งงบประมาณ no seq row note notes "
              "remark remarks status date",
}  # fmt: skip
_WHOLE = {"ชื่อ", "หนังสือ", "จำนวน", "name", "date", "note", "class", "place", "site", "press", "copy", "cost", "lang"}
_WORDS = {normalise(word): name for name, words in _HEADINGS.items() for word in words.split()}
_PARTS = sorted((word for word in _WORDS if len(word) >= 4 and word not in _WHOLE), key=len, reverse=True)
_SIGNS = re.compile(r"[\s._:()\[\]/*#\-–,'\"]+")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_YEAR = re.compile(r"(?:พ\.?ศ\.?|ค\.?ศ\.?)?\s*(\d{4})(?:\.0+)?")
_PRICE = re.compile(r"(?:฿\s*)?[\d,]+(?:\.\d{2})?\s*(?:บาท|฿|\.-|THB)|\d+\.\d{2}", re.IGNORECASE)
_DEWEY = re.compile(r"\d{3}(?:\.\d+)?(?:\s+\S.*)?|[A-Z]{1,3}\s?\d{1,4}(?:\.\d+)?\s+\S+|(?:น|ย|รส|อ|วพ|วจ)\.?\s+\S+")
_PAGES = re.compile(r"\d+\s*(?:หน้า|น\.|p\.?|pages?)", re.IGNORECASE)
_WEB = re.compile(r"https?://\S+")
_CODE = re.compile(r"[A-Za-z]{0,4}-?\d{5,14}")


class ColumnsWrong(NotMarc):
    """What the columns of a table are said to be cannot be right. `reason` is a text in both languages."""

    code = "marc.columns_wrong"
    status = 422
    says = T(
        "จับคู่คอลัมน์ของตารางยังไม่ได้: {reason} เลือกว่าแต่ละคอลัมน์คืออะไร แล้วลองอีกครั้ง",
        "The columns of the table do not fit: {reason}. Say what each column is, then try again.",
    )


def check(columns: Sequence[str], width: int) -> tuple[str, ...]:
    """The columns, when they are words of COLUMNS, as many as the table has, with one title. ColumnsWrong otherwise."""
    unknown = next((one for one in columns if one not in COLUMNS), None)
    twice = next((name for name in sorted(ONCE) if list(columns).count(name) > 1), None)
    if unknown is not None:
        raise ColumnsWrong(reason=UNKNOWN.having(name=str(unknown)[:50]))
    if len(columns) != width:
        raise ColumnsWrong(reason=OTHER_WIDTH.having(width=width, given=len(columns)))
    if "title" not in columns:
        raise ColumnsWrong(reason=NO_TITLE)
    if twice:
        raise ColumnsWrong(reason=TWICE.having(name=COLUMNS[twice]))
    return tuple(columns)


def by_heading(heading: str) -> str:
    """What a heading names; empty when it says nothing we know."""
    text = normalise(heading).lower()
    for tried in (text, _BRACKETS.sub("", text)):
        plain = _SIGNS.sub("", tried)
        if plain in _WORDS:
            return _WORDS[plain]
    plain = _SIGNS.sub("", text)
    return next((_WORDS[part] for part in _PARTS if part in plain), "")


def headings_known(cells: Iterable[str]) -> int:
    """How many cells of a row are headings, word for word."""
    return sum(_SIGNS.sub("", _BRACKETS.sub("", normalise(cell).lower())) in _WORDS for cell in cells if len(cell) < 60)


def guess_columns(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """A word of COLUMNS for each column: from its heading, else from its values, else `ignore`."""
    width = len(headings)
    values = [[row[n].strip() for row in rows if n < len(row) and row[n].strip()] for n in range(width)]
    found = [by_heading(heading) for heading in headings]
    for n in range(width):
        if found[n] == "subject" and _share(values[n], _DEWEY) > 0.6:
            found[n] = "call_number"
        found[n] = found[n] or by_values(values[n])
    if "title" not in found:
        _longest(found, values, headings, "title")
        if "title" in found and "author" not in found:
            after = found.index("title") + 1
            if after < width and not found[after] and values[after] and not headings[after]:
                found[after] = "author"
    for name in ONCE:
        for n in [n for n in range(width) if found[n] == name][1:]:
            found[n] = ""
    return tuple(one or "ignore" for one in found)


def by_values(values: Sequence[str]) -> str:
    """What most values of a column are; empty when they show nothing."""
    if not values:
        return ""
    if _most(values, is_isbn):
        return "isbn"
    if _most(values, is_issn):
        return "issn"
    if _most(values, is_year):
        return "year"
    for name, pattern in (("link", _WEB), ("price", _PRICE), ("extent", _PAGES)):
        if _share(values, pattern) > 0.6:
            return name
    if _share(values, _CODE) > 0.8 and len(set(values)) == len(values) > 1:
        return "barcode"
    return "call_number" if _share(values, _DEWEY) > 0.8 and not all(one.isdigit() for one in values) else ""


def is_isbn(text: str) -> bool:
    """A number of books and nothing else, in spite of what a spreadsheet made of it."""
    return bool(isbn.to_13(isbn.bare(to_arabic(text).strip("'=\" ")).removesuffix(".0")))


def is_issn(text: str) -> bool:
    """A number of serials and nothing else, with its hyphen."""
    return bool(re.fullmatch(r"\d{4}-\d{3}[\dX]", to_arabic(text).strip().upper()) and isbn.issn(text))


def is_year(text: str) -> bool:
    """A year of books, Buddhist or common."""
    found = _YEAR.fullmatch(to_arabic(text).strip())
    return found is not None and (2400 <= int(found[1]) <= 2650 or 1800 <= int(found[1]) <= 2107)


def _most(values: Sequence[str], says: Callable[[str], bool]) -> bool:
    return sum(map(says, values)) > 0.6 * len(values)


def _share(values: Sequence[str], pattern: re.Pattern[str]) -> float:
    return sum(bool(pattern.fullmatch(to_arabic(one))) for one in values) / len(values) if values else 0.0


def _longest(found: list[str], values: Sequence[Sequence[str]], headings: Sequence[str], name: str) -> None:
    """Names the nameless column of the longest texts, when no heading stands over it."""
    free = [n for n, one in enumerate(found) if not one and not headings[n].strip() and values[n]]
    if free:
        best = max(free, key=lambda n: sum(map(len, values[n])) / len(values[n]))
        if sum(map(len, values[best])) >= 4 * len(values[best]):
            found[best] = name
