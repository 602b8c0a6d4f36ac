"""The demo's works as truth knows them: read from its list, so that no Django is needed."""

import csv
import re
from functools import cache
from pathlib import Path

import rianru
from bench.queries.works import Printed, Work
from rianru.kernel.dates import from_typed_year

_LIST = Path(rianru.__path__[0], "catalogue", "samples", "works.tsv")
_EXAMPLE = re.compile(r" \((?:ตัวอย่าง|example)\)")


@cache
def demo() -> tuple[Work, ...]:
    """Every work of the demo; its key is its number there."""
    with _LIST.open(encoding="utf-8", newline="") as lines:
        return tuple(map(_work, csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)))


def _work(row: dict[str, str]) -> Work:
    names = tuple(part.partition("=")[2] for part in row["creators"].split("; ") if part)
    title = f"{row['title']}: {row['subtitle']}" if row["subtitle"] else row["title"]
    isbn = re.sub(r"\D", "", row["isbn"])
    printed = Printed(
        title=title, main=row["title"], people=names, subjects=tuple(row["subjects"].split("; ")),
        series=row["series"].partition(" ; ")[0], isbns=(isbn,) if isbn else (), year=from_typed_year(row["year"]),
        publisher=row["publisher"], call_number=f"{row['dewey']} {_initial(names)}{_initial([row['title']])}",
        barcode=barcode(row["number"]) if row["reach"] != "0" else "", other_title=row["other_title"],
        format=row["format"], language=row["language"],
        more=" ".join(row[name] for name in ("summary", "note", "genre", "place", "edition")),
    )
    titles = {row["title"], title, *filter(None, [row["other_title"]])}
    plain = tuple(_EXAMPLE.sub("", name) for name in names)
    return Work(row["number"], row["title"], row["title"], plain, [printed], titles=titles)


def _initial(texts: "tuple[str, ...] | list[str]") -> str:
    """The first consonant of the first text, as it stands on spines."""
    text = texts[0] if texts else ""
    thai = re.search("[ก-ฮ]", text)
    return thai[0] if thai else text[:1].upper()


def barcode(number: str) -> str:
    """That of a demo work's first copy, with the check digit of ISO/IEC 7812-1."""
    digits = f"9{number}0001"
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return f"{digits}{-sum(value // 10 + value % 10 for value in doubled) % 10}"
