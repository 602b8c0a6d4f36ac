"""Judged queries: what people type, and which works answer it, written before the search was tuned.

`by_hand.tsv` holds 300 for the demo, `derived.tsv` 3,000 made by `python -m bench.queries.derive`. Neither is ever
thinned; queries may be added. The truth speaks of the catalogue alone: nothing here looks at how the product searches.
"""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
HAND, DERIVED = FOLDER / "by_hand.tsv", FOLDER / "derived.tsv"
CLASSES = {
    "exact": "the title as it stands on the book",
    "words": "words of the title in any order",
    "phrase": "a run of words in quotation marks",
    "field": "title: author: subject: isbn: series: and ชื่อเรื่อง: ผู้แต่ง: หัวเรื่อง: ชุด:",
    "exclusion": "a word that must not be there: -word",
    "slip": "one letter left out, doubled, swapped, or its neighbour on the keyboard",
    "keyboard": "typed in the other layout, Thai as Latin or Latin as Thai",
    "digits": "Thai digits for Arabic ones and the other way",
    "compound": "a part of a compound word",
    "name": "a name with or without rank, turned round or not",
    "spelling": "ทร/ซ, silent letters, doubled consonants, ฤ/ริ, loan words",
    "romanised": "Thai in Latin letters, as the Royal Institute writes it and as people do",
    "mixed": "Thai and Latin words in one query",
    "number": "ISBN in every form, barcode, call number",
    "relaxed": "more words than the record has",
}
"""Class → what it is, in the order in which it is printed."""


class Judged(NamedTuple):
    """A query, its class, which works are right (bench.queries.wanted says how), and the work it was made from.

    `about` is empty for queries that were written by hand.
    """

    query: str
    kind: str
    wanted: str
    about: str = ""


def read(path: Path) -> list[Judged]:
    """The queries of a table with the headings query, class, wanted and perhaps about."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return [Judged(*row) for row in rows]


def write(path: Path, judged: Iterable[Judged]) -> None:
    """The same table. A query holds neither tabs nor line ends."""
    lines = ["query\tclass\twanted\tabout", *("\t".join(one) for one in judged)]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
