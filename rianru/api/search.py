"""Searching: everything that is found here, for a query as typed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query
from pydantic import Field, create_model

from rianru.api.cards import addresses, cards_of, kind_name
from rianru.api.covers import CoverShape, cover
from rianru.api.house import Shape, Text, api, text
from rianru.api.labels import labels_of
from rianru.api.paging import Listed, Page
from rianru.api.parameters import PLAIN, AreaCode, Paged
from rianru.api.problems import FacetUnknown, SortUnknown
from rianru.api.works import Availability, availability
from rianru.catalogue import queries as catalogue
from rianru.core import kinds
from rianru.core.actors import ANONYMOUS
from rianru.core.search import ask, schema
from rianru.core.search.orders import ORDERS

FACETS = {"series" if name == "series_title" else name: name for name in schema.FACETS}
"""What can be counted: the name here, and the name in the index."""
COUNTED = {**FACETS, "kind": "kind"}
SORTS = tuple(ORDERS)
LONGEST = 500
_NAME = f"({'|'.join(COUNTED)})"  # told in the description; a name that is none has a refusal of its own


NOTHING = "-"  # of which kind nothing is
MOST_CHOSEN, LONGEST_VALUE = 10, 200  # values of a facet; characters of one
Value = Annotated[str, Field(min_length=1, max_length=LONGEST_VALUE, pattern=PLAIN)]
KINDS = kinds.in_scope("")
SCOPES = tuple(name for name in kinds.SCOPES if kinds.in_scope(name))
if TYPE_CHECKING:

    class Narrowed(Paged):
        """For checkers of types."""

        kind: str = ""
        scope: str = ""
else:  # one parameter for each facet of the index, one value for each kind that is found
    Narrowed = create_model(
        "Narrowed", __base__=Paged,
        kind=(Annotated[Literal[(*KINDS, "")], Field(description="Only results of one kind.")], ""),
        scope=(Annotated[Literal[(*SCOPES, "")], Field(description="Only results of one part of the platform: "
               "books, people, subjects and series, places, shelves. Everything without it.")], ""),
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
        str, Field(max_length=200, description=f"Counts wanted, by comma: {', '.join(COUNTED)}.",
                   examples=["format,language"], json_schema_extra={"pattern": f"^({_NAME}(,{_NAME})*)?$"}),
    ] = ""
    sort: Annotated[
        str, Field(max_length=40, description=f"The order: {', '.join(SORTS)}. Without it the best come first.",
                   examples=["newest"], json_schema_extra={"pattern": f"^({'|'.join(SORTS)})?$"}),
    ] = ""
    near: Annotated[AreaCode, Field(description="Where the reader is, by the code of an area: what is held in its "
                                    "province is lifted gently.", examples=["56"])] = ""

    def of_kinds(self) -> tuple[str, ...]:
        """Of which kinds; of all where it is empty. A kind of another scope finds nothing."""
        own = kinds.in_scope(self.scope) if self.scope else ()
        if not self.kind:
            return own
        return (self.kind,) if not own or self.kind in own else (NOTHING,)

    def chosen(self) -> dict[str, list[str]]:
        """What narrows it, by the names in the index."""
        given = {FACETS[name]: list(dict.fromkeys(getattr(self, name))) for name in FACETS}
        return {name: values for name, values in given.items() if values}


class Result(Shape):
    """One result. Every kind has the same members; what a kind does not have is null or empty."""

    id: UUID
    kind: str
    kind_name: Annotated[Text, Field(description="What it is, in words.")]
    title: Annotated[str, Field(description="As its owner writes it; of a place or a shelf, in Thai.")]
    title_en: Annotated[str | None, Field(description="Of anything but works, whose titles are not translated: null.")]
    line: Annotated[Text | None, Field(description="What stands beneath it: where a place lies, whose a shelf is; null "
                                       "of a work.")]
    creators: list[str]
    year: int | None
    url: Annotated[str, Field(description="The page for people.")]
    api_url: Annotated[str | None, Field(description="The same here; null for a kind that has no address here.")]
    availability: Availability | None
    cover: CoverShape | None


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


class Answer(Listed[Result]):
    """An answer. `facets` holds those that were asked for, the largest count first."""

    total: int
    facets: dict[str, list[FacetValue]]
    suggestions: Annotated[list[str], Field(description="Other queries that may have been meant.")]
    query: Understood


@api.get("/search", response=Answer, url_name="search", operation_id="search", summary="Search", tags=["search"])
def search(request: HttpRequest, response: HttpResponse, asked: Query[Searching]) -> Answer:
    """Best first, to the thousandth result; pages may shift while the index changes.

    With `sort` to the last one, by key: what was there when the walk began comes once.
    """
    page, wanted = Page(request, response, asked), _facets(asked.facets)
    if asked.sort and asked.sort not in SORTS:
        raise SortUnknown(names=asked.sort, known=", ".join(SORTS))
    place = page.after(lambda place: place) or 0
    offset, after = (0, place) if isinstance(place, str) else (place, "")
    found = ask.search(
        asked.q, kind=asked.of_kinds(), offset=offset, limit=page.limit, facets=[COUNTED[name] for name in wanted],
        chosen=asked.chosen(), sort=asked.sort, after=after, close_to=asked.near[:2],
    )
    facets, suggestions = passed_on(found, wanted)
    return page.of(
        Answer, _results(request, found.hits), then=_next(found, asked, offset),
        total=found.total, facets=facets, suggestions=suggestions,
        query=Understood(
            text=asked.q, words=list(found.words), relaxed=found.relaxed, layout=found.layout, near=found.near
        ),
    )


def _next(found: ask.Found, asked: Searching, offset: int) -> list[int | str] | None:
    """In an order by a field the place behind this page; by relevance how many came before, to the thousandth."""
    if asked.sort and not found.near:
        return [found.then] if found.then else None
    then = offset + asked.limit
    return [then] if then < min(found.total, ask.LAST_OFFSET) else None


def passed_on(found: ask.Found, wanted: Sequence[str]) -> tuple[dict[str, list[FacetValue]], list[str]]:
    """The one place where what the index counts and suggests becomes what the API answers."""
    counted = {name: found.facets.get(COUNTED[name], {}) for name in wanted}
    labels = {name: labels_of(name, list(values)) for name, values in counted.items()}
    facets = {
        name: [FacetValue(value=value, label=labels[name][value], count=count) for value, count in values.items()]
        for name, values in counted.items()
    }
    return facets, [found.meant] if found.meant else []


def _facets(typed: str) -> list[str]:
    names = list(dict.fromkeys(typed.split(","))) if typed else []
    if unknown := [name for name in names if name not in COUNTED]:
        raise FacetUnknown(names=", ".join(unknown)[:200], known=", ".join(COUNTED))
    return names


def _results(request: HttpRequest, hits: Sequence[ask.Hit]) -> list[Result]:
    """In the order of `hits`, in a number of queries that does not grow with them; what is gone is left out."""
    works = {row.id: row for row in catalogue.work_rows(
        actor=ANONYMOUS, ids=[hit.id for hit in hits if hit.kind == "work"]
    )}
    others = cards_of([(hit.kind, hit.id) for hit in hits if hit.kind != "work"])
    rows = {("work", id): _work(request, row) for id, row in works.items()}
    rows |= {pair: _other(request, *pair, card) for pair, card in others.items()}
    return [rows[hit.kind, hit.id] for hit in hits if (hit.kind, hit.id) in rows]


def _work(request: HttpRequest, row: catalogue.WorkRow) -> Result:
    return Result(
        id=row.id, kind="work", kind_name=kind_name("work"), title=row.title, title_en=None, line=None,
        creators=list(row.people), year=row.year, availability=availability(row), cover=cover(request, row.cover),
        **addresses(request, "work", {"id": row.id}),
    )


def _other(request: HttpRequest, kind: str, id: UUID, card: kinds.Card) -> Result:
    return Result(
        id=id, kind=kind, kind_name=kind_name(kind), title=card.title_th, title_en=card.title_en, line=text(card.line),
        creators=[], year=None, availability=None, cover=None,
        **addresses(request, card.url_name, dict(card.url_kwargs)),
    )
