"""What is inside areas: their spaces, open ones first and by kind, and the books that these hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest

from rianru.catalogue import queries as catalogue
from rianru.kernel.ids import short
from rianru.places import queries
from rianru.places.words import KINDS
from rianru.web.catalogue import present as works
from rianru.web.places import present
from rianru.web.requests import actor_of, short_id

PAGE = 10
BOOKS = 12
COUNT_HOLDS = 600  # seconds: copies of a province are not counted anew for every reader
Key = tuple[bool, str, UUID]


@dataclass(frozen=True, slots=True)
class Inside:
    """The spaces of this page, how many there are in all and open now, what to narrow by, and the books."""

    rows: list[dict[str, Any]]
    total: int
    open_now: int
    kinds: list[dict[str, Any]]
    kind: str
    page: dict[str, str]
    books: list[dict[str, Any]]
    copies: int

    def context(self) -> dict[str, Any]:
        """What web/area_spaces.html and web/area_books.html show."""
        return {
            "spaces": self.rows, "total": self.total, "open_now": self.open_now, "kinds": self.kinds,
            "page": self.page, "books": self.books, "copies": self.copies,
        }


def inside(request: HttpRequest, *, codes: Sequence[str], at: datetime) -> Inside:
    """`?kind=&after=`. In a number of queries that grows neither with the areas nor with what is in them."""
    actor, kind = actor_of(request), request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    counts = queries.kinds_inside(actor=actor, at=at, codes=codes)
    after = _key(request.GET.get("after", ""))
    found = queries.spaces_inside(actor=actor, at=at, codes=codes, kind=kind, after=after, limit=PAGE + 1)
    shown, states = found[:PAGE], queries.openings_of([row.space for row in found], at=at)
    last = shown[-1].space if len(found) > PAGE else None
    here, alone = {"kind": kind} if kind else {}, codes[0] if len(codes) == 1 else ""
    return Inside(
        rows=[present.row(row, states.get(row.space.id), within=alone) for row in shown],
        total=sum(one.total for one in counts.values()), open_now=sum(one.open_now for one in counts.values()),
        kinds=_kinds(counts, kind), kind=kind,
        page={
            "next_url": f"?{urlencode(here | {'after': _written(last, states)})}#spaces" if last else "",
            "first_url": f"?{urlencode(here)}#spaces" if after else "",
        },
        books=works.rows(catalogue.newest_held(actor=actor, areas=codes, limit=BOOKS)), copies=_copies(codes),
    )


def _kinds(counts: dict[str, queries.KindCount], chosen: str) -> list[dict[str, Any]]:
    """Chips to narrow by; none where there is but one kind."""
    if len(counts) < 2:
        return []
    return [
        {"label": KINDS[kind], "n": count.total, "url": "?#spaces" if kind == chosen else f"?kind={kind}#spaces",
         "chosen": kind == chosen}
        for kind, count in counts.items()
    ]


def _written(space: queries.Space, states: dict[UUID, queries.Opening]) -> str:
    return f"{'o' if states[space.id].state == 'open' else 's'}{short(space.id)}"


def _key(text: str) -> Key | None:
    """The place of a space in the list, and whether it was open when it was passed; None for what is no key."""
    id = short_id(text[1:]) if text[:1] in ("o", "s") else None
    place = queries.sort_place(id) if id else None
    return (text[0] == "o", *place) if place else None


def _copies(codes: Sequence[str]) -> int:
    name = f"copies:{'.'.join(codes)}"
    known: int | None = cache.get(name)
    if known is None:
        known = catalogue.copies_held(areas=codes)
        cache.set(name, known, COUNT_HOLDS)
    return known
