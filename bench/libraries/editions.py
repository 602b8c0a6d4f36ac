"""What the families invent: editions with everything that a cataloguer could know of them."""

import random
from dataclasses import dataclass, field

from bench.libraries import isbn, people
from bench.libraries.isbn import Isbn
from bench.libraries.people import Person

BOOK, EBOOK, LARGE, FILM, MUSIC, SERIAL = "book", "ebook", "large print", "film", "music", "serial"


@dataclass(frozen=True, slots=True)
class Publisher:
    """A house by its bare name; `office` is true for a body that publishes its own papers."""

    name: str
    place: str
    office: bool = False


@dataclass(slots=True)
class Edition:
    """One publication. Years are CE. `keeps` names what every record of it must say, so that its truth can be known:
    author, isbn, year, uniform. `tail` ends the title and is never misspelt (ปี 2565, ป.1, เล่มต้น)."""

    work: int
    title: str
    publisher: Publisher
    year: int
    pages: int
    cases: tuple[str, ...]
    subtitle: str = ""
    tail: str = ""
    volume: int = 0
    volumes: int = 0
    """How many volumes one record of the whole set counts."""
    part: str = ""
    """The name of a part; its number is `volume`, its word ภาค."""
    authors: tuple[Person, ...] = ()
    body: str = ""
    """A corporate author."""
    translator: Person | None = None
    director: Person | None = None
    printing: int = 1
    revised: bool = False
    abridged: bool = False
    isbns: tuple[Isbn, ...] = ()
    issn: str = ""
    series: str = ""
    series_number: int = 0
    form: str = BOOK
    thai: bool = True
    uniform: str = ""
    keeps: frozenset[str] = frozenset()
    holders: int = 0
    """How many sources hold it; 0 leaves it to chance."""
    bare: frozenset[int] = frozenset()
    """Which of its holders, counted from 0, say nothing but title and year."""
    subject: str = ""


@dataclass(slots=True)
class Maker:
    """Everything that must differ over a whole library: titles, numbers of works, ISBNs. One title is 8 bytes here."""

    chance: random.Random
    titles: set[int] = field(default_factory=set)
    namesakes: dict[str, set[str]] = field(default_factory=dict)
    """Family names of those who wrote under one title: no two of them are relatives, as long as there are names."""
    works: int = 0
    serial: int = 0

    def work(self) -> int:
        """The next work's number."""
        self.works += 1
        return self.works

    def isbn(self, year: int, *, thai: bool, note: str = "") -> Isbn:
        """An ISBN as the agency of that year gave it: 974 until 2008, 616 since; 0 for English books."""
        self.serial += 1
        group = ("616" if year > 2008 else "974") if thai else "0"
        number = isbn.numbered(self.serial, group=group)
        return Isbn(number.digits, number.group, note)

    def issn(self) -> str:
        """A valid ISSN (ISO 3297) with its hyphen."""
        self.serial += 1
        seven = f"{2_000_000 + self.serial * 7919 % 1_000_000:07}"
        rest = -sum((8 - place) * int(digit) for place, digit in enumerate(seven)) % 11
        return f"{seven[:4]}-{seven[4:]}{'X' if rest == 10 else rest}"


def someone(chance: random.Random, *, thai: bool) -> Person:
    """An author of a book in that language: one Thai book in twelve is by somebody with a Western name."""
    if thai and chance.random() > 0.08:
        return people.thai(chance)
    return people.latin(chance)
