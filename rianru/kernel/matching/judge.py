"""The rules: records → editions → works. Reasons are codes of reasons.py."""

from collections.abc import Sequence
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Postfix, Prefix

from rianru.kernel.matching.names import alike, script
from rianru.kernel.matching.traits import Traits

FARTHEST_TITLE = 0.10  # of the longer title, in characters; this much is too much
FARTHEST_PAGES = 10
SLIPS = 2  # characters; beyond it the same title needs more evidence than an author
ALIKE_PUBLISHERS = 75.0  # of 100
LONG_TITLE = 12  # characters: one that is hardly given twice in a year
# Of the reasons to keep apart, those in which slack has a say. It only ever widens: what is not kept apart without it
# is not with it.
WITH_SLACK = frozenset({"numbers", "title", "author", "publisher"})


class Verdict(NamedTuple):
    """`same`: True, False, or None where too little speaks for it. `doubt`: a person should look."""

    same: bool | None
    because: str
    doubt: bool = False


_DOUBTED = ("title", "author", "year", "pages")  # where they share a number all the same
_AGAINST = {
    (doubt, because): Verdict(False, because, doubt)
    for doubt in (False, True)
    for because in (*_DOUBTED, "format", "access", "language", "part", "numbers", "edition", "series")
}  # made once: most pairs are kept apart


def same_edition(
    one: Traits, other: Traits, *, same_source: bool = False, slack: float = 1.0, shared: str | None = None
) -> Verdict:
    """Whether two records tell of one edition. Symmetric.

    `slack` above 1 widens what titles and authors may differ in: for records that a third one joins, of which each may
    have slips of its own. `shared`: their `shared_number`, where it is known already.
    """
    if shared is None:
        shared = shared_number(one, other)
    against = _edition_apart(one, other, shared, slack)
    if against:
        return _AGAINST[bool(shared) and against in _DOUBTED, against]
    if shared:
        return Verdict(True, shared)
    if same_source:
        return Verdict(None, "same_source")
    if one.isbns and other.isbns:
        return Verdict(None, "isbn")
    return _edition_by_title(one, other, slack)


def same_work(one: Traits, other: Traits, *, slack: float = 1.0) -> Verdict:
    """Whether two editions, each told by a record, are of one work. Symmetric; `slack` as above."""
    if one.kind != other.kind:
        return _AGAINST[False, "format"]
    if _parts_differ(one, other):
        return _AGAINST[False, "part"]
    by_uniform = _by_uniform(one, other)
    if not by_uniform and not (slack > 1.0 and _other_tongue(one, other)):
        if one.numbers != other.numbers and not _one_begins(one, other, slack):
            return _AGAINST[False, "numbers"]
        if title_slips(one, other, slack) is None:
            return _AGAINST[False, "title"]
    authors = _authors(one, other, slack)
    if authors is False:
        return _AGAINST[False, "author"]
    return _work_evidence(one, other, authors, by_uniform)


def _other_tongue(one: Traits, other: Traits) -> bool:
    """Whether the titles of one work may differ here: a translation, or records with a uniform title."""
    return bool(one.uniform or other.uniform or (one.language and other.language and one.language != other.language))


def _work_evidence(one: Traits, other: Traits, authors: bool | None, by_uniform: bool) -> Verdict:
    if authors:
        return Verdict(True, "uniform_title" if by_uniform else "title_author")
    if _meet(one.isbns, other.isbns):
        return Verdict(True, "isbn")
    if _meet(one.issns, other.issns):
        return Verdict(True, "issn")
    exact = one.main == other.main and one.full == other.full
    if exact and one.publisher and _publishers(one, other) and not (one.people or other.people):
        return Verdict(True, "title_publisher")
    return Verdict(None, "evidence")


def shared_number(one: Traits, other: Traits) -> str:
    """The number that both have: isbn, identifier, issn (of serials), or nothing."""
    if one.isbns and other.isbns and _meet(one.isbns, other.isbns):
        return "isbn"
    if one.identifiers and other.identifiers and _meet(one.identifiers, other.identifiers):
        return "identifier"
    if one.kind == "serial" and _meet(one.issns, other.issns):
        return "issn"
    return ""


def _meet(left: Sequence[str], right: Sequence[str]) -> bool:
    if left and right:
        for each in left:
            if each in right:
                return True
    return False


def _edition_apart(one: Traits, other: Traits, shared: str, slack: float) -> str:
    """The first thing that speaks against one edition; empty when nothing does."""
    if one.format != other.format:
        return "format"
    if one.restricted != other.restricted:
        return "access"
    if one.language and other.language and one.language != other.language:
        return "language"
    if _parts_differ(one, other):
        return "part"
    if one.numbers != other.numbers and not _one_begins(one, other, slack):
        return "numbers"
    if one.year and other.year and one.year != other.year:
        return "year"
    if one.pages and other.pages and abs(one.pages - other.pages) > FARTHEST_PAGES:
        return "pages"
    if _edition_statements(one.edition, other.edition):
        return "edition"
    if _series_apart(one, other):
        return "series"
    titles_differ = title_slips(one, other, slack) is None
    if titles_differ and not shared:
        return "title"
    authors = _authors(one, other, slack)
    if titles_differ and not (authors and _one_begins(one, other, 2.0)):
        return "title"
    return "author" if authors is False else ""


def _parts_differ(one: Traits, other: Traits) -> bool:
    """Different numbers; or a number on one side alone, unless both give the same name of the part."""
    if not (one.part or other.part or one.part_name or other.part_name):
        return False
    if one.part and other.part:
        return one.part != other.part or _names_differ(one, other)
    if bool(one.part) != bool(other.part) and _twins(one, other):
        return False
    if one.part or other.part:
        return not (one.part_name and other.part_name and _slips(one.part_name, other.part_name, 1.0) is not None)
    if one.part_name and other.part_name:
        return _names_differ(one, other)
    return bool(one.part_name) != bool(other.part_name)


def _names_differ(one: Traits, other: Traits) -> bool:
    """Two names of parts, and not one with a slip of the pen."""
    return bool(one.part_name and other.part_name) and _slips(one.part_name, other.part_name, 1.0) is None


def _twins(one: Traits, other: Traits) -> bool:
    """One gives the number of the part, the other its name: the same where ISBN, year and pages are the same."""
    named = one.part_name if not one.part else other.part_name
    alike = _meet(one.isbns, other.isbns) and one.year == other.year and one.year and one.pages and other.pages
    return bool(named and alike) and abs(one.pages - other.pages) <= 2


def _edition_statements(one: str, other: str) -> bool:
    """Whether they differ. A number that only one of them gives is no difference; an abridgement is."""
    if one == other:
        return False
    left, right = one.split(), other.split()
    words = {word for word in left if not word.isdigit()} ^ {word for word in right if not word.isdigit()}
    numbers = {word for word in left if word.isdigit()}, {word for word in right if word.isdigit()}
    return bool(words) or bool(numbers[0] and numbers[1] and numbers[0] != numbers[1])


def _series_apart(one: Traits, other: Traits) -> bool:
    """One series, two numbers."""
    if not one.series or not other.series:
        return False
    left = dict(text.rsplit("#", 1) for text in one.series)
    right = dict(text.rsplit("#", 1) for text in other.series)
    both = left.keys() & right.keys()
    return bool(both) and any(left[name] != right[name] for name in both)


def title_slips(one: Traits, other: Traits, slack: float = 1.0) -> int | None:
    """How many characters two titles differ in; None for 10 % and more. A subtitle that only one gives is left out."""
    if one.full == other.full:
        return 0
    left, right = (one.full, other.full) if bool(one.tail) == bool(other.tail) else (one.main, other.main)
    found = _slips(left, right, slack)
    if found is None and not (one.tail and other.tail):
        found = _slips(one.full, other.full, slack)
    if found is None and _one_begins(one, other, slack):
        return 0
    return found


def _one_begins(one: Traits, other: Traits, slack: float) -> bool:
    """Whether, where there is slack, one title is the beginning of the other: its subtitle may stand in the title."""
    if slack <= 1.0:
        return False
    short, long = (one.full, other.full) if len(one.full) <= len(other.full) else (other.full, one.full)
    return len(short) >= 8 and _slips(short, long[: len(short)], 1.0) is not None


def _slips(left: str, right: str, slack: float) -> int | None:
    """Characters of difference, when they are under 10 % of the longer text."""
    if left == right:
        return 0
    short, longest = len(left), len(right)
    if short > longest:
        short, longest = longest, short
    limit = max(0, ceil(longest * FARTHEST_TITLE * slack) - 1)
    if longest - short > limit:
        return None
    found = OSA.distance(left, right, score_cutoff=limit)
    if found > limit or (found > SLIPS and _another_word(left, right)):
        return None
    return found


def _another_word(left: str, right: str) -> bool:
    """Whether what differs is a word in another's place (เล่มต้น, เล่มปลาย; first, last), and not a slip of the pen."""
    start = Prefix.similarity(left, right)
    end = Postfix.similarity(left[start:], right[start:])
    one, other = left[start : len(left) - end], right[start : len(right) - end]
    return bool(one and other) and OSA.distance(one, other) > max(len(one), len(other)) / 2


def _authors(one: Traits, other: Traits, slack: float) -> bool | None:
    """Whether they share an author; None where one of them names none, or names them in another script."""
    if one.people and other.people:
        if _meet(one.people, other.people) or _any_alike(one, other, slack):
            return True
        if _told_by(one, other) or _told_by(other, one):
            return True
        scripts = {script(name) for name in one.people} & {script(name) for name in other.people}
        return False if scripts else None
    return True if _told_by(one, other) or _told_by(other, one) else None


def _any_alike(one: Traits, other: Traits, slack: float) -> bool:
    return any(alike(left, right, slack=slack) for left in one.people for right in other.people)


def _told_by(one: Traits, other: Traits) -> bool:
    """Whether the statement of one names somebody of the other."""
    return bool(one.said) and any(_told(name, one.said) for name in other.people)


@lru_cache(20_000)
def _told(name: str, said: str) -> bool:
    bare = name.replace(" ", "")
    return len(bare) > 3 and fuzz.partial_ratio(bare, said, score_cutoff=85.0) > 0


def _publishers(one: Traits, other: Traits) -> bool | None:
    if not one.publisher or not other.publisher:
        return None
    return one.publisher == other.publisher or fuzz.ratio(one.publisher, other.publisher) >= ALIKE_PUBLISHERS


def _by_uniform(one: Traits, other: Traits) -> bool:
    """Whether the uniform title of one is the uniform title, or the title, of the other."""
    if not one.uniform and not other.uniform:
        return False
    left = [text for text in (one.uniform, one.main, one.full) if text]
    right = [text for text in (other.uniform, other.main, other.full) if text]
    return any(
        _slips(a, b, 1.0) is not None for a in left for b in right if one.uniform == a or other.uniform == b
    )


def _edition_by_title(one: Traits, other: Traits, slack: float) -> Verdict:
    """Without a shared number: title with author, year, pages, publisher, from two sources."""
    authors, publishers = _authors(one, other, slack), _publishers(one, other)
    if publishers is False:
        return Verdict(False, "publisher", doubt=bool(authors) and bool(one.year) and one.year == other.year)
    years = bool(one.year and other.year)
    pages = bool(one.pages and other.pages)
    slips = title_slips(one, other, slack) or 0
    if authors:
        if years and (slips <= SLIPS or pages):
            return Verdict(True, "title_author_year")
        if pages and slips <= SLIPS:
            return Verdict(True, "title_author_pages")
        if publishers and slips <= SLIPS:
            return Verdict(True, "title_author_publisher")
        return Verdict(None, "evidence", doubt=slips == 0)
    if years and pages and slips <= SLIPS:
        return Verdict(True, "title_year_pages")
    if years and publishers and slips <= SLIPS:
        return Verdict(True, "title_year_publisher")
    if years and slips == 0 and len(one.main) >= LONG_TITLE and not (one.people and other.people):
        return Verdict(True, "title_year")
    return Verdict(None, "evidence")
