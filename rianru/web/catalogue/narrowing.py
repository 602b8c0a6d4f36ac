"""How a search is narrowed and ordered: what stands in the address, and the links that change it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from rianru.catalogue.words import FORMATS, language
from rianru.kernel.dates import to_be
from rianru.kernel.words import T
from rianru.web.catalogue.present import AUDIENCES

FACETS = {
    "format": T("รูปแบบ", "Format"), "audience": T("สำหรับใคร", "For whom"), "language": T("ภาษา", "Language"),
    "decade": T("ปีที่พิมพ์", "Year"), "author": T("ผู้แต่ง", "Author"), "subject": T("หัวเรื่อง", "Subject"),
    "series_title": T("ชุด", "Series"),
}
SORTS = {"": T("ตรงที่สุด", "Best match"), "newest": T("ใหม่สุด", "Newest"), "oldest": T("เก่าสุด", "Oldest")}
OPEN = ("format", "audience", "language")  # the others open when they are asked for
MOST_CHOSEN, LONGEST = 10, 200  # values of a facet; characters of one


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as its address says it. Whatever stands there that is no choice of ours is left out."""

    query: str
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""

    @classmethod
    def of(cls, given: QueryDict) -> "Asked":
        """From the address of the page."""
        chosen = {
            name: tuple(dict.fromkeys(each for each in given.getlist(name) if 0 < len(each) <= LONGEST))[:MOST_CHOSEN]
            for name in FACETS
        }
        sort = given.get("sort", "")
        return cls(
            given.get("q", "").strip(), {name: values for name, values in chosen.items() if values},
            sort if sort in SORTS else "",
        )

    def address(self, offset: int = 0) -> str:
        """The page of this search."""
        pairs: dict[str, Any] = {"q": self.query, **self.chosen}
        if self.sort:
            pairs["sort"] = self.sort
        if offset:
            pairs["offset"] = offset
        return f"{reverse('search')}?{urlencode(pairs, doseq=True)}"

    def toggled(self, name: str, value: str) -> "Asked":
        """With one value more, or without it."""
        values = self.chosen.get(name, ())
        values = tuple(each for each in values if each != value) if value in values else (*values, value)
        chosen = {**self.chosen, name: values}
        return replace(self, chosen={each: those for each, those in chosen.items() if those})


def label(name: str, value: str) -> T | str:
    """A value of a facet in words."""
    if name == "format":
        return FORMATS.get(value, T.verbatim(value, value))
    if name == "audience":
        return AUDIENCES.get(value, T.verbatim(value, value))
    if name == "language":
        return language(value)
    if name == "decade" and value.isascii() and value.isdigit() and len(value) == 4:
        first = int(value)
        return T.verbatim(f"{to_be(first)}–{to_be(first + 9)}", f"{first}–{first + 9}")
    return T.verbatim(value, value)


def facets(asked: Asked, counted: Mapping[str, Mapping[str, int]]) -> list[dict[str, Any]]:
    """Each facet with something to choose: its values, the most first; a chosen one stays, even where it has none."""
    shown = []
    for name, title in FACETS.items():
        counts = {**dict.fromkeys(asked.chosen.get(name, ()), 0), **counted.get(name, {})}
        values = [
            {
                "label": label(name, value), "count": count, "on": value in asked.chosen.get(name, ()),
                "url": asked.toggled(name, value).address(),
            }
            for value, count in _ordered(name, counts)
        ]
        if len(values) > 1 or asked.chosen.get(name):
            shown.append({"name": name, "title": title, "values": values,
                          "open": name in OPEN or bool(asked.chosen.get(name))})
    return shown


def _ordered(name: str, counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Years from the newest; everything else by how many there are."""
    if name == "decade":
        return sorted(counts.items(), reverse=True)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def chosen(asked: Asked) -> list[dict[str, Any]]:
    """What is chosen, each with the way to take it away."""
    return [
        {"label": label(name, value), "facet": FACETS[name], "url": asked.toggled(name, value).address()}
        for name, values in asked.chosen.items() for value in values
    ]


def sorts(asked: Asked, able: Sequence[str] = tuple(SORTS)) -> list[dict[str, Any]]:
    """The orders to choose from."""
    return [
        {"label": SORTS[sort], "on": sort == asked.sort, "url": replace(asked, sort=sort).address()} for sort in able
    ]
