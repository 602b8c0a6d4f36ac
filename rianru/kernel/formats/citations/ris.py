"""RIS, in UTF-8: one reference, a tag a line.

A value is one line, and a tag counts only at the beginning of one, so that no value can add a field. Tags are those
of the type: of a book A2 is the editor of the series, A3 of the book and A4 its translator; T2 is the series.
"""

from collections.abc import Iterator
from typing import Final

from rianru.kernel.formats.citations.cited import Cited, address, name_of, one_line

_TYPES: Final = {
    "book": "BOOK", "ebook": "EBOOK", "serial": "JFULL", "eserial": "JFULL", "map": "MAP", "score": "MUSIC",
    "video": "VIDEO", "audio": "SOUND", "music": "SOUND", "picture": "ART", "software": "COMP", "manuscript": "MANSCPT",
}  # fmt: skip
_LINE_END: Final = "\r\n"


def ris(cited: Cited) -> str:
    """One reference from TY to ER, lines ended as the format has them."""
    return "".join(f"{tag}  - {value}{_LINE_END}" for tag, value in _lines(cited)) + f"ER  - {_LINE_END}"


def _lines(cited: Cited) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES.get(cited.format, "GEN")
    told: list[tuple[str, str]] = [
        ("ID", cited.key), ("TI", cited.title), *_people(cited),
        ("PY", str(cited.year) if cited.year is not None else ""), ("ET", cited.edition), ("PB", cited.publisher),
        ("CY", cited.place), ("T2", cited.series), ("M1", cited.series_number),
        *(("SN", number) for number in (*cited.isbns, cited.issn)), ("LA", cited.language), ("SP", cited.extent),
        ("CN", cited.call_number), ("AB", cited.summary), *(("KW", subject) for subject in cited.subjects),
    ]  # fmt: skip
    for tag, value in told:
        if line := one_line(value):
            yield tag, line
    if url := address(cited.url):
        yield "UR", url


def _people(cited: Cited) -> Iterator[tuple[str, str]]:
    yield from (("AU", name_of(name).whole) for name in cited.of("author"))
    editor = "A3" if _TYPES.get(cited.format) in ("BOOK", "EBOOK") else "ED"
    yield from ((editor, name_of(name).whole) for name in cited.of("editor"))
    yield from (("A4", name_of(name).whole) for name in cited.of("translator"))
