"""Broken MARC files with the truth beside them.

Good records are made first; every defect is then done to their text or bytes with codecs and surgery, as bad exports do
it, knowing nothing of how the doctor looks for it. A case is never removed because the doctor fails on it.
"""

import codecs
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module

from tests.factories.broken_words import ENGLISH, FRENCH, GERMAN, NAMES, PLACES, PUBLISHERS, RUSSIAN, SUBJECTS, THAI

LEADER = "     nam {flag}22     {tail}4500"
MARKS = "ัิีึืฺุู็่้๊๋์ํ๎"
FIRST, RECORD_END, FIELD_END = "\x1f", b"\x1d", b"\x1e"


def _as_it_is(error: UnicodeError) -> tuple[str | bytes, int]:
    """What Windows does with a byte that a code page leaves empty: the control of the same number, and back again."""
    if isinstance(error, UnicodeDecodeError):
        return "".join(map(chr, error.object[error.start : error.end])), error.end
    assert isinstance(error, UnicodeEncodeError)
    signs = error.object[error.start : error.end]
    if all(ord(sign) < 256 for sign in signs):
        return bytes(map(ord, signs)), error.end
    raise error


codecs.register_error("as-it-is", _as_it_is)


@dataclass(frozen=True)
class Good:
    """A record as its library meant it. `year` is of the common era, `written` as the record writes it."""

    number: str
    title: str
    rest: str
    author: str
    place: str
    publisher: str
    year: int
    written: str
    subjects: tuple[str, ...]
    note: str
    language: str
    fixed: str

    def fields(self) -> list[tuple[str, str]]:
        """Tags and texts in ISO 2709's own writing."""
        rest = f" :{FIRST}b{self.rest}" if self.rest else ""
        found = [
            ("001", self.number),
            ("005", "20240131101500.0"),
            ("008", self.fixed),
            ("020", f"  {FIRST}a9786161234567"),
            ("100", f"0 {FIRST}a{self.author}"),
            ("245", f"10{FIRST}a{self.title}{rest} /{FIRST}c{self.author}"),
            ("260", f"  {FIRST}a{self.place} :{FIRST}b{self.publisher},{FIRST}c{self.written}"),
            ("300", f"  {FIRST}a{len(self.note) + 90} p. ;{FIRST}c21 cm."),
            ("500", f"  {FIRST}a{self.note}"),
        ]
        return found + [("650", f" 4{FIRST}a{subject}") for subject in self.subjects]

    @property
    def shown(self) -> str:
        """The title as a description gives it."""
        return f"{self.title}: {self.rest}" if self.rest else self.title


@dataclass(frozen=True)
class Broken:
    """Bytes with the truth. Where it is not `mendable`, right is only what says that something is lost.

    `records` is what the bytes hold, in order; `clean` says that nothing is wrong at all.
    """

    defect: str
    raw: bytes
    truth: Good
    mendable: bool = True
    clean: bool = False
    after: Good | None = None


@dataclass
class Draft:
    """A record while it is being spoilt: `texts` first, then `bodies` (bytes), then the whole."""

    good: Good
    fields: list[tuple[str, str]]
    flag: str = "a"
    tail: str = " a "
    encoding: str = "utf-8"
    lengths: Callable[[str, bytes], int] = field(default=lambda text, body: len(body))

    def bodies(self) -> list[tuple[str, bytes, int]]:
        """Tag, bytes with terminator, and the length that the directory says."""
        found = []
        for tag, text in self.fields:
            body = text.encode(self.encoding, "as-it-is")
            found.append((tag, body + FIELD_END, self.lengths(text, body) + 1))
        return found

    def raw(self) -> bytes:
        """The whole record."""
        return assembled(self.bodies(), leader=LEADER.format(flag=self.flag, tail=self.tail))


def assembled(bodies: list[tuple[str, bytes, int]], *, leader: str, entry: str = "{tag}{length:04}{start:05}") -> bytes:
    """Leader, directory and fields. Lengths are believed as they are given, also where they are wrong."""
    directory, start = "", 0
    for tag, _, length in bodies:
        directory += entry.format(tag=tag, length=length, start=start)
        start += length
    base = 24 + len(directory) + 1
    head = f"{min(base + start + 1, 99999):05}{leader[5:12]}{base:05}{leader[17:]}"
    return (head + directory).encode("ascii") + FIELD_END + b"".join(body for _, body, _ in bodies) + RECORD_END


def good(choice: random.Random, language: str = "") -> Good:
    """One record of a small library: Thai more often than anything else."""
    language = language or choice.choice(["tha", "tha", "tha", "eng"])
    titles = {"tha": THAI, "eng": ENGLISH, "fre": FRENCH, "ger": GERMAN, "rus": RUSSIAN}[language]
    at = {"rus": "rus"}.get(language, "tha" if language == "tha" else "eng")
    year = choice.randint(1962, 2026)
    buddhist = language == "tha" and choice.random() < 0.8
    written = f"{'พ.ศ. ' if choice.random() < 0.2 else ''}{year + 543}" if buddhist else f"c{year}"
    title = choice.choice(titles)
    rest = choice.choice(titles) if choice.random() < 0.4 else ""
    stated = year + 543 if buddhist and choice.random() < 0.5 else year
    place = {"tha": "th ", "rus": "ru "}.get(language, "enk")
    kind = choice.choice(["    ", "a   ", "ab  "])
    fixed = f"{choice.randint(0, 99):02}{choice.randint(1, 12):02}{choice.randint(1, 28):02}s{stated}    {place}{kind}"
    fixed = f"{fixed:<29}{choice.choice('01')}0{choice.choice('01')} {choice.choice('01')} {language}{choice.choice([' d', '  '])}"
    return Good(
        number=f"b{choice.randint(1, 9_999_999):07}", title=title, rest="" if rest == title else rest,
        author=choice.choice(NAMES[at]), place=choice.choice(PLACES[at]), publisher=choice.choice(PUBLISHERS[at]),
        year=year, written=written, subjects=tuple(choice.sample(SUBJECTS[at], 2)), note=choice.choice(titles),
        language=language, fixed=fixed,
    )  # fmt: skip


def draft(one: Good) -> Draft:
    """The record before anything is done to it."""
    return Draft(one, one.fields())


Defect = Callable[[random.Random], Broken]
DEFECTS: dict[str, Defect] = {}


def defect(name: str) -> Callable[[Defect], Defect]:
    """Registers a way of breaking."""

    def register(function: Defect) -> Defect:
        DEFECTS[name] = function
        return function

    return register


def defects() -> list[str]:
    """The names of all defects."""
    for kind in ("bytes", "frames", "texts"):
        import_module(f"tests.factories.broken_{kind}")
    return sorted(DEFECTS)


def cases(count: int, *, seed: int, only: Sequence[str] = ()) -> Iterator[Broken]:
    """`count` cases of every defect in turn, from a seed."""
    names = [name for name in defects() if not only or name in only]
    for number in range(count):
        choice = random.Random(f"{seed}-{number}")
        name = names[number % len(names)]
        yield replace(DEFECTS[name](choice), defect=name)
