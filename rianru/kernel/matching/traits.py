"""What of a record counts when it is compared: short texts without signs, numbers, classes."""

import re
from dataclasses import dataclass, field, fields
from functools import lru_cache
from operator import attrgetter

import orjson

from rianru.kernel.formats.marc.description import Description
from rianru.kernel.matching.names import name_key, named_in
from rianru.kernel.thai import fold_normal

MOST_PEOPLE = 6
_KEPT = 10_000  # series and publishers: records repeat each other
_SIGNS = re.compile(r"[^\w\u0e30-\u0e3a\u0e47-\u0e4e]+|_")
_NUMBER = re.compile(r"\d+")
_CLASSES = {
    "book": "text", "ebook": "text", "manuscript": "text", "audio": "text", "microform": "text",
    "serial": "serial", "eserial": "serial", "score": "music", "music": "music",
}
_PART = re.compile(
    r"(?:(?:เล่ม|ภาค|ตอน|เล่มที่|ภาคที่|ตอนที่|ชุดที่)\s*(?:ที่)?|\b(?:ล|ต)\s*\.|\b(?:vol|volume|v|part|pt|book|bk)\b\.?)\s*"
    r"(\d+)(?:\s*[-–]\s*(\d+))?"
)
# The number of a part as it is written: 2, 2-3, 38075-f1-tm-024; not the abbreviation before it (no.5, ป.2).
_PIECE = re.compile(r"(?:^|[^a-z\d])(?:[a-z]+\.)?([a-z]{0,3}\d[a-z\d./-]*)")
_VERSION_WORDS = re.compile(r"\(?\b(?:un)?abridged(?: edition)?\b\)?|\(?ฉบับ(?:ย่อ|สรุป)(?![ก-๎])\)?")
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN = re.compile(r"(?<=[a-z] )(?:i{1,3}|iv|vi{0,3}|ix|xi{0,2})(?=\s*(?:$|[:.,;/]))")
_EDITION_NUMBER = re.compile(r"(?:ครั้งที่|ครั้ง|ที่)\s*(\d+)|(\d+)\s*(?:st|nd|rd|th)\b|^(\d+)$|\b(?:ed|edition)\.?\s*(\d+)")
_ORDINALS = {
    "first": 1, "แรก": 1, "second": 2, "สอง": 2, "third": 3, "สาม": 3, "fourth": 4, "สี่": 4, "fifth": 5, "ห้า": 5,
    "sixth": 6, "หก": 6, "seventh": 7, "เจ็ด": 7, "eighth": 8, "แปด": 8, "ninth": 9, "เก้า": 9, "tenth": 10, "สิบ": 10,
}
_ABRIDGED = re.compile(r"ฉบับย่อ|ฉบับสรุป|abridged|condensed|abbreviated")
_UNABRIDGED = re.compile(r"unabridged|ไม่ย่อ")
_LARGE = re.compile(r"large print|ตัวพิมพ์ใหญ่|ตัวอักษรใหญ่|อักษรใหญ่")
_HOUSE_WORDS = re.compile(
    r"สำนักพิมพ์|สนพ\.?|โรงพิมพ์|ห้างหุ้นส่วนจำกัด|บริษัท|หจก|บจก|จำกัด|มหาชน|แห่ง|การพิมพ์|พับลิชชิ่ง|พับลิเคชั่น|"
    r"\b(?:press|publishing|publishers?|publications?|books?|co|company|ltd|limited|inc|the|and|printing|house)\b"
)


@dataclass(slots=True)
class Traits:
    """Keys are folded and hold letters, marks and digits alone. Years are CE, pages a count; 0 is unknown.

    `main`: the title without its subtitle; `full`: with it; `tail`: what follows `main` in it. `part`: number of
    the volume or part, in neither. `people`: names given first, the main one in front; without headings, those that the
    statement of responsibility names. `said`: that statement. `numbers`: those of `main`.
    """

    main: str = ""
    full: str = ""
    part: str = ""
    part_name: str = ""
    uniform: str = ""
    people: list[str] = field(default_factory=list)
    said: str = ""
    year: int = 0
    pages: int = 0
    kind: str = ""
    format: str = ""
    language: str = ""
    isbns: list[str] = field(default_factory=list)
    issns: list[str] = field(default_factory=list)
    identifiers: list[str] = field(default_factory=list)
    series: list[str] = field(default_factory=list)
    numbers: str = ""
    edition: str = ""
    publisher: str = ""
    restricted: bool = False

    @property
    def tail(self) -> str:
        """What `full` says beyond `main`."""
        size = len(self.main)
        return self.full[size:] if len(self.full) > size and self.full.startswith(self.main) else ""

    def stored(self) -> str:
        """As JSON: the values in the order of the fields. A new field goes to the end; none is ever taken out."""
        return orjson.dumps(_VALUES(self)).decode()

    @classmethod
    def restore(cls, stored: str) -> "Traits":
        """Back from JSON. ValueError for what is no JSON, TypeError for more values than there are fields."""
        return cls(*orjson.loads(stored))


_VALUES = attrgetter(*(each.name for each in fields(Traits)))


def key(text: str) -> str:
    """Letters, marks and digits of a normalised text, folded."""
    return letters(fold_normal(text)) if text else ""


def letters(folded: str) -> str:
    """Letters, marks and digits of a text that is folded already."""
    return _SIGNS.sub("", folded.replace("&", " and ")) if folded else ""


@lru_cache(_KEPT)
def _often(text: str) -> str:
    """`key` of what one record after the other says."""
    return key(text)


@lru_cache(_KEPT)
def _house(publisher: str) -> str:
    return letters(_HOUSE_WORDS.sub(" ", fold_normal(publisher)))


def traits(said: Description) -> Traits:
    """What of a description counts."""
    title = fold_normal(said.title)
    main, full, part, name = _titles(said, title)
    people = _people(said)
    statement = fold_normal(said.statement) if said.statement else ""
    return Traits(
        main=main,
        full=full,
        part=part,
        part_name=name,
        uniform=key(said.uniform_title) if said.uniform_title else "",
        people=list(people or named_in(statement)),
        said=letters(statement)[:200],
        year=said.year or 0,
        pages=said.pages or 0,
        kind=_CLASSES.get(said.format, said.format),
        format=said.format,
        language=said.language,
        isbns=list(said.isbns),
        issns=list(said.issns),
        identifiers=[one for one in said.identifiers if one.startswith(("oclc:", "lccn:", "doi:", "nbn:"))],
        series=[
            f"{_often(series)}#{number.group()}"
            for series, place in zip(said.series, said.series_numbers, strict=False)
            if (number := _NUMBER.search(fold_normal(place)))
        ],
        numbers=" ".join(sorted(_NUMBER.findall(main))),
        edition=_edition(fold_normal(said.edition) if said.edition else "", title),
        publisher=_house(said.publisher) if said.publisher else "",
        restricted=said.restricted,
    )


def _titles(said: Description, title: str) -> tuple[str, str, str, str]:
    """Main title, full title, number and name of the part. `เล่ม2`, `เล่มที่ 2` and `v. 2` are one number."""
    whole = _VERSION_WORDS.sub(" ", title)
    first = whole
    if said.title_main and said.title_main != said.title:
        first = _VERSION_WORDS.sub(" ", fold_normal(said.title_main)) or whole
    own = fold_normal(said.part) if said.part else ""
    told = _PART.search(own)
    if told:
        number, name = _number(told), own[told.end():]
    elif found := _PIECE.search(own):
        number, name = found[1].strip(".-/"), own[found.end():]
    else:
        number, name = "", own
    if not own and (told := _PART.search(first)) and told.start() > 0:
        number, name = _number(told), first[told.end():]
        first, whole = first[: told.start()], first[: told.start()]
    else:
        first, whole = _cut(first, own), _cut(whole, own)
    main = letters(_ROMAN.sub(_arabic, first))
    full = main if whole == first else letters(_ROMAN.sub(_arabic, whole))
    return main or letters(title), full or main, number, letters(name)


def _arabic(found: re.Match[str]) -> str:
    return str(_ROMANS.index(found[0]) + 1)


def _number(told: re.Match[str]) -> str:
    return "-".join(str(int(number)) for number in _NUMBER.findall(told.group()))


def _cut(title: str, part: str) -> str:
    """A title without its part, wherever it stands."""
    before, found, behind = title.rpartition(part) if part else ("", "", "")
    return f"{before} {behind}" if found and before else title


def _people(said: Description) -> tuple[str, ...]:
    ordered = sorted(said.people, key=lambda person: not person.main)[:MOST_PEOPLE]
    return tuple(dict.fromkeys(filter(None, (name_key(person.name) for person in ordered))))


def _edition(text: str, title: str) -> str:
    """`2`, `abridged`, `2 large` … as far as the record says; nothing for a first edition. Both texts are folded."""
    number = _EDITION_NUMBER.search(text) if text else None
    found = next(filter(None, number.groups()), "") if number else ""
    if not found:
        found = next((str(count) for word, count in _ORDINALS.items() if word in text), "") if text else ""
    marks = [found if found not in ("", "1") else ""]
    whole = f"{text} {title}"
    if _ABRIDGED.search(whole) and not _UNABRIDGED.search(whole):
        marks.append("abridged")
    if _LARGE.search(whole):
        marks.append("large")
    return " ".join(filter(None, marks))
