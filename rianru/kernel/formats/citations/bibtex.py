"""BibTeX and biblatex, in UTF-8: one entry.

Values stand in braces, so the only ways out of one are braces and the backslash: both are written as commands
(BibTeX counts a brace behind a backslash too). Thai names and bodies stand in braces of their own, because BibTeX
would turn round what it takes for a family name, and cut at ` and `.
"""

import re
from typing import Final

from rianru.kernel.formats.citations.cited import Cited, address, has_thai, name_of, one_line

_SIGNS: Final = str.maketrans({
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "$": r"\$", "&": r"\&",
    "#": r"\#", "_": r"\_", "%": r"\%", "~": r"{\textasciitilde}", "^": r"{\textasciicircum}",
})  # fmt: skip
_TYPES: Final = {"book": "book", "ebook": "book", "serial": "misc", "eserial": "misc"}
_AND: Final = re.compile(r"\band\b", re.IGNORECASE)
_LANGUAGES: Final = {"tha": "thai", "eng": "english"}  # what biblatex calls them
_KEY: Final = re.compile(r"[^A-Za-z0-9-]")
_HOW: Final = frozenset({"book", "ebook", "other"})  # formats that need no word of their own


def bibtex(cited: Cited) -> str:
    """One entry, ending with a line end. Its key is the same as long as the work has its address."""
    url = address(cited.url) if cited.digital else ""  # the page of a catalogue is no part of a printed book
    fields = {
        "author": _names(cited.of("author")), "editor": _names(cited.of("editor")),
        "translator": _names(cited.of("translator")),
        "title": f"{{{_text(cited.title)}}}" if one_line(cited.title) else "",
        "year": str(cited.year) if cited.year is not None else "",
        "edition": _text(cited.edition), "publisher": _text(cited.publisher), "address": _text(cited.place),
        "series": _text(cited.series), "number": _text(cited.series_number),
        "isbn": _text(", ".join(cited.isbns)), "issn": _text(cited.issn),
        "howpublished": "" if cited.format in _HOW else _text(cited.format),
        "langid": _LANGUAGES.get(cited.language, ""), "keywords": _text(", ".join(cited.subjects)), "url": url,
    }  # fmt: skip
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    kind = _TYPES.get(cited.format, "misc")
    return "\n".join([f"@{kind}{{{_KEY.sub('', cited.key) or 'work'},", *lines, "}"]) + "\n"


def _text(text: str) -> str:
    return one_line(text).translate(_SIGNS)


def _names(names: list[str]) -> str:
    return " and ".join(_name(one) for one in names)


def _name(text: str) -> str:
    name = name_of(text)
    whole = _text(name.whole)
    if not name.family or has_thai(whole) or _AND.search(whole):
        return f"{{{whole}}}"
    parts = [name.family, name.suffix, name.given] if name.suffix else [name.family, name.given]
    return ", ".join(map(_text, parts))
