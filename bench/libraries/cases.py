"""Every case of the generated libraries: its share and its truth. docs/benchmarks.md lists the same; a test compares.

A family case is a share of families (a family is one to seven works invented together), an edition case one of editions
that could have it, a record case one of records that could have it. What comes of a library's habits is a share of all
records of six libraries.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Case:
    """`share` of `of` (families, editions, records); `truth` in a sentence."""

    name: str
    of: str
    share: float
    truth: str


_FAMILIES: Final = (
    ("plain", 0.25, "One work in one edition, held by one to all sources."),
    ("shelf", 0.04, "Works of one author whose titles begin or end alike: each its own work."),
    ("editions", 0.11, "Two to four editions with other years, statements, ISBNs, pages: one work, several editions."),
    ("reprint", 0.06, "The same ISBN, a later printing and year: another edition of the same work."),
    ("translation", 0.05, "A Thai translation with uniform title 240: another edition of the original's work."),
    ("two_translations", 0.01, "Two translators, two Thai titles, one uniform title: two editions of one work."),
    ("abridged", 0.03, "An abridged edition (ฉบับย่อ): another edition of the same work."),
    ("ebook", 0.05, "An e-book of a printed book, even under its ISBN: another edition of the same work."),
    ("large_print", 0.01, "Large print: another edition of the same work."),
    ("other_publisher", 0.03, "Another house, often in the same year: another edition of the same work."),
    ("film", 0.02, "A film after a book, with its title: another work."),
    ("music", 0.01, "Music after a book, with its title: another work."),
    ("same_title", 0.04, "The same title by different people: different works."),
    ("common_word", 0.03, "A title that is one common word, by different people: different works."),
    ("volumes", 0.05, "Volumes of a set that share the set's ISBN: each volume its own work."),
    ("whole_set", 0.01, "A record of the whole set beside records of its volumes: a work of its own."),
    ("parts", 0.03, "Numbered parts with names (ภาค 1, กำเนิด): each its own work."),
    ("yearly_guides", 0.03, "Exam guides of several years: the number in the title makes them different works."),
    ("yearly_reports", 0.02, "Annual reports catalogued year by year: different works; two bodies, different works."),
    ("serial", 0.01, "A serial catalogued as a whole: one work, not that of one of its years."),
    ("grades", 0.03, "Textbooks for ป.1, ป.2 and so on: different works."),
    ("near_titles", 0.04, "Near titles of one author (เล่มต้น, เล่มปลาย; เบื้องต้น, เบื้องต้น 2): different works."),
    ("isbn_clash", 0.01, "Two different books were given one valid ISBN: different works."),
    ("bare_twins", 0.015, "Title and year only, and a twin in another source: the same edition."),
    ("bare_alike", 0.015, "Thin records of one title and year; author or publishing body differs: different works."),
)
_EDITIONS: Final = (
    ("no_isbn", 0.12, "The book has no ISBN: its records are the same edition."),
    ("placeholder_isbn", 0.02, "Many titles of several houses carry one placeholder ISBN: it joins nothing."),
    ("two_isbns", 0.06, "ISBNs for hard and soft cover on one edition; a source gives both or one: the same edition."),
)
_RECORDS: Final = (
    ("isbn_missing", 0.08, "A source left the ISBN out: the same edition."),
    ("isbn_slip", 0.03, "A digit of the ISBN is wrong and its check digit shows it: the same edition."),
    ("isbn_invalid_z", 0.02, "Another book's ISBN stands in 020 $z as cancelled: it joins nothing."),
    ("signs", 0.25, "Other punctuation, brackets, blanks, capitals or ISBD marks: the same edition."),
    ("subtitle_left_out", 0.12, "The subtitle is missing: the same edition."),
    ("subtitle_in_title", 0.08, "The subtitle stands in 245 $a: the same edition."),
    ("title_slip", 0.04, "One or two slips in a long title: the same edition."),
    ("author_slip", 0.03, "A slip in the author's name: the same edition."),
    ("author_missing", 0.04, "No author at all, but the right ISBN or publisher, year and pages: the same edition."),
    ("author_script", 0.25, "A Western author of a Thai book in Thai letters, with the right ISBN: the same person."),
    ("volume_in_title", 0.4, "The volume's number stands in 245 $a (เล่ม 2) and not in $n: the same edition."),
    ("uniform_missing", 0.15, "A translation without 240, but with its ISBN: the same edition."),
    ("twice_in_source", 0.03, "One source catalogued the edition twice, with the same ISBN: the same edition."),
)
_HABITS: Final = (  # shares over six sources, most of them the way of one or two
    ("year_form", 0.35, "Buddhist and common years, brackets, c, ?, both at once: the same year."),
    ("thai_digits", 0.13, "Thai digits in title, volume, year or pages: the same edition."),
    ("isbn_ten", 0.13, "ISBN-10 where others have ISBN-13: the same edition."),
    ("isbn_dressed", 0.22, "Hyphens, a price or a qualifier at the ISBN: the same edition."),
    ("rank", 0.19, "A title of rank before the name, after it, written in full, or absent: the same person."),
    ("inverted", 0.1, "A Thai name wrongly turned round with a comma: the same person."),
    ("author_in_245c", 0.1, "No 1XX or 7XX, the author only in 245 $c: the same edition."),
)


CASES: Final = {
    name: Case(name, of, share, truth)
    for of, rows in (
        ("families", _FAMILIES), ("editions", _EDITIONS), ("records", _RECORDS), ("records, by habit", _HABITS),
    )
    for name, share, truth in rows
}


def share(name: str) -> float:
    """A case's share between 0 and 1."""
    return CASES[name].share


def percent(share: float) -> str:
    """0.015 → 1.5 %."""
    return f"{share * 100:g} %"
