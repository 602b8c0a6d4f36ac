"""Authors, subjects and series: the page of one."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rianru.catalogue import queries
from rianru.catalogue.queries import HeadingPlace, HeadingRow, Narrowed
from rianru.catalogue.words import role
from rianru.kernel.ids import from_short, short
from rianru.kernel.matching.headings import Kind
from rianru.kernel.words import T
from rianru.web.catalogue import heading_present, present
from rianru.web.requests import actor_of

PAGE = 20
ORDERS: dict[queries.Order, T] = {
    "volume": T("ตามเล่ม", "By volume"), "newest": T("ใหม่สุด", "Newest"), "title": T("ตามชื่อ", "By title"),
}
LONGEST = 200  # characters of a value in the address


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the address of a heading's page; whatever is no choice of ours is left out."""

    row: HeadingRow
    able: list[queries.Order]
    order: queries.Order
    narrowed: Narrowed = field(default_factory=Narrowed)

    @classmethod
    def of(cls, row: HeadingRow, able: list[queries.Order], given: QueryDict) -> "Asked":
        """From the address of the page."""
        typed = {name: given.get(name, "")[:LONGEST].replace("\0", "") for name in ("role", "format", "language")}
        decade = given.get("decade", "")
        first = int(decade) if decade.isascii() and decade.isdigit() and len(decade) == 4 else None
        return cls(
            row, able, next((each for each in able if each == given.get("sort")), able[0]),
            Narrowed(**typed, decade=first),
        )

    def address(self, after: UUID | None = None) -> str:
        """The page of this choice."""
        chosen = self.narrowed
        pairs = {
            "sort": self.order if self.order != self.able[0] else "", "role": chosen.role,
            "format": chosen.format, "language": chosen.language, "decade": chosen.decade or "",
            "after": short(after) if after else "",
        }
        given = urlencode({name: value for name, value in pairs.items() if value})
        return reverse(self.row.kind, kwargs={"key": self.row.key}) + (f"?{given}" if given else "")

    def toggled(self, name: str, value: Any) -> str:
        """The page with one value chosen, or without it."""
        chosen = asdict(self.narrowed)
        chosen[name] = (None if name == "decade" else "") if value == chosen[name] else value
        return replace(self, narrowed=Narrowed(**chosen)).address()


def orders(row: HeadingRow, facts: queries.HeadingFacts) -> list[queries.Order]:
    """The orders of a heading, its own first; one with very many works has one."""
    if row.works > queries.MOST_SORTED:
        return ["newest"]
    return ["volume", "newest", "title"] if facts.numbered else ["newest", "title"]


@require_safe
def heading(request: HttpRequest, kind: Kind, key: str) -> HttpResponse:
    """An author, a subject or a series. Any of its names, and its id, lead to its one address; a bad one is no page."""
    actor = actor_of(request)
    row = queries.heading(actor=actor, kind=kind, key=key)
    if row is None:
        raise Http404
    if row.key != key:
        given = request.GET.urlencode()
        return HttpResponsePermanentRedirect(heading_present.address(row) + (f"?{given}" if given else ""))
    facts = queries.heading_facts(actor=actor, heading=row)
    asked = Asked.of(row, orders(row, facts), request.GET)
    total, counted = queries.heading_counts(actor=actor, heading=row, narrowed=asked.narrowed)
    after = _key(request.GET.get("after", ""))
    found = queries.heading_works(
        actor=actor, heading=row, order=asked.order, narrowed=asked.narrowed, after=after, limit=PAGE + 1
    )
    near = queries.heading_near(actor=actor, heading=row)
    return render(
        request,
        "web/heading.html",
        {
            "heading": heading_present.head(row, facts),
            "words": heading_present.WORDS[kind],
            "total": total,
            "works": _rows(request, asked, found[:PAGE], after),
            "sorts": [
                {"label": ORDERS[order], "on": order == asked.order, "url": replace(asked, order=order).address()}
                for order in asked.able
            ],
            "roles": _roles(asked, facts),
            "facets": heading_present.facets(counted, asked.narrowed, asked.toggled),
            "narrowed": asked.narrowed != Narrowed(),
            "wider_url": replace(asked, narrowed=Narrowed()).address(),
            "search_url": present.search_address(heading_present.query(row)) if row.works > queries.MOST_SORTED else "",
            "near": heading_present.near(kind, near),
            "page": {
                "next_url": asked.address(found[PAGE - 1].work_id) if len(found) > PAGE else "",
                "first_url": asked.address() if after else "",
            },
            "crumbs": heading_present.crumbs(row, facts),
            "structured": heading_present.structured(row, facts, request.build_absolute_uri(request.path)),
        },
    )


def _key(text: str) -> UUID | None:
    try:
        return from_short(text) if text else None
    except ValueError:
        return None


def _roles(asked: Asked, facts: queries.HeadingFacts) -> list[dict[str, Any]]:
    """What an author did, where it is more than one thing."""
    if len(facts.roles) < 2 and not asked.narrowed.role:
        return []
    return [
        {"label": role(part), "count": count, "on": part == asked.narrowed.role, "url": asked.toggled("role", part)}
        for part, count in facts.roles
    ]


def _rows(
    request: HttpRequest, asked: Asked, places: list[HeadingPlace], after: UUID | None
) -> list[dict[str, Any]]:
    """Rows of works; in a series with their numbers, and before a row the volumes that nobody here has."""
    ids = [place.work_id for place in places]
    rows = present.rows(queries.work_rows(actor=actor_of(request), ids=ids))
    if asked.row.kind != "series":
        return rows
    numbers = {place.work_id: place.number for place in places}
    whole = asked.order == "volume" and asked.narrowed == Narrowed()
    before = queries.heading_number(actor=actor_of(request), heading=asked.row, work_id=after) if after else ""
    last = heading_present.last_volume(before)
    for row in rows:
        row["number"] = heading_present.number(numbers[row["id"]])
        row["gap"] = heading_present.gap(last, numbers[row["id"]]) if whole else ""
        last = max(last, heading_present.last_volume(numbers[row["id"]]))
    return rows
