"""Place, publisher and year: 264, 260, 008. Years are Buddhist or of the common era; the common era comes out."""

import re
from dataclasses import dataclass
from typing import Final

from rianru.kernel.dates import YearUnclear, from_typed_year
from rianru.kernel.formats.marc.describe.gathering import Gathered
from rianru.kernel.formats.marc.describe.texts import clean
from rianru.kernel.formats.marc.record import Field
from rianru.kernel.thai import to_arabic

_FOUR: Final = re.compile(r"(?<!\d)[12๑๒][0-9๐-๙]{3}(?!\d)")
_NO_DATE: Final = re.compile(r"ม\.?\s?ป\.?\s?ป|\bn\.?\s?d\b|ไม่ปรากฏปี|date of publication not identified|no date", re.I)
_COPYRIGHT: Final = re.compile(r"(?:\b[cp]|©|℗|copyright|ลิขสิทธิ์|สงวนลิขสิทธิ์)[\s.:]*(?:พ\.ศ\.|ค\.ศ\.)?\s*$", re.I)
_PRINTING: Final = re.compile(r"printing|printed|reprint|พิมพ์|tryck", re.I)
_BETWEEN: Final = re.compile(r"\bbetween ([0-9]{4})\?? and ([0-9]{4})", re.I)
_CEASED: Final = re.compile(r"\s*\[?\s*[-–]")  # `-2547`: no year of beginning
_INSTEAD: Final = re.compile(r"\bi\.\s?e\.,?|\bคือ|ที่ถูกคือ|\brecte\b", re.I)
_UNKNOWN: Final = frozenset(
    {
        "", "-", "s.l", "s.n", "sl", "sn", "n.p", "s. l", "s. n", "ม.ป.ท", "ม.ป.พ", "ม.ป.ป", "ม.ป.ส", "มปท", "มปพ",
        "not identified", "publisher not identified", "place of publication not identified", "no publisher", "no place",
        "distributor not identified", "place of distribution not identified", "manufacturer not identified",
        "place of manufacture not identified", "ไม่ปรากฏ", "ไม่ปรากฏสถานที่พิมพ์", "ไม่ปรากฏสำนักพิมพ์",
    }
)
_LESSER: Final = re.compile(r"(?:จ\.?\s?ศ\.?|จุลศักราช)\s*\Z")  # the Lesser Era of old Thai books
LESSER_ERA: Final = 638  # years behind the common era
_FUNCTION: Final = re.compile(r"\[(?:distributor|producer|publisher|broadcaster|provider|ผู้จัดจำหน่าย|ผู้ผลิต)\]", re.I)
OLDEST_PLAIN: Final = 1500  # an earlier year beside a later one is of another calendar: Hijri, Rattanakosin

LONGEST_DATE: Final = 200  # characters; a longer text is none


def _years() -> dict[str, int]:
    found = {}
    for year in range(1000, 3000):
        try:
            found[str(year)] = from_typed_year(year)
        except YearUnclear:
            continue
    return found


YEARS: Final = _years()
"""Four Arabic digits → the year of the common era, for all that dates.from_typed_year takes."""


@dataclass(slots=True)
class Published:
    """Place, publisher, year, and the text that gives the year."""

    place: str = ""
    publisher: str = ""
    year: int | None = None
    year_text: str = ""


def published(fields: Gathered, fixed: str) -> Published:
    """From 264 of publication before 260 before other 264 (distribution, manufacture, copyright); 008 for the year.

    Place and publishers are those of the first field that names any. `ม.ป.ท.`, `S.l.` and `[s.n.]` name nobody.
    """
    said, dates = Published(), []
    for field in _in_order(fields):
        names = []
        for code, value in field.subfields:
            if code == "c":
                dates.append(value[:LONGEST_DATE])
            elif code == "b" and not said.publisher:
                names.append(_bare(value))
            elif code == "a" and not said.place:
                said.place = _bare(value)
        if names:
            said.publisher = names[0] if len(names) == 1 else "; ".join(filter(None, names))
    said.year = _year(dates, fixed)
    said.year_text = next(filter(None, map(clean, dates)), "") if dates else ""
    return said


def year_of(fields: Gathered, fixed: str) -> int | None:
    """The year alone, as `published` gives it."""
    dates = [value[:LONGEST_DATE] for field in _in_order(fields) for code, value in field.subfields if code == "c"]
    return _year(dates, fixed)


def _in_order(fields: Gathered) -> list[Field]:
    found = fields.get("publication", [])
    return found if len(found) < 2 else sorted(found, key=_rank)


def _rank(field: Field) -> int:
    if field.tag == "260":
        return 1
    return 0 if field.indicators[1:2] == "1" else 2


def _year(dates: list[str], fixed: str) -> int | None:
    """The year of publication before that of copyright, before that of a printing.

    Where the record says that there is no date, 008 is not asked; where it says none that can be read, 008 is.
    """
    for text in dates:
        year = _stated(text)
        if year is not None and not (fixed[7:11] in YEARS and (year < OLDEST_PLAIN or _CEASED.match(text))):
            return year
        if year is None and text.strip() and (_NO_DATE.search(text) or _is_wide(text)):
            fixed = ""
    return YEARS.get(to_arabic(fixed[7:11]))


def _is_wide(text: str) -> bool:
    """Whether it gives ten years or more, `[between 1900 and 1999]`, as `[19--]` does."""
    found = _BETWEEN.search(text) if "between" in text else None
    return found is not None and int(found[2]) - int(found[1]) >= 9


def _stated(text: str) -> int | None:
    """The year in a text; see year_of."""
    simple = YEARS.get(text.strip(" .,;[]()©c?"))
    if simple is not None:
        return simple
    if _is_wide(text):
        return None
    instead = _INSTEAD.search(text)
    if instead and (year := _stated(text[instead.end() :])):
        return year
    found = list(_FOUR.finditer(text))
    ranked = [rank for place in range(len(found)) if (rank := _rank_of(text, found, place))]
    return min(ranked)[-1] if ranked else None


def _rank_of(text: str, found: list[re.Match[str]], place: int) -> tuple[bool, int, bool, int, int] | None:
    """Smaller is better: a year of our calendar, of publication, copyright, printing, one without its like in brackets
    behind it (of `2537 [1978]`, which is a Persian year, that in brackets), the first of its kind.
    """
    year = YEARS.get(to_arabic(found[place][0]))
    if year is None:
        return None
    before = text[found[place - 1].end() if place else 0 : found[place].start()]
    if _LESSER.search(before):
        year += LESSER_ERA
    behind = text[found[place].end() : found[place + 1].start() if place + 1 < len(found) else None]
    around = before.rpartition(",")[2] + behind.partition(",")[0]
    worth = 1 if _COPYRIGHT.search(before) else 2 if _PRINTING.search(around) else 0
    other_calendar = behind.strip() == "[" and to_arabic(found[place][0]) != str(year)
    return year < OLDEST_PLAIN, worth, other_calendar, place, year


def _bare(value: str) -> str:
    if "[" in value or "]" in value:
        value = _FUNCTION.sub("", value)
        value = value.replace("[", "").replace("]", "")
    name = clean(value).lstrip(":;, ")
    return "" if len(name) < 40 and name.rstrip(".").lower() in _UNKNOWN else name
