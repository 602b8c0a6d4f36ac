"""What the columns of a list of spaces are: guessed from their headings and values, confirmed by a person."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from rianru.kernel.formats.marc.table import Vocabulary
from rianru.kernel.refusals import Refused
from rianru.kernel.thai import fold, normalise, to_arabic
from rianru.kernel.words import T
from rianru.places.words import KINDS

COLUMNS: Final[dict[str, T]] = {
    "name_th": T("ชื่อ (ไทย)", "Name (Thai)"),
    "name_en": T("ชื่อ (อังกฤษ)", "Name (English)"),
    "key": T("รหัสของต้นทาง", "The source's own number"),
    "code": T("รหัสในระบบนี้", "Code in this system"),
    "kind": T("ประเภท", "Kind"),
    "area": T("รหัสเขต 2–6 หลัก", "Area code, 2–6 digits"),
    "subdistrict": T("ชื่อตำบล", "Sub-district name"),
    "district": T("ชื่ออำเภอ", "District name"),
    "province": T("ชื่อจังหวัด", "Province name"),
    "lat": T("ละติจูด", "Latitude"),
    "lon": T("ลองจิจูด", "Longitude"),
    "position": T("พิกัดในช่องเดียว (ละติจูด, ลองจิจูด)", "Position in one cell (latitude, longitude)"),
    "approximate": T("ตำแหน่งโดยประมาณ", "Position is approximate"),
    "address_th": T("ที่อยู่ (ไทย)", "Address (Thai)"),
    "address_en": T("ที่อยู่ (อังกฤษ)", "Address (English)"),
    "phone": T("เบอร์โทร", "Telephone"),
    "email": T("อีเมล", "Email"),
    "line_id": T("ไลน์ไอดี", "LINE ID"),
    "website": T("เว็บไซต์", "Website"),
    "facilities": T("สิ่งอำนวยความสะดวก", "Facilities"),
    "access": T("การเข้าถึงของคนพิการ", "Accessibility"),
    "ages": T("เหมาะกับวัย", "Ages"),
    "languages": T("ภาษา", "Languages"),
    "members_only": T("เฉพาะสมาชิก", "Members only"),
    "hours": T("เวลาเปิด", "Opening hours"),
    "ignore": T("ไม่ใช้", "not used"),
}
SEVERAL: Final = {"area", "ignore"}
"""Those that more than one column may be: of codes the longest counts."""
_HEADINGS: Final = {
    "name_th": "ชื่อ ชื่อภาษาไทย ชื่อไทย ชื่อสถานที่ ชื่อแหล่งเรียนรู้ ชื่อห้องสมุด ชื่อโรงเรียน ชื่อสถานศึกษา ชื่อศูนย์ ชื่อหน่วยงาน สถานที่ "
               "name nameth name:th thainame title spacename schoolname libraryname",
    "name_en": "ชื่อภาษาอังกฤษ ชื่ออังกฤษ nameen name:en englishname nameeng",
    "key": "รหัสโรงเรียน รหัสสถานศึกษา รหัสหน่วยงาน รหัสต้นทาง รหัสสถานที่ id @id sourceid schoolid osmid key ref refid "
           "objectid globalid",
    "code": "รหัส รหัสในระบบ code spacecode",
    "kind": "ประเภท ชนิด ประเภทสถานที่ kind type category spacekind spacetype",
    "area": "รหัสตำบล รหัสอำเภอ รหัสจังหวัด รหัสเขต รหัสพื้นที่ areacode area geocode subdistrictcode districtcode "
            "provincecode tambonid amphoeid changwatid tamboncode amphoecode provinceid districtid subdistrictid",
    "subdistrict": "ตำบล แขวง ชื่อตำบล ตำบลแขวง แขวงตำบล subdistrict subdistrictth subdistrictname tambon tambonname "
                   "addr:subdistrict",
    "district": "อำเภอ เขต ชื่ออำเภอ อำเภอเขต เขตอำเภอ district districtth districtname amphoe amphur addr:district",
    "province": "จังหวัด ชื่อจังหวัด province provinceth provincename changwat addr:province",
    "lat": "ละติจูด ละติจูต พิกัดละติจูด lat latitude approxlat y latdd",
    "lon": "ลองจิจูด ลองติจูด ลองจิจูต พิกัดลองจิจูด lon lng long longitude approxlon x londd",
    "position": "พิกัด ตำแหน่ง พิกัดgps gps latlong latlng latlon coordinates coordinate position location",
    "approximate": "ตำแหน่งโดยประมาณ โดยประมาณ approximate",
    "address_th": "ที่อยู่ ที่ตั้ง ที่อยู่ไทย ที่อยู่ภาษาไทย address addressth addr:full",
    "address_en": "ที่อยู่ภาษาอังกฤษ ที่อยู่อังกฤษ addressen",
    "phone": "โทรศัพท์ เบอร์โทร เบอร์โทรศัพท์ โทร หมายเลขโทรศัพท์ เบอร์ติดต่อ phone telephone tel contact:phone",
    "email": "อีเมล อีเมล์ email e-mail contact:email",
    "facilities": "สิ่งอำนวยความสะดวก facilities facility amenities",
    "line_id": "ไลน์ ไลน์ไอดี lineid line",
    "website": "เว็บไซต์ เว็บ website web url homepage contact:website",
    "access": "การเข้าถึง สิ่งอำนวยความสะดวกคนพิการ access accessibility",
    "ages": "วัย ช่วงวัย กลุ่มวัย ages age agegroup",
    "languages": "ภาษา languages language",
    "members_only": "เฉพาะสมาชิก membersonly",
    "hours": "เวลาเปิด เวลาทำการ เวลาเปิดทำการ เวลาให้บริการ วันเวลาเปิด วันเวลาทำการ เวลาเปิดปิด "
             "openinghours hours",
}  # fmt: skip
_SIGNS: Final = re.compile(r"[\s._()\[\]/*#\-–,'\"]+")
_BRACKETS: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]")


def _plain(text: str) -> str:
    return _SIGNS.sub("", normalise(text).lower())


_WORDS: Final = {_plain(word): name for name, words in _HEADINGS.items() for word in words.split()}
_LAT: Final = re.compile(r"(?:[5-9]|1\d|20)\.\d{2,}")
_LON: Final = re.compile(r"(?:9[7-9]|10[0-5])\.\d{2,}")
_BOTH: Final = re.compile(rf"{_LAT.pattern}\s*[,; ]\s*{_LON.pattern}")
_AREA: Final = re.compile(r"[1-9]\d(?:\d\d){1,2}")
_HOURS: Final = re.compile(r".*\d{1,2}[:.]\d{2}\s*(?:-|–|ถึง)\s*\d{1,2}[:.]\d{2}.*")
_PHONE: Final = re.compile(r"0[\d\s-]{7,13}\d")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_BY_VALUE: Final = (
    ("position", _BOTH), ("lat", _LAT), ("lon", _LON), ("area", _AREA), ("hours", _HOURS), ("phone", _PHONE),
    ("email", _EMAIL),
)  # fmt: skip
_KIND_WORDS: Final = {fold(word): kind for kind, label in KINDS.items() for word in (kind, label.th, label.en)}


class SpaceColumnsWrong(Refused):
    """What the columns of a list of spaces are said to be cannot be right."""

    code = "places.columns_wrong"
    status = 422
    says = T(
        "จับคู่คอลัมน์ยังไม่ได้: {reason} เลือกว่าแต่ละคอลัมน์คืออะไร แล้วลองอีกครั้ง",
        "The columns do not fit yet: {reason}. Say what each column is, then try again.",
    )


NO_NAME: Final = T("ยังไม่มีคอลัมน์ชื่อ", "no column has the name")
NO_KIND: Final = T("ยังไม่มีคอลัมน์ประเภท เลือกประเภทของทั้งไฟล์แทนได้", "no column has the kind; choose one for the whole file")
NO_AREA: Final = T("ยังไม่รู้ว่าอยู่ตำบลไหน ต้องมีรหัสเขต ชื่อตำบลอำเภอจังหวัด หรือพิกัด",
                   "nothing says where they are: an area code, names of areas, or a position is needed")
HALF: Final = T("ละติจูดกับลองจิจูดต้องมาคู่กัน", "latitude and longitude come together")
TWICE: Final = T("มีคอลัมน์{name}มากกว่าหนึ่ง", "more than one column is “{name}”")
UNKNOWN: Final = T("ไม่มีคอลัมน์ชนิด “{name}”", "there is no kind of column “{name}”")
WIDTH: Final = T("ตารางมี {width} คอลัมน์ แต่บอกไว้ {given}",
                 "the table has {width} columns, {given} {given:was|were} named")


def check(columns: Sequence[str], width: int, defaults: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns where spaces can be read from them. Refuses with SpaceColumnsWrong."""
    named = [one for one in columns if one not in SEVERAL]
    twice = next((name for name in named if named.count(name) > 1), None)
    unknown = next((name for name in columns if name not in COLUMNS), None)
    positioned = "position" in columns or ("lat" in columns and "lon" in columns)
    wrong = (
        (unknown is not None, UNKNOWN.having(name=str(unknown)[:40])),
        (len(columns) != width, WIDTH.having(width=width, given=len(columns))),
        ("name_th" not in columns and "name_en" not in columns, NO_NAME),
        (("lat" in columns) != ("lon" in columns), HALF),
        (not positioned and not {"area", "subdistrict", "district", "province"} & set(columns), NO_AREA),
        ("kind" not in columns and defaults.get("kind") not in KINDS, NO_KIND),
    )
    for is_so, reason in wrong:
        if is_so:
            raise SpaceColumnsWrong(reason=reason)
    if twice is not None:
        raise SpaceColumnsWrong(reason=TWICE.having(name=COLUMNS[twice]))
    return tuple(columns)


def by_heading(heading: str) -> str:
    """What a heading names; blank where it says nothing we know. What people write in brackets behind it may help."""
    text = normalise(heading).lower()
    for tried in (text, _BRACKETS.sub("", text)):
        if found := _WORDS.get(_plain(tried), ""):
            return "name_en" if found == "name_th" and re.search("อังกฤษ|english|eng\\b", text) else found
    return ""


def _guess(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    found: list[str] = []
    for number, heading in enumerate(headings):
        values = [to_arabic(row[number].strip()) for row in rows if number < len(row) and row[number].strip()]
        name = by_heading(heading) or _by_values(values)
        found.append("" if name in found and name not in SEVERAL else name)
    if "name_th" not in found and "name_en" not in found:
        free = [n for n, one in enumerate(found) if not one]
        longest = max(free, key=lambda n: sum(len(row[n]) for row in rows if n < len(row)), default=None)
        if longest is not None:
            found[longest] = "name_th"
    return tuple(one or "ignore" for one in found)


def _by_values(values: Sequence[str]) -> str:
    """What most values of a column are; blank where they show nothing."""
    if not values:
        return ""

    def most(says: Callable[[str], Any]) -> bool:
        return sum(bool(says(one)) for one in values) > 0.8 * len(values)

    if most(lambda one: fold(one) in _KIND_WORDS):
        return "kind"
    return next((name for name, pattern in _BY_VALUE if most(pattern.fullmatch)), "")


def _known(cells: Iterable[str]) -> int:
    return sum(bool(by_heading(cell)) for cell in cells if len(cell) < 60)


SPACES: Final = Vocabulary(_guess, _known)
