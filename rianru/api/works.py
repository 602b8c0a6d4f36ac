"""Works, their editions, and the branches that hold copies of them."""

from functools import partial
from itertools import zip_longest
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from ninja import Query
from pydantic import Field

from rianru.api.covers import CoverShape, cover
from rianru.api.house import Shape, Text, api, may, text
from rianru.api.paging import Listed, Page
from rianru.api.parameters import Paged
from rianru.catalogue import queries
from rianru.catalogue.words import audience, language
from rianru.core.actors import ANONYMOUS
from rianru.kernel.refusals import NotFound

State = Literal["available", "out", "none"]
WEB = ("http://", "https://")
_AS_IT_IS = (
    "id", "title", "format", "language", "original_language", "audience", "year", "year_text", "publisher", "place",
    "extent", "isbns", "issns", "subjects", "summary", "contents", "notes", "restricted", "call_number",
)
"""Columns of an edition that are given as they are."""


class Place(Shape):
    """A space that holds a copy."""

    code: str
    name: Text


class Availability(Shape):
    """Copies now: `available` (one can be taken), `out` (all are away), `none` (nobody holds one)."""

    state: State
    copies: int
    available: int
    branches: Annotated[int, Field(description="How many spaces hold a copy.")]
    branch: Annotated[Place | None, Field(description="One of them, with a free copy where there is one.")]


class WorkInList(Shape):
    """A work in a list."""

    id: UUID
    kind: Literal["work"] = "work"
    title: str
    creators: list[str]
    year: Annotated[int | None, Field(description="Common era, of the newest edition.")]
    formats: list[str]
    format_names: Annotated[list[Text], Field(description="In words, beside `formats`.")]
    languages: Annotated[list[str], Field(description="MARC language codes.")]
    language_names: Annotated[list[Text], Field(description="In words, beside `languages`.")]
    editions: int
    availability: Availability
    cover: CoverShape | None
    url: Annotated[str, Field(description="The page for people.")]
    api_url: str


class Creator(Shape):
    """Who made it, and as what the record says."""

    name: str
    role: str


class LinkShape(Shape):
    """An address of the web that the record names."""

    url: str
    label: str


class SeriesPlace(Shape):
    """A series that it stands in, and its volume there, as the record writes it."""

    name: str
    number: str


class EditionShape(Shape):
    """One edition. `isbns` as the record gives them, valid ones first checked by us. Codes have their words beside."""

    id: UUID
    title: str
    creators: list[Creator]
    format: str
    format_name: Text
    language: Annotated[str, Field(description="A MARC language code, or empty.")]
    language_name: Text | None
    original_language: Annotated[str, Field(description="Of what it is translated from; or empty.")]
    original_language_name: Text | None
    audience: Annotated[str, Field(description="juvenile, adolescent, adult, as the record says it, or empty.")]
    audience_name: Text | None
    year: int | None
    year_text: Annotated[str, Field(description="As printed, where no year could be read.")]
    statement: Annotated[str, Field(description="`2nd edition` as the book says it.")]
    publisher: str
    place: Annotated[str, Field(description="Where it was published.")]
    extent: str
    isbns: list[str]
    issns: list[str]
    series: list[SeriesPlace]
    subjects: list[str]
    summary: str
    contents: str
    notes: list[str]
    links: list[LinkShape]
    restricted: Annotated[bool, Field(description="What is behind its links is not open to everyone.")]
    call_number: str
    cover: CoverShape | None
    copies: int
    available: int


class CopyShape(Shape):
    """One copy. `barcode` only for keys with the scope `barcodes`, else null."""

    call_number: str
    shelf: str
    available: bool
    barcode: str | None


class BranchShape(Shape):
    """A space and its copies, those with a free copy first."""

    space: Place
    available: int
    copies: list[CopyShape]


class WorkWhole(Shape):
    """A work with everything its page shows."""

    id: UUID
    kind: Literal["work"] = "work"
    title: str
    creators: list[str]
    year: int | None
    availability: Availability
    cover: Annotated[CoverShape | None, Field(description="Of its newest edition that has one.")]
    editions: list[EditionShape]
    branches: list[BranchShape]
    url: str
    api_url: str


class WorkPage(Listed[WorkInList]):
    """A page of works."""


@api.get("/works", response=WorkPage, url_name="works", operation_id="works", summary="All works", tags=["works"])
def works(request: HttpRequest, response: HttpResponse, asked: Query[Paged]) -> WorkPage:
    """Every work in the order in which it came to be. Those that come while you walk are at the end."""
    page = Page(request, response, asked)
    rows = queries.work_page(actor=ANONYMOUS, after=page.after(UUID), limit=page.wanted)
    return page.answer(WorkPage, rows, key=lambda row: [str(row.id)], shape=partial(listed, request))


@api.get(
    "/works/{uuid:id}", response=WorkWhole, url_name="work", operation_id="work", summary="One work", tags=["works"]
)
def work(request: HttpRequest, id: UUID) -> WorkWhole | HttpResponse:
    """With its editions, newest first, and its copies. One that became part of another leads there with 301."""
    view = whole_of(id)
    return _whole(request, view) if view else led_on(request, id)


def whole_of(id: UUID) -> queries.WorkView | None:
    """A work that is there; None for one that became part of another, and for one that never was."""
    view = queries.work(actor=ANONYMOUS, id=id)
    return view if view and view.editions else None


def led_on(request: HttpRequest, id: UUID, **kwargs: str) -> HttpResponse:
    """301 to the same of the work that this one became part of. Refuses with NotFound."""
    there = queries.where_to(id=id)
    if there is None:
        raise NotFound()
    match, asked = request.resolver_match, request.GET.urlencode()
    assert match
    address = reverse(match.view_name, kwargs={"id": there, **kwargs})
    return HttpResponsePermanentRedirect(f"{address}?{asked}" if asked else address)


def listed(request: HttpRequest, row: queries.WorkRow) -> WorkInList:
    """A row of a list."""
    return WorkInList(
        id=row.id, title=row.title, creators=list(row.people), year=row.year, formats=list(row.formats),
        format_names=[text(label) for label in row.format_labels],
        languages=[code for code in row.languages if code],
        language_names=[text(label) for label in row.language_labels], editions=row.editions,
        availability=availability(row), cover=cover(request, row.cover),
        url=page_of(request, row.id), api_url=api_of(request, row.id),
    )


def availability(row: queries.WorkRow) -> Availability:
    """What the row says of copies."""
    return Availability(
        state=state(row.copies, row.available), copies=row.copies, available=row.available, branches=row.branches,
        branch=Place(code=row.branch_code, name=text(row.branch)) if row.branch else None,
    )


def state(copies: int, available: int) -> State:
    """One word for copies."""
    return "available" if available else "out" if copies else "none"


def page_of(request: HttpRequest, id: UUID) -> str:
    """The page of a work."""
    return request.build_absolute_uri(reverse("work", kwargs={"id": id}))


def api_of(request: HttpRequest, id: UUID) -> str:
    """A work here."""
    return request.build_absolute_uri(reverse("api:work", kwargs={"id": id}))


def _whole(request: HttpRequest, view: queries.WorkView) -> WorkWhole:
    edition = view.main.edition
    shows = may(request, "barcodes")
    best = view.branches[0] if view.branches else None
    return WorkWhole(
        id=view.work.id, title=view.work.title, creators=list(edition.people[:3]), year=edition.year,
        availability=Availability(
            state=state(view.copies, view.available), copies=view.copies, available=view.available,
            branches=len(view.branches), branch=_place(best) if best else None,
        ),
        cover=cover(request, view.cover), editions=_editions(request, view),
        branches=[_branch(one, shows=shows) for one in view.branches],
        url=page_of(request, view.work.id), api_url=api_of(request, view.work.id),
    )


def _place(branch: queries.Branch) -> Place:
    return Place(code=branch.code, name=text(branch.name))


def _branch(branch: queries.Branch, *, shows: bool) -> BranchShape:
    return BranchShape(
        space=_place(branch), available=branch.available,
        copies=[
            CopyShape(call_number=copy.call_number, shelf=copy.shelf, available=copy.available,
                      barcode=copy.barcode if shows else None)
            for copy in branch.copies
        ],
    )


def _editions(request: HttpRequest, view: queries.WorkView) -> list[EditionShape]:
    covers = queries.covers_of_editions(ids=[one.edition.id for one in view.editions])
    return [
        EditionShape(**_described(one), cover=cover(request, next(iter(covers.get(one.edition.id, ())), None)))
        for one in view.editions
    ]


def _described(one: queries.EditionView) -> dict[str, Any]:
    """What its columns say, with codes in words."""
    edition = one.edition
    return {name: getattr(edition, name) for name in _AS_IT_IS} | {
        "statement": edition.edition, "copies": one.copies, "available": one.available,
        "creators": [Creator(name=name, role=role) for name, role in one.people],
        "format_name": text(one.format_label),
        "language_name": text(language(edition.language)) if edition.language else None,
        "original_language_name": text(language(edition.original_language)) if edition.original_language else None,
        "audience_name": text(audience(edition.audience)) if edition.audience else None,
        "series": [
            SeriesPlace(name=name, number=number)
            for name, number in zip_longest(edition.series, edition.series_numbers[: len(edition.series)], fillvalue="")
        ],
        "links": [
            LinkShape(url=url, label=label)
            for url, label in zip_longest(edition.links, edition.link_labels[: len(edition.links)], fillvalue="")
            if url.startswith(WEB)
        ],
    }
