"""What a MARC 21 bibliographic record says about its edition, as plain values."""

import re
from dataclasses import dataclass

from rianru.kernel.dates import YearUnclear, from_typed_year
from rianru.kernel.formats.marc.record import Field, Record
from rianru.kernel.thai import normalise

_TRAILING = re.compile(r"[\s/:;,=]+$")
_SHORTENED = ("ed", "eds", "rev", "vol", "ill", "Jr", "Sr", "Inc", "Ltd", "Co", "กทม", "ดร", "จก")
_DOT = re.compile(r"(?<![\s.][^\s.\d])(?<!\.\.)(?<!ฯ)" + "".join(rf"(?<!\b{one})" for one in _SHORTENED) + r"\.$")
_YEAR = re.compile(r"(?<!\d)([12๑๒][0-9๐-๙]{3})(?!\d)")
_SPACES = re.compile(r"\s+")
_KINDS = {
    "a": "book",
    "c": "score",
    "d": "score",
    "e": "map",
    "f": "map",
    "g": "video",
    "i": "audio",
    "j": "music",
    "k": "picture",
    "m": "software",
    "o": "kit",
    "p": "kit",
    "r": "object",
    "t": "manuscript",
}


@dataclass(frozen=True, slots=True)
class Person:
    """A name as the record writes it (a Thai name is never inverted) and its role, if given."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Description:
    """An edition. Years are CE, `year_text` keeps the original; `language` is a MARC code, `format` a word of ours."""

    control_number: str
    title: str
    other_titles: tuple[str, ...] = ()
    statement: str = ""
    people: tuple[Person, ...] = ()
    subjects: tuple[str, ...] = ()
    edition: str = ""
    publisher: str = ""
    place: str = ""
    year: int | None = None
    year_text: str = ""
    language: str = ""
    format: str = "other"
    isbns: tuple[str, ...] = ()
    issns: tuple[str, ...] = ()
    extent: str = ""
    series: tuple[str, ...] = ()
    summary: str = ""
    call_number: str = ""


def describe(record: Record) -> Description:
    """Reads title, names, subjects, publication, language, format and numbers."""
    fixed = record.control("008")
    year, year_text = _year(record, fixed)
    publication = next(_publications(record), Field("264"))
    return Description(
        control_number=record.control("001").replace("\0", "").strip(),
        title=_title(record),
        other_titles=_other_titles(record),
        statement=_clean(_first(record, "245", "c")),
        people=_people(record),
        subjects=_subjects(record),
        edition=_clean(_first(record, "250", "ab")),
        publisher=_clean(" ".join(publication.all("b"))),
        place=_clean(publication.first("a")),
        year=year,
        year_text=year_text,
        language=_language(record, fixed),
        format=_format(record, fixed),
        isbns=_numbers(record, "020"),
        issns=_numbers(record, "022"),
        extent=_clean(_first(record, "300", "a")),
        series=_texts(record, ("490", "830"), "anpv"),
        summary=_clean(_first(record, "520", "ab")),
        call_number=_call_number(record),
    )


def _clean(text: str) -> str:
    """Normalised, without ISBD punctuation at its end; the dot of an abbreviation or initial stays."""
    text = _TRAILING.sub("", _SPACES.sub(" ", normalise(text)).strip())
    return _DOT.sub("", text)


def _first(record: Record, tag: str, codes: str) -> str:
    field = next(record.get(tag), None)
    return " ".join(field.all(codes)) if field else ""


def _title(record: Record) -> str:
    field = next((f for f in record.linked("245") if _thai(f)), None) or next(record.get("245"), None)
    return _title_of(field) if field else ""


def _thai(field: Field) -> bool:
    return any("\u0e00" <= sign <= "\u0e7f" for _, value in field.subfields for sign in value)


def _title_of(field: Field) -> str:
    return _clean(" ".join(field.all("abnp")).replace(" /", " ").replace(" :", ":").replace(" =", " ="))


def _other_titles(record: Record) -> tuple[str, ...]:
    shown = _title(record)
    fields = [*record.get("245", "246", "130", "240"), *record.linked("245"), *record.linked("246")]
    found = dict.fromkeys(_title_of(field) for field in fields)
    return tuple(title for title in found if title and title != shown)


def _people(record: Record) -> tuple[Person, ...]:
    found: dict[str, Person] = {}
    linked = [field for tag in ("100", "110", "700", "710") for field in record.linked(tag) if _thai(field)]
    for field in [*linked, *record.get("100", "110", "111", "700", "710", "711")]:
        name = _clean(" ".join(field.all("abcq" if field.tag in ("100", "700", "880") else "abnd")))
        if name:
            found.setdefault(name, Person(name, _clean(" ".join(field.all("e")) or field.first("4"))))
    return tuple(found.values())


def _subjects(record: Record) -> tuple[str, ...]:
    fields = record.get("600", "610", "611", "630", "648", "650", "651", "655")
    return tuple(
        dict.fromkeys(filter(None, (_clean(" -- ".join(map(_clean, field.all("abcdtvxyz")))) for field in fields)))
    )


def _publications(record: Record):  # type: ignore[no-untyped-def]
    yield from (field for field in record.get("264") if field.indicators[1] == "1")
    yield from record.get("260")
    yield from record.get("264")


def _year(record: Record, fixed: str) -> tuple[int | None, str]:
    text = next((value for field in _publications(record) for value in field.all("c")), "")
    stated = _YEAR.search(text)
    for typed in (stated.group(1) if stated else "", fixed[7:11]):
        try:
            return from_typed_year(typed), _clean(text)
        except YearUnclear:
            continue
    return None, _clean(text)


def _language(record: Record, fixed: str) -> str:
    code = fixed[35:38].strip().lower()
    if len(code) == 3 and code.isascii() and code.isalpha() and code not in ("und", "zxx", "mul"):
        return code
    return next((normalise(value)[:3].lower() for field in record.get("041") for value in field.all("a")), "")


def _format(record: Record, fixed: str) -> str:
    kind, level = record.leader[6:7], record.leader[7:8]
    if kind == "a" and level in ("s", "i", "b"):
        found = "serial"
    else:
        found = _KINDS.get(kind, "other")
    carriers = {value for field in record.get("338") for value in field.all("b")}
    online = "cr" in carriers or (kind in "at" and fixed[23:24] in ("o", "s", "q"))
    return {"book": "ebook", "serial": "eserial"}.get(found, found) if online else found


def _numbers(record: Record, tag: str) -> tuple[str, ...]:
    texts = (normalise(value).split() for field in record.get(tag) for value in field.all("a"))
    found = (words[0].replace("-", "").upper() for words in texts if words)
    return tuple(dict.fromkeys(number for number in found if len(number) >= 8))


def _texts(record: Record, tags: tuple[str, ...], codes: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (_clean(" ".join(field.all(codes))) for field in record.get(*tags)))))


def _call_number(record: Record) -> str:
    for tag in ("090", "099", "092", "082", "050", "086"):
        found = _clean(_first(record, tag, "ab"))
        if found:
            return found
    return ""
