"""Which works are right for a query: the little language of the column `wanted`, and the shelf that answers it.

    w12 | 0001              either of two works
    title=ไกลบ้าน            every work with that title, with or without its subtitle, in any edition
    author=ยาขอบ             every work that somebody of that name made, or of that Western family name; without ranks
    subject= series= isbn= barcode= call=    the same for these
    holds=นิราศ              every work whose title, subtitle or other title holds these letters
    author=ยาขอบ + holds=สิบ  both
    0002 | !0050            the second must not be among the first ten

Blanks, signs and capitals do not count, nor whether digits are Thai. A query that fits several works equally is met by
any of them.
"""

import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import accumulate

from bench.queries.works import Work

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
Keys = frozenset[str]


def folded(text: str) -> str:
    """Letters, marks and digits alone."""
    text = unicodedata.normalize("NFC", text).casefold().translate(_DIGITS)
    return "".join(sign for sign in text if unicodedata.category(sign)[0] in "LMN")


def conditions(wanted: str) -> Iterator[tuple[str, str]]:
    """The field and the folded text of every condition in `wanted`; a bare key has the field `key`."""
    for term in wanted.split(" | "):
        for condition in term.removeprefix("!").split(" + "):
            field, equals, text = condition.partition("=")
            yield (field, folded(text)) if equals else ("key", folded(field))


class Shelf:
    """The works of an index, by what a query may ask for. With `asked` only these conditions are kept: memory."""

    def __init__(self, works: Iterable[Work] = (), *, asked: Iterable[tuple[str, str]] | None = None) -> None:
        self._asked = None if asked is None else frozenset(asked)
        self._by: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._keys: list[str] = []
        self._lines: list[str] = []
        for work in works:
            self.add(work)

    def add(self, work: Work) -> None:
        """One more work."""
        for field, of in _FIELDS.items():
            for text in {folded(text) for text in of(work)}:
                if self._asked is None or (field, text) in self._asked:
                    self._by[field, text].append(work.key)
        self._keys.append(work.key)
        self._lines.append("\n".join(sorted({folded(text) for text in work.titles | _printed_titles(work)})))
        self.__dict__.pop("_text", None)

    @cached_property
    def _text(self) -> tuple[str, list[int]]:
        """All titles in one text, and where those of each work begin."""
        starts = accumulate((len(line) + 1 for line in self._lines[:-1]), initial=0)
        return "\n".join(self._lines), list(starts)

    def right(self, wanted: str) -> tuple[Keys, Keys]:
        """The works that `wanted` names, and those that must not be there."""
        good: set[str] = set()
        bad: set[str] = set()
        for term in wanted.split(" | "):
            (bad if term.startswith("!") else good).update(self._both(term.removeprefix("!")))
        return frozenset(good - bad), frozenset(bad)

    def _both(self, term: str) -> set[str]:
        found = [self._one(field, text) for field, text in conditions(term)]
        return set.intersection(*found)

    def _one(self, field: str, text: str) -> set[str]:
        if field == "holds":
            return self.holding(text)
        assert field in _FIELDS, field
        return set(self._by.get((field, text), ()))

    def holding(self, piece: str) -> set[str]:
        """The works of which a title holds a piece of folded text; none for no text."""
        titles, starts = self._text
        found: set[str] = set()
        at = titles.find(piece) if piece else -1
        while at >= 0:
            place = bisect_right(starts, at)
            found.add(self._keys[place - 1])
            at = titles.find(piece, starts[place]) if place < len(starts) else -1
        return found


def _printed_titles(work: Work) -> set[str]:
    return {text for one in work.editions for text in (one.title, one.other_title) if text}


_FIELDS: dict[str, Callable[[Work], Iterable[str]]] = {
    "key": lambda work: (work.key,),
    "title": lambda work: work.titles,
    "author": lambda work: {*work.names, *(person.family for person in work.makers if person.latin)},
    "subject": lambda work: {
        text for one in work.editions for subject in one.subjects for text in (subject, subject.split(" -- ")[0])
    },
    "series": lambda work: {one.series for one in work.editions if one.series},
    "isbn": lambda work: {isbn for one in work.editions for isbn in one.isbns},
    "barcode": lambda work: {one.barcode for one in work.editions if one.barcode},
    "call": lambda work: {one.call_number for one in work.editions},
}
