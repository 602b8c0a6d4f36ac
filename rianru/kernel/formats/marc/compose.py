"""A description as a MARC 21 record: what `describe` reads, written so that it reads the same again."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from rianru.kernel.formats.marc.describe import describe
from rianru.kernel.formats.marc.description import Description, Person
from rianru.kernel.formats.marc.record import Field, Record
from rianru.kernel.formats.marc.write import LONGEST_FIELD, LONGEST_RECORD
from rianru.kernel.thai import graphemes

FEWEST: Final = 40  # bytes that a text must have left of it to be worth cutting
NEEDED: Final = frozenset({"001", "008", "245"})
ROOM: Final = LONGEST_FIELD - 99  # bytes of one value, beside indicators and codes
_KINDS: Final = {  # LDR/06-07
    "serial": "as", "eserial": "as", "map": "em", "score": "cm", "video": "gm", "audio": "im", "music": "jm",
    "picture": "km", "software": "mm", "kit": "om", "object": "rm", "manuscript": "tm",
}
_ITEMS: Final = {"ebook": "o", "eserial": "o", "microform": "a"}  # 008/23
_AUDIENCES: Final = {"juvenile": "j", "adolescent": "d", "adult": "e"}  # 008/22
_SCHEMES: Final = {"isrc": "0", "upc": "1", "ismn": "2", "ean": "3", "sici": "4", "other": "8"}
_UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
_BETWEEN: Final = " -- "
_Pairs = tuple[str, str]


def compose(said: Description) -> Record:
    """The record; without a title it would be refused, so a missing one is `[ไม่มีชื่อ]`.

    ISBD punctuation is left out (LDR/18 `c`), as the description has none. Fits ISO 2709: a value has at most ROOM
    bytes, contents go on in further fields, and what comes last is left out where the whole would pass 99,999 bytes.
    """
    fields = [Field("001", data=_seen(said.control_number, 200) or "0"), Field("008", data=_fixed(said))]
    fields += sorted(_fields(said), key=_place)
    return Record(_leader(said.format), tuple(_fitting(fields)))


def _fields(said: Description) -> Iterator[Field]:
    for part in (_numbers(said), _people(said), _titles(said), _publication(said), _notes(said), _subjects(said)):
        yield from (field for field in part if field is not None)


def _place(field: Field) -> str:
    """By tag, as records are written; added people stay in the order in which the description names them."""
    return "700" if field.tag in ("710", "711") else field.tag


def _leader(format: str) -> str:
    return f"00000n{_KINDS.get(format, 'am')} a22000007c 4500"


def _fixed(said: Description) -> str:
    """008: year, language, audience, form of item; what nobody told is not coded."""
    dates = f"s{said.year:04}    " if said.year else "nuuuuuuuu"
    coded = list("|" * 17)
    coded[4] = _AUDIENCES.get(said.audience, "|")
    coded[5] = _ITEMS.get(said.format, "|")
    if said.format == "video":
        coded[15] = "v"
    return f"      {dates}xx {''.join(coded)}{_code(said.language) or '   '} d"


def _code(language: str) -> str:
    return language if re.fullmatch("[a-z]{3}", language) else ""


def _numbers(said: Description) -> Iterator[Field | None]:
    for place, number in enumerate(said.isbns):
        note = said.isbn_notes[place] if place < len(said.isbn_notes) else ""
        yield _field("020", ("a", number), ("q", note))
    yield from (_field("020", ("z", number)) for number in said.isbns_wrong)
    yield from (_field("022", ("a", f"{number[:4]}-{number[4:]}")) for number in said.issns)
    yield from map(_identifier, said.identifiers)
    codes = [("a", code) for code in map(_code, said.languages) if code]
    original = _code(said.original_language)
    if len(codes) > 1 or original:
        yield _field("041", *codes, ("h", original), indicators="1 " if original else "  ")
    dewey = re.fullmatch(r"\d{3}(\.\d+)?", said.call_number)
    yield _field("082" if dewey else "090", ("a", said.call_number), indicators="04" if dewey else "  ")


def _identifier(text: str) -> Field | None:
    scheme, _, number = text.partition(":")
    if scheme in ("lccn", "nbn"):
        return _field("010" if scheme == "lccn" else "016", ("a", number))
    if scheme in ("oclc", "035"):
        return _field("035", ("a", f"(OCoLC){number}" if scheme == "oclc" else number))
    if scheme in _SCHEMES:
        return _field("024", ("a", number), indicators=f"{_SCHEMES[scheme]} ")
    return _field("024", ("a", number), ("2", scheme), indicators="7 ")


def _people(said: Description) -> Iterator[Field | None]:
    """1XX for whom the description calls main, 7XX for all others; a second main one is another."""
    main = next((person for person in said.people if person.main), None)
    for person in said.people:
        yield _person(person, "1" if person is main else "7")


def _person(person: Person, first: str) -> Field | None:
    if person.kind == "person":
        inverted = "," in person.name and person.name.isascii()
        return _field(f"{first}00", ("a", person.name), ("e", person.role), indicators="1 " if inverted else "0 ")
    if person.kind == "meeting":
        return _field(f"{first}11", ("a", person.name), ("j", person.role), indicators="2 ")
    return _field(f"{first}10", ("a", person.name), ("e", person.role), indicators="2 ")


def _titles(said: Description) -> Iterator[Field | None]:
    led = any(person.main for person in said.people)
    yield _title(said, "1" if led else "0")
    if said.uniform_title:
        yield _field("240" if led else "130", ("a", said.uniform_title), indicators="10" if led else "0 ")
    others = (title for title in said.other_titles if title != said.uniform_title)
    yield from (_field("246", ("a", title), indicators="3 ") for title in others)


def _title(said: Description, added: str) -> Field:
    """245, parted into title, rest and part where it then reads as it did; else as one line in $a."""
    statement = ("c", said.statement)
    whole = said.title if any(map(str.isalnum, said.title)) else "[ไม่มีชื่อ]"
    for pairs in _partings(said):
        made = _field("245", *pairs, statement, indicators=f"{added}0")
        if made is not None:
            read = describe(Record(_leader("book"), (made,)))
            if (read.title, read.title_main, read.part) == (said.title, said.title_main, said.part):
                return made
    return _field("245", ("a", whole), statement, indicators=f"{added}0") or Field("245", subfields=(("a", "?"),))


def _partings(said: Description) -> Iterator[tuple[_Pairs, ...]]:
    if not said.title_main or not said.title.startswith(said.title_main):
        return
    rest = said.title[len(said.title_main) :].lstrip()
    head = ("a", said.title_main)
    if said.part and rest.endswith(said.part):
        between = rest[: -len(said.part)].strip().removeprefix(":").strip()
        yield (head, ("b", between), ("n", said.part))
    yield (head, ("b", rest.removeprefix(":").strip()))
    yield (head, ("n", rest))


def _publication(said: Description) -> Iterator[Field | None]:
    yield _field("250", ("a", said.edition))
    year = said.year_text or (str(said.year) if said.year else "")
    yield _field("264", ("a", said.place), ("b", said.publisher), ("c", year), indicators=" 1")
    yield _field("300", ("a", said.extent))
    for place, title in enumerate(said.series):
        number = said.series_numbers[place] if place < len(said.series_numbers) else ""
        yield _field("490", ("a", title), ("v", number), indicators="0 ")


def _notes(said: Description) -> Iterator[Field | None]:
    yield _field("520", ("a", said.summary))
    yield from (_field("505", ("a", part), indicators="0 ") for part in _runs(said.contents))
    if said.audience and said.audience not in _AUDIENCES:
        yield _field("521", ("a", said.audience))
    yield from (_field("500", ("a", note)) for note in said.notes)
    if said.restricted and not said.links:
        yield _field("506", ("a", "จำกัดการเข้าถึง"), indicators="1 ")
    status = ("7", "1" if said.restricted else "")
    yield from (_field("856", ("u", link.url), ("y", link.label), status, indicators="40") for link in said.links)


def _runs(contents: str) -> list[str]:
    """Contents in runs of whole chapters, each within one field."""
    runs: list[str] = []
    for chapter in contents.split(_BETWEEN):
        longer = f"{runs[-1]}{_BETWEEN}{chapter}" if runs else chapter
        if runs and len(longer.encode("utf-8", "replace")) <= ROOM:
            runs[-1] = longer
        else:
            runs.append(chapter)
    return runs


def _subjects(said: Description) -> Iterator[Field | None]:
    for tag, headings in (("650", said.subjects), ("655", said.genres)):
        for heading in headings:
            head, *divisions = heading.split(_BETWEEN)
            yield _field(tag, ("a", head), *(("x", division) for division in divisions), indicators=" 4")


def _field(tag: str, *pairs: _Pairs, indicators: str = "  ") -> Field | None:
    """A field of the subfields that have a text, ROOM bytes in all; None without any."""
    told, left = [], ROOM
    for code, value in pairs:
        if text := _seen(value, left):
            told.append((code, text))
            left -= len(text.encode()) + 2
    return Field(tag, indicators=indicators, subfields=tuple(told)) if told else None


def _seen(text: str, room: int = ROOM) -> str:
    """One line without signs that MARC or XML keep for themselves, of at most so many bytes; cut between letters."""
    line = " ".join(_UNSEEN.sub(" ", text).split())
    if len(line.encode()) <= room:
        return line
    if room < FEWEST:
        return ""
    units = graphemes(line.encode()[: room - 3].decode("utf-8", "ignore"))
    return "".join(units[:-1] or units) + "…"


def _fitting(fields: Sequence[Field]) -> Iterator[Field]:
    """Fields in their order, each that still fits into ISO 2709: its five digits of length count every field."""
    left = LONGEST_RECORD - 26 - sum(_size(field) for field in fields if field.tag in NEEDED)
    for field in fields:
        if field.tag in NEEDED:
            yield field
        elif _size(field) <= left:
            left -= _size(field)
            yield field


def _size(field: Field) -> int:
    """Bytes that a field takes with its line in the directory."""
    return 12 + 3 + len(field.data.encode()) + sum(2 + len(text.encode()) for _, text in field.subfields)
