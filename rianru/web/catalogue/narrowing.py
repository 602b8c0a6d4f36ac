"""How a search is narrowed and ordered: what stands in the address, and the links that change it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.encoding import uri_to_iri

from rianru.catalogue.words import facet_value
from rianru.core import kinds
from rianru.kernel.words import T
from rianru.places import queries as places

FACETS = {
    "available": T("ยืมได้ตอนนี้", "To borrow now"), "format": T("รูปแบบ", "Format"),
    "audience": T("สำหรับใคร", "For whom"), "language": T("ภาษา", "Language"),
    "decade": T("ปีที่พิมพ์", "Year"), "author": T("ผู้แต่ง", "Author"), "subject": T("หัวเรื่อง", "Subject"),
    "series_title": T("ชุด", "Series"), "province": T("จังหวัดที่มี", "Province"), "network": T("เครือข่าย", "Network"),
    "space": T("ห้องสมุดที่มี", "Library"),
}
OF_PLACES = ("province", "network")  # the facets that places have
ALONE = ("available",)  # facets worth showing with one value
SORTS = {
    "": T("ตรงที่สุด", "Best match"), "arrived": T("เข้ามาล่าสุด", "Latest arrivals"), "newest": T("ปีใหม่สุด", "Newest"),
    "oldest": T("ปีเก่าสุด", "Oldest"), "title": T("ชื่อ ก–ฮ", "Title A–Z"),
}
OF_ANYTHING = ("", "title")  # the orders that have a meaning for names and places
OPEN = ("available", "format", "audience", "language")  # the others open when they are asked for
MOST_CHOSEN, LONGEST = 10, 200  # values of a facet; characters of one
BOOKS = "books"
Names = Mapping[tuple[str, str], T]
"""Names of provinces, networks and spaces by facet and code."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as its address says it. Whatever stands there that is no choice of ours is left out."""

    query: str
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    scope: str = ""

    @classmethod
    def of(cls, given: QueryDict) -> "Asked":
        """From the address of the page."""
        chosen = {
            name: tuple(dict.fromkeys(each for each in given.getlist(name) if 0 < len(each) <= LONGEST))[:MOST_CHOSEN]
            for name in FACETS
        }
        sort, scope = given.get("sort", ""), given.get("in", "")
        return cls(
            given.get("q", "").strip(), {name: values for name, values in chosen.items() if values},
            sort if sort in SORTS else "", scope if scope in kinds.SCOPES else "",
        )

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that are looked for; books where nothing else is said."""
        return kinds.in_scope(self.scope or BOOKS)

    @property
    def facets(self) -> tuple[str, ...]:
        """What it can be narrowed by."""
        if self.scope in ("", BOOKS):
            return tuple(FACETS)
        return OF_PLACES if self.scope == "places" else ()

    def address(self, offset: int = 0, *, after: str = "") -> str:
        """The page of this search, or one further on."""
        more = {"in": self.scope, "sort": self.sort, "offset": offset, "after": after}
        pairs = {"q": self.query, **self.chosen, **{name: value for name, value in more.items() if value}}
        return f"{reverse('search')}?{urlencode(pairs, doseq=True)}"

    def link(self) -> str:
        """The same address as it stands in the page: with letters as they are, which weigh a third."""
        return uri_to_iri(self.address())

    def links(self, name: str, values: Iterable[str]) -> dict[str, str]:
        """The links that choose one value more of a facet, or take away one that is chosen."""
        here, chosen = self.link(), self.chosen.get(name, ())
        return {
            value: self.toggled(name, value).link() if value in chosen
            else f"{here}&{uri_to_iri(urlencode({name: value}))}"
            for value in values
        }

    def toggled(self, name: str, value: str) -> "Asked":
        """With one value more, or without it."""
        values = self.chosen.get(name, ())
        values = tuple(each for each in values if each != value) if value in values else (*values, value)
        chosen = {**self.chosen, name: values}
        return replace(self, chosen={each: those for each, those in chosen.items() if those})


def label(name: str, value: str, names: Names) -> T:
    """A value of a facet in words."""
    return names.get((name, value)) or facet_value(name, value)


def facets(asked: Asked, counted: Mapping[str, Mapping[str, int]], names: Names) -> list[dict[str, Any]]:
    """Each facet with something to choose: its values, the most first; a chosen one stays, even where it has none."""
    shown = []
    for name in asked.facets:
        counts = {**dict.fromkeys(asked.chosen.get(name, ()), 0), **counted.get(name, {})}
        urls = asked.links(name, counts)
        values = [
            {
                "label": label(name, value, names), "count": count, "on": value in asked.chosen.get(name, ()),
                "url": urls[value],
            }
            for value, count in _ordered(name, counts)
        ]
        if len(values) > (name not in ALONE) or asked.chosen.get(name):
            shown.append({"name": name, "title": FACETS[name], "values": values,
                          "open": name in OPEN or bool(asked.chosen.get(name))})
    return shown


def _ordered(name: str, counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Years from the newest; everything else by how many there are."""
    if name == "decade":
        return sorted(counts.items(), reverse=True)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def chosen(asked: Asked, names: Names) -> list[dict[str, Any]]:
    """What is chosen, each with the way to take it away."""
    return [
        {"label": label(name, value, names), "facet": FACETS[name], "url": asked.toggled(name, value).link()}
        for name, values in asked.chosen.items() for value in values
    ]


def sorts(asked: Asked) -> list[dict[str, Any]]:
    """The orders to choose from."""
    able = SORTS if asked.scope in ("", BOOKS) else OF_ANYTHING
    return [
        {"label": SORTS[sort], "on": sort == asked.sort, "url": replace(asked, sort=sort).link()} for sort in able
    ]


def scopes(asked: Asked, counted: Mapping[str, int]) -> list[dict[str, Any]]:
    """Where else the same words can be looked for, each with how many are there; books first."""
    shown = []
    for name, title in kinds.SCOPES.items():
        own = kinds.in_scope(name)
        count = sum(counted.get(kind, 0) for kind in own)
        on = name == (asked.scope or BOOKS)
        if own and (count or on):
            there = Asked(asked.query, scope="" if name == BOOKS else name)
            shown.append({"label": title, "count": count, "on": on, "url": there.link()})
    return shown


def names(asked: Asked, counted: Mapping[str, Mapping[str, int]]) -> Names:
    """The names of all places that are counted or chosen, in one query."""
    pairs = [(name, value) for name, values in counted.items() for value in values]
    return names_of([*pairs, *((name, value) for name, values in asked.chosen.items() for value in values)])


def names_of(pairs: Iterable[tuple[str, str]]) -> Names:
    """The names of the places among values of facets."""
    codes: dict[str, set[str]] = {"province": set(), "network": set(), "space": set()}
    for name, value in pairs:
        if name in codes:
            codes[name].add(value)
    return places.names_of_places(provinces=codes["province"], networks=codes["network"], spaces=codes["space"])
