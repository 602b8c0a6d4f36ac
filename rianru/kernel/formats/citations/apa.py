"""APA 7: as Thai universities practise it for Thai works, and in English.

Publication Manual of the American Psychological Association, 7th ed., 9.7-9.37 and 10.2. Thai practice: names stand
given name first, years are Buddhist, `บ.ก.`, `ผู้แปล` and `ม.ป.ป.` stand for Ed., Trans. and n.d.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rianru.kernel.dates import to_be
from rianru.kernel.formats.citations.cited import Cited, address, has_thai, name_of, one_line
from rianru.kernel.words import Language, T

MOST_NAMED: Final = 20  # all are named up to here; of more, the first 19 and the last (9.8)
_NO_DATE: Final = T("ม.ป.ป.", "n.d.")
_EDITORS: Final = (T("บ.ก.", "Ed."), T("บ.ก.", "Eds."))
_TRANSLATORS: Final = T("ผู้แปล", "Trans.")
_SAID: Final = {
    "video": T("วีดิทัศน์", "Video"), "audio": T("หนังสือเสียง", "Audiobook"), "music": T("เพลง", "Music album"),
    "map": T("แผนที่", "Map"), "score": T("โน้ตเพลง", "Musical score"), "picture": T("ภาพ", "Picture"),
    "software": T("สื่อดิจิทัล", "Computer software"), "manuscript": T("เอกสารต้นฉบับ", "Unpublished manuscript"),
    "microform": T("ไมโครฟอร์ม", "Microform"), "kit": T("ชุดสื่อ", "Kit"), "object": T("สิ่งของ", "Object"),
}  # fmt: skip
"""The bracketed description of what is no book (9.21)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the reference; the title is in italics."""

    text: str
    italic: bool = False


def apa(cited: Cited, language: Language) -> tuple[Piece, ...]:
    """The reference in pieces. In Thai, a work in another script is cited in English practice, as manuals ask."""
    spoken: Language = "th" if language == "th" and has_thai(cited.title) else "en"
    makers = _makers(cited, spoken)
    year = f"({_year(cited.year, spoken)})."
    title = one_line(cited.title)
    notes = _notes(cited, spoken, editors_lead=not cited.of("author"))
    behind = (f" ({'; '.join(notes)})" if notes else "") + _bracket(cited, spoken)
    publisher, url = one_line(cited.publisher), address(cited.url) if cited.digital else ""
    tail = f" {_ended(publisher)}" if publisher and publisher not in cited.of("author") else ""
    tail += f" {url}" if url else ""
    if makers:
        head, behind = f"{_ended(makers)} {year} ", _closed(title, behind)
        return _pieces(Piece(head), Piece(title, italic=True), Piece(behind + tail))
    return _pieces(Piece(title, italic=True), Piece(f"{_closed(title, behind)} {year}{tail}"))


def plain(pieces: Iterable[Piece]) -> str:
    """The reference as one line of text."""
    return "".join(piece.text for piece in pieces)


def _pieces(*pieces: Piece) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece.text)


def _year(year: int | None, spoken: Language) -> str:
    if year is None:
        return _NO_DATE.in_(spoken)
    return str(to_be(year) if spoken == "th" else year)


def _makers(cited: Cited, spoken: Language) -> str:
    """Authors; without any the editors, said to be so; without any of both nobody, and the title comes first."""
    if authors := cited.of("author"):
        return _joined([_name(one) for one in authors], spoken)
    if editors := cited.of("editor"):
        return f"{_joined([_name(one) for one in editors], spoken)} ({_EDITORS[len(editors) > 1].in_(spoken)})"
    return ""


def _name(text: str) -> str:
    """`Tolkien, J. R. R.`; Thai names and bodies as they are."""
    name = name_of(text)
    if not name.family:
        return name.whole
    initials = _initials(name.given)
    return f"{name.family}, {initials}" + (f", {name.suffix}" if name.suffix else "")


def _initials(given: str) -> str:
    """`Jean-Paul John` is `J.-P. J.`; initials that are run together (J.R.R.) are parted."""
    words = given.replace(".", ". ").split()
    initials = ("-".join(f"{part[0].upper()}." for part in word.split("-") if part) for word in words)
    return " ".join(filter(None, initials))


def _turned(text: str) -> str:
    """A name inside brackets, where it is not inverted: `J. Lane`."""
    name = name_of(text)
    return f"{_initials(name.given)} {name.family}" if name.family else name.whole


def _joined(names: Sequence[str], spoken: Language) -> str:
    last = "และ" if spoken == "th" else "& "
    if len(names) == 1:
        return names[0]
    if len(names) > MOST_NAMED:
        return f"{', '.join(names[:19])}, … {names[-1]}"
    if spoken == "th" and len(names) == 2:
        return f"{names[0]} และ {names[1]}"
    return f"{', '.join(names[:-1])}, {last}{names[-1]}"


def _notes(cited: Cited, spoken: Language, *, editors_lead: bool) -> list[str]:
    """What stands in brackets behind the title: editors (where authors lead), translators, the edition."""
    found = []
    editors, translators, edition = cited.of("editor"), cited.of("translator"), one_line(cited.edition)
    if editors and not editors_lead:
        found.append(f"{_inside(editors, spoken)}, {_EDITORS[len(editors) > 1].in_(spoken)}")
    if translators:
        found.append(f"{_inside(translators, spoken)}, {_TRANSLATORS.in_(spoken)}")
    return [*found, edition.strip("()")] if edition else found


def _inside(names: Sequence[str], spoken: Language) -> str:
    turned = [_turned(one) for one in names]
    if spoken == "th":
        return _joined(turned, spoken)
    return " & ".join(turned) if len(turned) < 3 else _joined(turned, spoken)


def _bracket(cited: Cited, spoken: Language) -> str:
    said = _SAID.get(cited.format)
    return f" [{said.in_(spoken)}]" if said else ""


def _ended(text: str) -> str:
    """With the stop that ends an element, and never with two."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _closed(title: str, behind: str) -> str:
    """What follows the title, with the stop of the element."""
    if behind:
        return _ended(behind)
    return "" if title.endswith((".", "!", "?", "…")) else "."
