"""Searching: works and spaces for a query as typed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from ninja import Query
from pydantic import Field, create_model

from rianru.api.house import Page, Shape, Text, api
from rianru.api.labels import labels_of
from rianru.api.parameters import PLAIN, Paged
from rianru.api.problems import FacetUnknown, SortUnknown
from rianru.api.works import Availability, availability
from rianru.catalogue import queries as catalogue
from rianru.core import kinds
from rianru.core.actors import ANONYMOUS
from rianru.core.search import ask, schema
from rianru.core.search.orders import ORDERS

FACETS = {"series" if name == "series_title" else name: name for name in schema.FACETS}
"""What can be counted: the name here, and the name in the index."""
SORTS = tuple(ORDERS)
LONGEST = 500
_NAME = f"({'|'.join(FACETS)})"  # told in the description; a name that is none has a refusal of its own


MOST_CHOSEN, LONGEST_VALUE = 10, 200  # values of a facet; characters of one
Value = Annotated[str, Field(min_length=1, max_length=LONGEST_VALUE, pattern=PLAIN)]
KINDS = tuple(name for name, kind in kinds.all_kinds().items() if kind.documents)
if TYPE_CHECKING:

    class Narrowed(Paged):
        """For checkers of types."""

        kind: str = ""
else:  # one parameter for each facet of the index, one value for each kind that is found
    Narrowed = create_model(
        "Narrowed", __base__=Paged,
        kind=(Annotated[Literal[(*KINDS, "")], Field(description="Only results of one kind.")], ""),
        **{
            name: (Annotated[list[Value], Field(
                max_length=MOST_CHOSEN, description=f"Only results with one of these values of the facet `{name}`; "
                "repeat the parameter for more. Of several facets all must fit.",
            )], Field(default_factory=list))
            for name in FACETS
        },
    )


class Searching(Narrowed):
    """What a search takes."""

    q: Annotated[str, Field(max_length=LONGEST, pattern=PLAIN, description="The query, as typed. Empty: all that is "
                            "chosen by kind and facets; nothing where nothing is.", examples=["ผ้าทอ"])]
    facets: Annotated[
        str, Field(max_length=200, description=f"Counts wanted, by comma: {', '.join(FACETS)}.",
                   examples=["format,language"], json_schema_extra={"pattern": f"^({_NAME}(,{_NAME})*)?$"}),
    ] = ""
    sort: Annotated[
        str, Field(max_length=40, description=f"The order: {', '.join(SORTS)}. Without it the best come first.",
                   examples=["newest"], json_schema_extra={"pattern": f"^({'|'.join(SORTS)})?$"}),
    ] = ""

    def chosen(self) -> dict[str, list[str]]:
        """What narrows it, by the names in the index."""
        given = {FACETS[name]: list(dict.fromkeys(getattr(self, name))) for name in FACETS}
        return {name: values for name, values in given.items() if values}


class Result(Shape):
    """One result. Every kind has the same members; what a kind does not have is null or empty."""

    id: UUID
    kind: str
    title: Annotated[str, Field(description="As its owner writes it; of a place, in Thai.")]
    title_en: Annotated[str | None, Field(description="Of a place. Titles of works are not translated: null.")]
    creators: list[str]
    year: int | None
    url: Annotated[str, Field(description="The page for people.")]
    api_url: Annotated[str | None, Field(description="The same here; null for a kind that has no address here.")]
    availability: Availability | None


class FacetValue(Shape):
    """A value to narrow by, and how many results have it."""

    value: str
    label: Text
    count: int


class Understood(Shape):
    """What was done to the query."""

    text: str
    words: Annotated[list[str], Field(description="The words that were looked for.")]
    relaxed: Annotated[bool, Field(description="No result had all words, so those that have some are here.")]
    layout: Annotated[str, Field(description="It was read as typed on the other keyboard: as this; else empty.")]
    near: Annotated[bool, Field(description="Nothing has these words; the results sound like them.")]


class Answer(Shape):
    """An answer. `facets` holds those that were asked for, the largest count first."""

    total: int
    results: list[Result]
    facets: dict[str, list[FacetValue]]
    suggestions: Annotated[list[str], Field(description="Other queries that may have been meant.")]
    query: Understood
    next_cursor: str | None


@api.get("/search", response=Answer, url_name="search", operation_id="search", summary="Search", tags=["search"])
def search(request: HttpRequest, response: HttpResponse, asked: Query[Searching]) -> Answer:
    """Best first, to the thousandth result; pages may shift while the index changes.

    With `sort` to the last one, by key: what was there when the walk began comes once.
    """
    page, wanted = Page(request, asked), _facets(asked.facets)
    if asked.sort and asked.sort not in SORTS:
        raise SortUnknown(names=asked.sort, known=", ".join(SORTS))
    (place,) = page.key() or [0]
    offset, after = (0, place) if isinstance(place, str) else (place, "")
    found = ask.search(
        asked.q, kind=asked.kind or None, offset=offset, limit=page.limit, facets=[FACETS[name] for name in wanted],
        chosen=asked.chosen(), sort=asked.sort, after=after,
    )
    facets, suggestions = passed_on(found, wanted)
    return Answer(
        total=found.total, results=_results(request, found.hits), facets=facets, suggestions=suggestions,
        query=Understood(
            text=asked.q, words=list(found.words), relaxed=found.relaxed, layout=found.layout, near=found.near
        ),
        next_cursor=page.then(response, _next(found, asked, offset)),
    )


def _next(found: ask.Found, asked: Searching, offset: int) -> list[int | str] | None:
    """In an order by a field the place behind this page; by relevance how many came before, to the thousandth."""
    if asked.sort and not found.near:
        return [found.then] if found.then else None
    then = offset + asked.limit
    return [then] if then < min(found.total, ask.LAST_OFFSET) else None


def passed_on(found: ask.Found, wanted: Sequence[str]) -> tuple[dict[str, list[FacetValue]], list[str]]:
    """The one place where what the index counts and suggests becomes what the API answers."""
    counted = {name: found.facets.get(FACETS[name], {}) for name in wanted}
    labels = {name: labels_of(name, list(values)) for name, values in counted.items()}
    facets = {
        name: [FacetValue(value=value, label=labels[name][value], count=count) for value, count in values.items()]
        for name, values in counted.items()
    }
    return facets, [found.meant] if found.meant else []


def _facets(typed: str) -> list[str]:
    names = list(dict.fromkeys(typed.split(","))) if typed else []
    if unknown := [name for name in names if name not in FACETS]:
        raise FacetUnknown(names=", ".join(unknown)[:200], known=", ".join(FACETS))
    return names


def _results(request: HttpRequest, hits: Sequence[ask.Hit]) -> list[Result]:
    """In the order of `hits`, in a number of queries that does not grow with them; what is gone is left out."""
    ids: dict[str, list[UUID]] = {}
    for hit in hits:
        ids.setdefault(hit.kind, []).append(hit.id)
    rows: dict[UUID, Result] = {}
    for kind, own in ids.items():
        rows |= _works(request, own) if kind == "work" else _cards(request, kind, own)
    return [rows[hit.id] for hit in hits if hit.id in rows]


def _works(request: HttpRequest, ids: Sequence[UUID]) -> dict[UUID, Result]:
    return {
        row.id: Result(
            id=row.id, kind="work", title=row.title, title_en=None, creators=list(row.people), year=row.year,
            availability=availability(row), **_addresses(request, "work", {"id": row.id}),
        )
        for row in catalogue.work_rows(actor=ANONYMOUS, ids=ids)
    }


def _cards(request: HttpRequest, kind: str, ids: Sequence[UUID]) -> dict[UUID, Result]:
    return {
        id: Result(
            id=id, kind=kind, title=card.title_th, title_en=card.title_en, creators=[], year=None, availability=None,
            **_addresses(request, card.url_name, dict(card.url_kwargs)),
        )
        for id, card in kinds.get(kind).cards(ids).items()
    }


def _addresses(request: HttpRequest, route: str, kwargs: dict[str, object]) -> dict[str, Any]:
    """Its page, and its address here where its kind has one."""
    try:
        here = request.build_absolute_uri(reverse(f"api:{route}", kwargs=kwargs))
    except NoReverseMatch:
        here = None
    return {"url": request.build_absolute_uri(reverse(route, kwargs=kwargs)), "api_url": here}
