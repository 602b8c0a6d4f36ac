"""A query as it is typed: words, "phrases", fields, and what is not wanted."""

import re
from dataclasses import dataclass

from rianru.kernel.thai import fold

MOST_WORDS = 24
MOST_SIGNS = 500
FIELDS = {
    **dict.fromkeys(("title", "ชื่อเรื่อง", "ชื่อ"), "title"),
    **dict.fromkeys(("author", "ผู้แต่ง", "คนเขียน", "ผู้เขียน"), "people"),
    **dict.fromkeys(("subject", "หัวเรื่อง", "เรื่อง"), "subjects"),
    **dict.fromkeys(("series", "ชุด", "ชื่อชุด"), "series"),
    **dict.fromkeys(("isbn", "issn", "barcode", "บาร์โค้ด", "เลขเรียก", "callnumber"), "numbers"),
}
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_TERM = re.compile(r'(?P<not>-)?(?:(?P<field>[^\s:"]{1,20}):\s*)?(?:"(?P<phrase>[^"]*)"|"?(?P<word>[^\s"]+))')
_NUMBER = re.compile(r"\s*is[bs]n(?:[- ]?1[03](?=[\s:]))?\b[\s:]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is asked for. `field`: a field of the index, or empty for any; `phrase`: words side by side."""

    text: str
    field: str = ""
    phrase: bool = False
    unwanted: bool = False


def parse(text: str) -> tuple[Term, ...]:
    """What a query asks for. Never refuses: an unknown field is a word, an open quotation mark is none, and where
    nothing is wanted the signs of unwanted words mean nothing.
    """
    found = []
    for match in _TERM.finditer(text[:MOST_SIGNS].translate(_QUOTES)):
        field = FIELDS.get(fold(match["field"]), "") if match["field"] else ""
        said = match["phrase"] if match["phrase"] is not None else match["word"]
        if match["field"] and not field:
            said = f"{match['field']} {said}"
        if said.strip():
            found.append(Term(said, field, match["phrase"] is not None, bool(match["not"])))
    if all(term.unwanted for term in found):
        found = [Term(term.text, term.field, term.phrase) for term in found]
    return tuple(found[:MOST_WORDS])


def number_in(text: str) -> str:
    """A query without the word ISBN or ISSN in front, for when it is a number as a whole."""
    return _NUMBER.sub("", text[:MOST_SIGNS])
