"""What every way of citing is made from, and what they have in common: clean lines, names, addresses."""

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote, urlsplit

LONGEST: Final = 2_000  # characters of one value: a citation is no place for a chapter
_HIDDEN: Final = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
# Signs that reorder what is seen
_TURNING: Final = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_DATES: Final = re.compile(r",?\s*\(?[0-9]{3,4}\??\s*-\s*(?:[0-9]{3,4}\??)?\)?\.?$")
_FULLER: Final = re.compile(r"\s*\([^()]*\)")
_THAI: Final = re.compile("[\u0e01-\u0e4e]")
_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv", "v"})
_PARTS: Final = (
    ("translator", re.compile(r"แปล|translat|\btrl\b", re.IGNORECASE)),
    ("editor", re.compile(r"บรรณาธิการ|บ\.ก\.|editor|compiler|\bed\b|\bedt\b|\bcom\b|รวบรวม", re.IGNORECASE)),
    ("author", re.compile(r"ประพันธ์|นิพนธ์|แต่ง|เขียน|เรียบเรียง|author|writer|creator|composer|poet|\baut\b|\bcre\b",
                          re.IGNORECASE)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Maker:
    """Someone with a part in it: `part` is author, editor, translator or other."""

    name: str
    part: str = "author"


@dataclass(frozen=True, slots=True)
class Cited:
    """One publication. `key` is stable and of ASCII letters, digits, `-`; `year` is CE; `format` a word of
    catalogue.words.FORMATS; `language` a MARC code; `url` is where it is found, of ours or its own on the web.
    """

    key: str
    title: str
    makers: tuple[Maker, ...] = ()
    year: int | None = None
    edition: str = ""
    publisher: str = ""
    place: str = ""
    series: str = ""
    series_number: str = ""
    isbns: tuple[str, ...] = ()
    issn: str = ""
    format: str = "book"
    language: str = ""
    extent: str = ""
    call_number: str = ""
    summary: str = ""
    subjects: tuple[str, ...] = ()
    url: str = ""

    def of(self, part: str) -> list[str]:
        """The names of everyone with a part, clean, each once."""
        return list(dict.fromkeys(filter(None, (one_line(one.name) for one in self.makers if one.part == part))))

    def at(self, url: str) -> "Cited":
        """The same, found elsewhere."""
        return replace(self, url=url)

    @property
    def digital(self) -> bool:
        """Whether it is read on a screen, so that its address is part of citing it."""
        return self.format in ("ebook", "eserial", "software")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as citations need it. `whole` alone where it is never turned round: Thai names, bodies, pen names."""

    whole: str
    family: str = ""
    given: str = ""
    suffix: str = ""


def part_of_role(role: str) -> str:
    """The part in a book that a record's word for it means; a blank one means author, an unknown one other."""
    if not role.strip():
        return "author"
    return next((part for part, pattern in _PARTS if pattern.search(role)), "other")


def name_of(text: str) -> Name:
    """`Tolkien, J. R. R. (John Ronald Reuel), 1892-1973` in its parts. A Thai name is never turned round, and a name
    without a comma is whole: nobody can tell John Smith from World Bank.
    """
    line = _DATES.sub("", _FULLER.sub("", one_line(text))).rstrip(" ,")
    if "," not in line or has_thai(line):
        return Name(line)
    family, given, *rest = (part.strip() for part in line.split(","))
    suffix = next((part for part in rest if part.rstrip(".").lower() in _SUFFIXES), "")
    return Name(line, family, given, suffix) if family and given else Name(family or given)


def has_thai(text: str) -> bool:
    """Whether any of it is written in Thai letters."""
    return _THAI.search(text) is not None


def one_line(text: str) -> str:
    """Visible signs and single blanks, at most LONGEST: no line end, control sign or half of a pair is left."""
    seen = "".join(" " if _is_hidden(sign) else sign for sign in text[: 2 * LONGEST])
    line = " ".join(seen.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def _is_hidden(sign: str) -> bool:
    return sign in _TURNING or unicodedata.category(sign) in _HIDDEN


def address(url: str) -> str:
    """A web address in signs that mean nothing to any format; empty for anything but http and https."""
    line = one_line(url)
    try:
        parts = urlsplit(line)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    return quote(line, safe=":/?#[]@!$&'()*+,;=-._~%")
