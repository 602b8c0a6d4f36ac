"""Works, their editions, and the branches that hold copies of them."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from ninja import Query
from pydantic import Field

from rianru.api.house import Page, Shape, Text, api, may, text
from rianru.api.parameters import Paged
from rianru.catalogue import queries
from rianru.core.actors import ANONYMOUS
from rianru.kernel.refusals import NotFound

State = Literal["available", "out", "none"]


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
    languages: Annotated[list[str], Field(description="MARC language codes.")]
    editions: int
    availability: Availability
    url: Annotated[str, Field(description="The page for people.")]
    api_url: str


class Creator(Shape):
    """Who made it, and as what the record says."""

    name: str
    role: str


class EditionShape(Shape):
    """One edition. `isbns` as the record gives them, valid ones first checked by us."""

    id: UUID
    title: str
    creators: list[Creator]
    format: str
    format_name: Text
    language: str
    year: int | None
    year_text: Annotated[str, Field(description="As printed, where no year could be read.")]
    statement: Annotated[str, Field(description="`2nd edition` as the book says it.")]
    publisher: str
    extent: str
    isbns: list[str]
    issns: list[str]
    series: list[str]
    subjects: list[str]
    summary: str
    contents: str
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
    editions: list[EditionShape]
    branches: list[BranchShape]
    url: str
    api_url: str


class WorkPage(Shape):
    """A page of works."""

    results: list[WorkInList]
    next_cursor: str | None


@api.get("/works", response=WorkPage, url_name="works", operation_id="works", summary="All works", tags=["works"])
def works(request: HttpRequest, response: HttpResponse, asked: Query[Paged]) -> WorkPage:
    """Every work in the order in which it came to be. Those that come while you walk are at the end."""
    page = Page(request, asked)
    key = page.key()
    rows = queries.work_page(actor=ANONYMOUS, after=UUID(key[0]) if key else None, limit=page.limit + 1)
    shown, more = rows[: page.limit], len(rows) > page.limit
    return WorkPage(
        results=[listed(request, row) for row in shown],
        next_cursor=page.then(response, [str(shown[-1].id)] if more else None),
    )


@api.get(
    "/works/{uuid:id}", response=WorkWhole, url_name="work", operation_id="work", summary="One work", tags=["works"]
)
def work(request: HttpRequest, id: UUID) -> WorkWhole | HttpResponse:
    """With its editions, newest first, and its copies. One that became part of another leads there with 301."""
    view = queries.work(actor=ANONYMOUS, id=id)
    if view is None or not view.editions:
        there = queries.where_to(id=id)
        if there:
            return HttpResponsePermanentRedirect(reverse("api:work", kwargs={"id": there}))
        raise NotFound()
    return _whole(request, view)


def listed(request: HttpRequest, row: queries.WorkRow) -> WorkInList:
    """A row of a list."""
    return WorkInList(
        id=row.id, title=row.title, creators=list(row.people), year=row.year, formats=list(row.formats),
        languages=[code for code in row.languages if code], editions=row.editions, availability=availability(row),
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
        editions=[_edition(one) for one in view.editions],
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


def _edition(one: queries.EditionView) -> EditionShape:
    edition = one.edition
    return EditionShape(
        id=edition.id, title=edition.title, format=edition.format, language=edition.language, year=edition.year,
        year_text=edition.year_text, publisher=edition.publisher, extent=edition.extent, summary=edition.summary,
        contents=edition.contents, isbns=list(edition.isbns), issns=list(edition.issns), series=list(edition.series),
        subjects=list(edition.subjects), creators=[Creator(name=name, role=role) for name, role in one.people],
        format_name=text(one.format_label),
        statement=edition.edition, copies=one.copies, available=one.available,
    )
