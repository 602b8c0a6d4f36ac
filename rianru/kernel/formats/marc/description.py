"""What a bibliographic record says, as plain values."""

from dataclasses import dataclass


@dataclass(slots=True)
class Person:
    """A name as the record writes it (a Thai name is never inverted) and its role, if given.

    `kind`: person, body or meeting. `main`: it stands in 1XX.
    """

    name: str
    role: str = ""
    kind: str = "person"
    main: bool = False


@dataclass(slots=True)
class Link:
    """An address in field 856 and what the record calls it."""

    url: str
    label: str = ""


@dataclass(slots=True)
class Description:
    """An edition as one record tells it. Years are CE, `year_text` keeps the original; languages are MARC codes, lower
    case; `format` is a word of `catalogue.words.FORMATS`. Text is normalised and without ISBD punctuation at its end.
    """

    control_number: str
    title: str
    """245 a, b, n and p as one line: `ชื่อเรื่อง: ชื่อรอง เล่ม 2`; the Thai side where 880 has one."""
    title_main: str = ""
    """245 a alone."""
    part: str = ""
    """Number and name of the part or volume (245 n p; else a volume that 245 a or b ends with: เล่ม 2, ภาค 1, vol. 3).

    As written; `describe.part_number` gives what to compare it by.
    """
    uniform_title: str = ""
    """130 or 240 a n p; not its language."""
    other_titles: tuple[str, ...] = ()
    """Further titles of the same thing: 246, 247, 242, 130, 240, 730, 740, the other side of a script pair."""
    statement: str = ""
    """245 c; nobody in it becomes one of `people`."""
    people: tuple[Person, ...] = ()
    subjects: tuple[str, ...] = ()
    """600-662 and 69X, `ผ้าทอ -- น่าน`."""
    genres: tuple[str, ...] = ()
    """655."""
    edition: str = ""
    publisher: str = ""
    place: str = ""
    year: int | None = None
    year_text: str = ""
    language: str = ""
    languages: tuple[str, ...] = ()
    """All languages of the text, the main one first (008, 041 a d)."""
    original_language: str = ""
    """041 h: what it was translated from."""
    format: str = "other"
    audience: str = ""
    """juvenile, adolescent, adult or empty (008/22 for the kinds that have it), or 521 a in words."""
    isbns: tuple[str, ...] = ()
    """Valid numbers as 13 digits, 10-digit ones converted; 020 a."""
    isbn_notes: tuple[str, ...] = ()
    """Beside `isbns`, one for one: the qualifier (020 q, or what stood in brackets): ปกแข็ง, v. 1."""
    isbns_wrong: tuple[str, ...] = ()
    """020 z, and numbers whose check digit is wrong, as written without hyphens."""
    issns: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    """Other numbers with their system: `lccn:2001627090`, `oclc:51234567`, `doi:…`, `035:(TH-BkTK)123`."""
    extent: str = ""
    pages: int | None = None
    """The largest number of Arabic-numbered pages in 300 a, between 1 and 20000."""
    series: tuple[str, ...] = ()
    series_numbers: tuple[str, ...] = ()
    """Beside `series`, one for one: 490 v / 830 v, empty where none."""
    notes: tuple[str, ...] = ()
    """5XX for readers but for those that have a field here; no notes of one library (59X)."""
    contents: str = ""
    """505 a t r g."""
    summary: str = ""
    """520 a b: the first, a Thai one before others."""
    links: tuple[Link, ...] = ()
    restricted: bool = False
    """506 with first indicator 1, or 856 links that all say so."""
    call_number: str = ""
    """The first there is of 090, 099, 092, 082, 050, 086, 852 (k h i), 060, 055, 080, 070."""
